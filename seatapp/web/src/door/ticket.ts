/** A ticket at the door: whose it is, and each of its seats, to be admitted or let out again. */
import type { OrganiserBooking } from "../organiser/api.ts";
import { h } from "../organiser/dom.ts";
import { atSecond, placeOf, seatsOf } from "../organiser/format.ts";
import { door } from "./door-words.ts";
import { nameOf } from "./people.ts";

export interface TicketActions {
  admit(booking: OrganiserBooking, seats: string[]): void;
  undo(booking: OrganiserBooking, seats: string[]): void;
}

/** Build the ticket; all who are outside are ticked. */
export function ticket(booking: OrganiserBooking, actions: TicketActions): HTMLElement {
  const inside = new Map(booking.checkedIn.map(({ seat, at }) => [seat, at]));
  const boxes = new Map<string, HTMLInputElement>();
  const ticked = () => [...boxes].filter(([, box]) => box.checked).map(([seat]) => seat);
  const admit = h("button", { type: "button", "data-admit": true });
  const count = () => {
    const n = ticked().length;
    admit.textContent = door.text("admitAll", { n });
    admit.disabled = n === 0;
  };
  admit.addEventListener("click", () => actions.admit(booking, ticked()));
  const lines = seatsOf(booking).map((seat) => {
    const at = inside.get(seat.id);
    if (at) return insideLine(placeOf(seat), at, () => actions.undo(booking, [seat.id]));
    const box = h("input", { type: "checkbox", on: { change: count } });
    box.checked = true;
    boxes.set(seat.id, box);
    return h("li", {}, h("label", {}, box, placeOf(seat)));
  });
  count();
  return h(
    "article",
    {},
    h("h2", {}, nameOf(booking)),
    h(
      "p",
      { class: "hint" },
      [booking.reference, booking.customer?.name && booking.customer.email].filter(Boolean).join(" · "),
    ),
    h("ul", { class: "places" }, ...lines),
    boxes.size ? admit : undefined,
  );
}

function insideLine(place: string, at: string, undo: () => void): HTMLElement {
  const button = h("button", { type: "button", class: "quiet", on: { click: undo } }, door.text("undo"));
  button.setAttribute("aria-label", `${door.text("undo")}: ${place}`);
  const since = h("span", { class: "hint" }, door.text("insideAt", { time: atSecond(at) }));
  return h("li", {}, h("span", {}, h("b", {}, `✓ ${place}`), " ", since), button);
}
