/** Selling at the door: seats are picked on the map, or found for a party, and booked for who stands there. */
import { Refusal, type SeatState, type Wanted } from "seatapp";
import { IdempotencyKey, retry } from "seatapp/http";

import type { SoldBooking } from "./api.ts";
import { part } from "./dom.ts";
import { conflictsOf, showError, showFailure } from "./error-banner.ts";
import { named } from "./format.ts";
import type { MapTool, Surroundings } from "./map-tool.ts";
import { seatsForParty } from "./party.ts";
import { type Party, SalePanel } from "./sale-panel.ts";
import { SeatPick } from "./seat-pick.ts";
import { selling } from "./selling-words.ts";
import { ticketLink } from "./ticket-link.ts";
import { meantBy } from "./toolbox.ts";

const ANSWER_MS = 20_000;
const MOST = 100; // what the server takes at once
const SELLABLE: SeatState[] = ["free", "blocked"];

export class Selling implements MapTool {
  readonly panel = part('panel="sell"');
  readonly #at: Surroundings;
  readonly #view: SalePanel;
  readonly #pick: SeatPick;
  readonly #key: IdempotencyKey;

  /** `undo` begins to take a sale back. */
  constructor(surroundings: Surroundings, undo: (booking: SoldBooking) => void) {
    this.#at = surroundings;
    this.#key = new IdempotencyKey(`door-${surroundings.show}`);
    this.#pick = new SeatPick(surroundings, () => this.#render());
    this.#view = new SalePanel({
      sell: () => void this.#sell(),
      clear: () => this.#pick.clear(),
      find: (party) => this.#find(party),
      changed: () => this.#render(),
      undo,
    });
    this.follow();
  }

  press(seat: string): void {
    if (this.#busy) return;
    const { hall, stateOf } = this.#at;
    const state = stateOf(seat);
    if (this.picked(seat)) {
      this.#pick.putBack(meantBy(hall(), seat, (id) => this.picked(id)));
    } else if (this.pressable(seat)) {
      this.#pick.pick(meantBy(hall(), seat, (id) => stateOf(id) === state));
    } else {
      showError(selling.text(state === "booked" ? "sold" : "beingChosen", { seat: named(hall(), [seat]) }));
    }
  }

  pressable(seat: string): boolean {
    return SELLABLE.includes(this.#at.stateOf(seat));
  }

  picked(seat: string): boolean {
    return this.#pick.has(seat);
  }

  pending(seat: string): Wanted | undefined {
    return this.picked(seat) ? this.#pick.pending : undefined;
  }

  word(seat: string): string | undefined {
    return this.picked(seat) ? selling.text("toBeSold") : undefined;
  }

  follow(): void {
    if (this.#busy) return; // what is being sold changes by that
    const { hall } = this.#at;
    const lost = this.#pick.all.filter((seat) => !hall().seats.has(seat) || !this.pressable(seat));
    if (lost.length) this.#lose(lost, "lost");
    this.#view.offer(hall(), this.#at.currency());
  }

  leave(): void {
    this.#pick.clear();
  }

  get #busy(): boolean {
    return this.#pick.pending !== undefined;
  }

  async #sell(): Promise<void> {
    if (this.#busy || !this.#pick.size) return;
    if (this.#pick.size > MOST) return showError(selling.text("tooMany", { n: MOST }));
    const { api, show } = this.#at;
    const seats = this.#pick.ids;
    const { customer, paid } = this.#view;
    const blocked = seats.some((seat) => this.#at.stateOf(seat) === "blocked");
    this.#pick.pending = "mine";
    this.#render();
    try {
      const order = { seats, customer, paid, blocked, expectedTotal: this.#total };
      const booking = await retry(() => api.sell(show, order, this.#key.for(seats)), ANSWER_MS);
      this.#key.settle();
      this.#pick.pending = undefined;
      this.#pick.clear();
      showError("");
      this.#at.mark([]);
      this.panel.focus({ preventScroll: true }); // the form is hidden
      this.#view.showSold(booking, paid, ticketLink(api, booking.id));
    } catch (error) {
      this.#pick.pending = undefined;
      this.#failed(error);
      this.follow();
    }
    this.#render();
  }

  #failed(error: unknown): void {
    const conflicts = conflictsOf(error);
    // Without an answer the seats may be sold: the same key finds out.
    const isUnknown = error instanceof Refusal && error.temporary;
    if (!isUnknown) this.#key.settle();
    if (conflicts) this.#lose(conflicts, "faster");
    else showFailure(error, selling.text(isUnknown ? "unanswered" : "nothingSold"));
  }

  #lose(seats: string[], how: "faster" | "lost"): void {
    const { hall, point } = this.#at;
    this.#pick.putBack(seats);
    showError(selling.text(how, { seats: named(hall(), seats) }));
    point(seats);
  }

  #find({ count, category }: Party): void {
    if (this.#busy) return;
    const { hall, stateOf, point } = this.#at;
    const isFree = (id: string) =>
      stateOf(id) === "free" && (!category || hall().seats.get(id)?.category === category);
    const seats = seatsForParty(hall(), count, isFree);
    showError(seats.length ? "" : selling.text("notFree", { n: count }));
    if (!seats.length) return;
    this.#pick.clear();
    this.#pick.pick(seats);
    point(seats);
  }

  #render(): void {
    const blocked = this.#pick.ids.filter((seat) => this.#at.stateOf(seat) === "blocked").length;
    const sum = { seats: this.#pick.seats, blocked, total: this.#total, currency: this.#at.currency() };
    this.#view.show(sum, this.#busy);
  }

  /** What the picked seats cost: nothing where they are given away. */
  get #total(): number {
    if (this.#view.paid === "free") return 0;
    const { hall } = this.#at;
    return this.#pick.ids.reduce((sum, seat) => sum + hall().priceOf(seat), 0);
  }
}
