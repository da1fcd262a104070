/** What is known of one seat: its place and price, how it stands, and who has booked it. */
import type { Hall, Seat, SeatState } from "seatapp";

import type { OrganiserApi, OrganiserBooking } from "./api.ts";
import { h, part } from "./dom.ts";
import { complainOf } from "./problem.ts";
import { atSecond, listing, placeOf, price } from "./words.ts";

export const STATE_WORDS: Record<SeatState, string> = {
  free: "free",
  mine: "being chosen",
  taken: "being chosen",
  booked: "sold",
  blocked: "blocked",
};
const EXPLANATIONS: Partial<Record<SeatState, string>> = {
  taken:
    "Somebody is choosing it right now. The seat is sold once they book, or free again when their time is over.",
  blocked: "It is kept from the public.",
};

/** Return the seat that a link's fragment is to, null if it is to something else. */
export function seatOfLink(fragment: string): string | null {
  return new URLSearchParams(fragment.slice(1)).get("seat");
}

interface Surroundings {
  api: OrganiserApi;
  show: string;
  hall: Hall;
  currency: string;
  stateOf(seat: string): SeatState;
}

export class SeatPanel {
  readonly #at: Surroundings;
  readonly #place = part("seat");
  #seat: string | undefined;
  #state: SeatState | undefined;

  constructor(surroundings: Surroundings) {
    this.#at = surroundings;
  }

  /** Tell about this seat, and have the page's address name it. */
  async inspect(id: string): Promise<void> {
    if (!this.#at.hall.seats.has(id)) return;
    this.#seat = id;
    history.replaceState(null, "", linkOf(id));
    await this.#tell(id);
  }

  /** Tell again if the seat stands otherwise by now. */
  async update(): Promise<void> {
    if (this.#seat !== undefined && this.#at.stateOf(this.#seat) !== this.#state)
      await this.#tell(this.#seat);
  }

  async #tell(id: string): Promise<void> {
    const state = this.#at.stateOf(id);
    this.#state = state;
    const facts = this.#facts(id, state);
    if (state !== "booked") return this.#place.replaceChildren(facts, explanationOf(state), linkTo(id));
    const booking = await this.#bookingOf(id);
    const stillAsked = this.#seat === id && this.#state === state;
    if (stillAsked) this.#place.replaceChildren(facts, told(booking), linkTo(id));
  }

  #facts(id: string, state: SeatState): HTMLElement {
    const { hall, currency } = this.#at;
    const seat = hall.seats.get(id) as Seat;
    return h(
      "div",
      { class: "where" },
      h("b", {}, placeOf(seat)),
      h("span", { class: `badge ${state}`, "data-seat-state": state }, STATE_WORDS[state]),
      h("span", { class: "hint" }, `${id} · ${seat.category} · ${price(hall.priceOf(id), currency)}`),
    );
  }

  async #bookingOf(seat: string): Promise<OrganiserBooking | undefined> {
    try {
      return await this.#at.api.bookingOf(this.#at.show, seat);
    } catch (error) {
      complainOf(error, "The booking could not be looked up.");
      return undefined;
    }
  }
}

function explanationOf(state: SeatState): HTMLElement | string {
  const explanation = EXPLANATIONS[state];
  return explanation ? h("p", { class: "hint" }, explanation) : "";
}

function told(booking: OrganiserBooking | undefined): HTMLElement {
  if (!booking) return h("p", { class: "hint" }, "There is no booking of it.");
  const { reference, userId, createdAt, seats, total, currency } = booking;
  const facts = {
    Reference: reference,
    Booked: h("time", { datetime: createdAt }, atSecond(createdAt)),
    User: userId,
    Seats: listing(seats),
    Total: price(total, currency),
    ...(booking.paymentReference ? { Payment: booking.paymentReference } : {}),
  };
  const entries = Object.entries(facts).map(([name, fact]) =>
    h("div", {}, h("dt", {}, name), h("dd", {}, fact)),
  );
  return h("dl", {}, ...entries);
}

function linkTo(seat: string): HTMLElement {
  return h("a", { href: linkOf(seat) }, "Link to this seat");
}

function linkOf(seat: string): string {
  return `#${new URLSearchParams({ seat })}`;
}
