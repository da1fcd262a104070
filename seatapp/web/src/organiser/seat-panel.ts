/** The panel about one seat: its place, price and state, and its booking. */
import type { Seat, SeatState } from "seatapp";

import type { Block, OrganiserBooking } from "./api.ts";
import { showAtHand } from "./at-hand.ts";
import { blockFacts } from "./block-facts.ts";
import { type BookingActions, bookingFacts } from "./booking-facts.ts";
import { h, part, write } from "./dom.ts";
import { showFailure } from "./error-banner.ts";
import { placeOf, price } from "./format.ts";
import { hall as words } from "./hall-words.ts";
import type { MapTool, Surroundings } from "./map-tool.ts";
import { SeatHistory } from "./seat-history.ts";

/** Return the seat that a link's fragment is to, null if it is to something else. */
export function seatOfLink(fragment: string): string | null {
  return new URLSearchParams(fragment.slice(1)).get("seat");
}

export class SeatPanel implements MapTool {
  readonly panel = part('panel="inspect"');
  readonly #at: Surroundings;
  readonly #actions: BookingActions;
  readonly #place = part("seat");
  readonly #history: SeatHistory;
  #seat: string | undefined;
  #booking: OrganiserBooking | undefined;
  #shown = "";

  constructor(surroundings: Surroundings, actions: BookingActions) {
    [this.#at, this.#actions] = [surroundings, actions];
    this.#history = new SeatHistory(surroundings);
  }

  /** Show this seat, and have the page's address name it; `done` is what was just done with it. */
  async inspect(id: string, done = ""): Promise<void> {
    if (!this.#at.hall().seats.has(id)) return;
    write(part("seat-done"), done);
    this.#seat = id;
    history.replaceState(null, "", linkOf(id));
    this.#at.mark([id]);
    await this.#render(id);
  }

  press(seat: string): void {
    void this.inspect(seat);
  }

  pressable(): boolean {
    return true;
  }

  picked(): boolean {
    return false;
  }

  word(): undefined {}

  pending(): undefined {}

  /** Render again if the seat, or its booking, is not what is shown; `anew`: whatever it is. */
  follow(anew = false): void {
    const seat = this.#seat;
    if (seat === undefined || !(anew || this.#look() !== this.#shown)) return;
    if (this.#at.hall().seats.has(seat)) return void this.#render(seat);
    this.#seat = undefined;
    this.#history.about(undefined);
    this.#place.replaceChildren(h("p", { class: "hint" }, words.text("gone")));
  }

  leave(): void {
    this.#at.mark([]);
  }

  async #render(id: string): Promise<void> {
    const state = this.#at.stateOf(id);
    this.#booking = undefined;
    this.#shown = this.#look();
    const facts = this.#facts(id, state);
    this.#place.replaceChildren(facts, linkTo(id));
    this.#history.about(id);
    showAtHand(`${placeOf(this.#at.hall().seats.get(id) as Seat)}: ${words.texts.states[state]}`);
    const details = await this.#details(id, state);
    if (!details || !facts.isConnected) return; // another seat is shown meanwhile
    facts.after(details);
    this.#shown = this.#look();
  }

  /** The states of the seat and of those that were booked with it. */
  #look(): string {
    const seats = [this.#seat ?? "", ...(this.#booking?.seats ?? [])];
    return seats.map((seat) => this.#at.stateOf(seat)).join();
  }

  #facts(id: string, state: SeatState): HTMLElement {
    const [hall, currency] = [this.#at.hall(), this.#at.currency()];
    const seat = hall.seats.get(id) as Seat;
    return h(
      "div",
      { class: "where" },
      h("b", {}, placeOf(seat)),
      h("span", { class: `badge ${state}`, "data-seat-state": state }, words.texts.states[state]),
      h("span", { class: "hint" }, `${seat.category} · ${price(hall.priceOf(id), currency)}`),
    );
  }

  async #details(id: string, state: SeatState): Promise<HTMLElement | undefined> {
    const { api, show } = this.#at;
    try {
      if (state === "booked") return this.#bookingOf(id, await api.bookingOf(show, id));
      if (state === "blocked") return this.#blockOf(id, await api.blockOf(show, id));
      return state === "taken" ? h("p", { class: "hint" }, words.text("beingChosen")) : undefined;
    } catch (error) {
      showFailure(error, words.text("nothingKnown"));
      return undefined;
    }
  }

  #blockOf(seat: string, block: Block | undefined): HTMLElement {
    const { api, show } = this.#at;
    const unblock = () =>
      api.unblock(show, [seat]).catch((error) => showFailure(error, words.text("notUnblocked")));
    return blockFacts(block, unblock);
  }

  #bookingOf(seat: string, booking: OrganiserBooking | undefined): HTMLElement {
    if (!booking) return h("p", { class: "hint" }, words.text("noBooking"));
    if (seat === this.#seat) this.#booking = booking;
    return bookingFacts(booking, seat, this.#at.api, this.#actions);
  }
}

function linkTo(seat: string): HTMLElement {
  return h("a", { href: linkOf(seat) }, words.text("link"));
}

function linkOf(seat: string): string {
  return `#${new URLSearchParams({ seat })}`;
}
