/** The panel about one seat: its place, price and state, and its booking. */
import type { Hall, Seat, SeatState } from "seatapp";

import type { OrganiserApi, OrganiserBooking } from "./api.ts";
import { h, part } from "./dom.ts";
import { showFailure } from "./error-banner.ts";
import { atSecond, placeOf, placesOf, price, seatsOf } from "./format.ts";

export const STATE_WORDS: Record<SeatState, string> = {
  free: "free",
  mine: "being chosen",
  taken: "being chosen",
  booked: "sold",
  blocked: "blocked",
};
const BEING_CHOSEN =
  "Somebody is choosing it right now. The seat is sold once they book, or free again when their time is over.";

const GONE = "The hall has this seat no more.";

/** Return the seat that a link's fragment is to, null if it is to something else. */
export function seatOfLink(fragment: string): string | null {
  return new URLSearchParams(fragment.slice(1)).get("seat");
}

interface Surroundings {
  api: OrganiserApi;
  show: string;
  hall(): Hall;
  currency(): string;
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

  /** Show this seat, and have the page's address name it. */
  async inspect(id: string): Promise<void> {
    if (!this.#at.hall().seats.has(id)) return;
    this.#seat = id;
    history.replaceState(null, "", linkOf(id));
    await this.#render(id);
  }

  /** Render again if the state has changed. */
  async update(): Promise<void> {
    if (this.#seat !== undefined && this.#at.stateOf(this.#seat) !== this.#state)
      await this.#render(this.#seat);
  }

  /** Render again: the show was changed. */
  async redraw(): Promise<void> {
    if (this.#seat === undefined) return;
    if (this.#at.hall().seats.has(this.#seat)) return this.#render(this.#seat);
    this.#seat = undefined;
    this.#place.replaceChildren(h("p", { class: "hint" }, GONE));
  }

  async #render(id: string): Promise<void> {
    const state = this.#at.stateOf(id);
    this.#state = state;
    const facts = this.#facts(id, state);
    this.#place.replaceChildren(facts, linkTo(id));
    const details = await this.#details(id, state);
    if (details) facts.after(details); // which are not on the page any more if another seat is
  }

  #facts(id: string, state: SeatState): HTMLElement {
    const [hall, currency] = [this.#at.hall(), this.#at.currency()];
    const seat = hall.seats.get(id) as Seat;
    return h(
      "div",
      { class: "where" },
      h("b", {}, placeOf(seat)),
      h("span", { class: `badge ${state}`, "data-seat-state": state }, STATE_WORDS[state]),
      h("span", { class: "hint" }, `${seat.category} · ${price(hall.priceOf(id), currency)}`),
    );
  }

  async #details(id: string, state: SeatState): Promise<HTMLElement | undefined> {
    const { api, show } = this.#at;
    try {
      if (state === "booked") return bookingOf(await api.bookingOf(show, id));
      if (state === "blocked") return reasonOf(await api.reasonOf(show, id));
      return state === "taken" ? h("p", { class: "hint" }, BEING_CHOSEN) : undefined;
    } catch (error) {
      showFailure(error, "No more is known of this seat.");
      return undefined;
    }
  }
}

function reasonOf(reason: string | undefined): HTMLElement {
  return h("p", {}, reason ? `Kept from the public: ${reason}` : "Kept from the public.");
}

function bookingOf(booking: OrganiserBooking | undefined): HTMLElement {
  if (!booking) return h("p", { class: "hint" }, "There is no booking of it any more.");
  const { reference, userId, createdAt, total, currency } = booking;
  const facts = {
    Reference: reference,
    Booked: h("time", { datetime: createdAt }, atSecond(createdAt)),
    User: userId ?? "Sold at the door",
    Seats: placesOf(seatsOf(booking)),
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
