/** A booking on the panel of one of its seats: what is known of it, and what can be done with it. */
import type { OrganiserApi, OrganiserBooking, SoldBooking } from "./api.ts";
import { h } from "./dom.ts";
import { atSecond, buyer, isGuest, placesOf, price, seatsOf, visitor } from "./format.ts";
import { hall as words } from "./hall-words.ts";
import { task } from "./task-words.ts";
import { ticketLink } from "./ticket-link.ts";

/** What can be done with a booking, beginning with some of its seats. */
export interface BookingActions {
  giveBack(booking: SoldBooking, seats: string[]): void;
  move(booking: SoldBooking, seats: string[]): void;
}

/** Return the booking that has this seat, for a panel. */
export function bookingFacts(
  booking: OrganiserBooking,
  seat: string,
  api: OrganiserApi,
  actions: BookingActions,
): HTMLElement {
  const button = (text: string, act: BookingActions["move"]) =>
    h("button", { type: "button", class: "quiet", on: { click: () => act(booking, [seat]) } }, text);
  return h(
    "div",
    { class: "booking" },
    listOf(booking),
    h(
      "p",
      { class: "actions" },
      button(task.texts.begin.move, actions.move),
      button(task.texts.begin.giveBack, actions.giveBack),
      ticketLink(api, booking.id),
    ),
  );
}

function listOf(booking: OrganiserBooking): HTMLElement {
  const { reference, customer, userId, paid, createdAt, total, currency } = booking;
  const facts = {
    reference: h("bdi", {}, reference),
    ...(customer?.name ? { name: h("bdi", {}, customer.name) } : {}),
    ...(customer?.email ? { email: h("bdi", {}, customer.email) } : {}),
    booked: h("time", { datetime: createdAt }, atSecond(createdAt)),
    ...(userId && !(isGuest(userId) && buyer(customer)) ? { user: h("bdi", {}, visitor(userId)) } : {}),
    seats: placesOf(seatsOf(booking)),
    total: price(total, currency),
    ...(paid ? { paid: task.texts.paid[paid] } : {}),
    ...(booking.paymentReference ? { payment: h("bdi", {}, booking.paymentReference) } : {}),
  };
  const entries = Object.entries(facts).map(([name, fact]) =>
    h("div", {}, h("dt", {}, words.texts.facts[name as keyof typeof facts]), h("dd", {}, fact)),
  );
  return h("dl", {}, ...entries);
}
