/** What is done to some seats of a booking by clicks on the map, begun on a seat's panel. */
import { Refusal, type Wanted } from "seatapp";

import type { SoldBooking } from "./api.ts";
import { part } from "./dom.ts";
import { conflictsOf, showError, showFailure } from "./error-banner.ts";
import { named, price } from "./format.ts";
import type { MapTool, Surroundings } from "./map-tool.ts";
import { SeatPick } from "./seat-pick.ts";
import { type Task, TaskPanel } from "./task-panel.ts";
import { task } from "./task-words.ts";

/** For how long it is tried again when no answer comes, ms: what was done already is answered as it was. */
export const ANSWER_MS = 20_000;

/** Called when it is over, with a seat to show and what was done, "" for nothing. */
export type End = (seat: string, done: string) => void;

export abstract class BookingTask implements MapTool {
  readonly panel: HTMLElement;
  protected readonly at: Surroundings;
  protected readonly pick: SeatPick;
  protected booking: SoldBooking | undefined;
  readonly #view: TaskPanel;
  readonly #end: End;

  constructor(name: string, surroundings: Surroundings, end: End) {
    this.panel = part(`panel="${name}"`);
    [this.at, this.#end] = [surroundings, end];
    this.pick = new SeatPick(surroundings, () => this.render());
    this.#view = new TaskPanel(this.panel, {
      act: () => void this.#act(),
      all: () => this.booking && !this.busy && this.take(this.booking.seats),
      stop: () => this.#stop(),
    });
  }

  /** Begin with these seats of the booking. */
  begin(booking: SoldBooking, seats: string[]): void {
    this.booking = booking;
    this.take(seats);
    this.panel.focus({ preventScroll: true });
    part("map").scrollIntoView({ block: "nearest" }); // on a phone it is above what was pressed
  }

  abstract press(seat: string): void;
  abstract pressable(seat: string): boolean;
  abstract word(seat: string): string | undefined;

  picked(seat: string): boolean {
    return this.pick.has(seat);
  }

  pending(seat: string): Wanted | undefined {
    return this.picked(seat) ? this.pick.pending : undefined;
  }

  follow(): void {
    if (this.busy || !this.booking) return; // what is being changed looks different by that
    if (this.booking.seats.every((seat) => this.at.stateOf(seat) === "booked")) {
      this.render();
    } else {
      showError(task.text("changed"));
      this.#stop();
    }
  }

  leave(): void {
    this.booking = undefined;
    this.pick.clear();
  }

  protected get busy(): boolean {
    return this.pick.pending !== undefined;
  }

  /** Have these seats of the booking be what it is about. */
  protected abstract take(seats: readonly string[]): void;

  protected abstract describe(booking: SoldBooking): Omit<Task, "booking" | "busy">;

  /** Send it to the server; return what was done, and a seat of it. */
  protected abstract send(booking: SoldBooking): Promise<{ done: string; seat: string }>;

  protected abstract readonly nothing: string;

  protected render(): void {
    const { booking, busy } = this;
    if (booking) this.#view.show({ booking, busy, ...this.describe(booking) });
  }

  async #act(): Promise<void> {
    const { booking } = this;
    if (!booking || this.busy || !this.describe(booking).ready) return;
    this.#wait("mine");
    try {
      const { done, seat } = await this.send(booking);
      this.#wait(undefined);
      showError("");
      this.#end(seat, done);
    } catch (error) {
      this.#wait(undefined);
      this.#failed(error);
    }
  }

  #wait(wanted: Wanted | undefined): void {
    this.pick.pending = wanted;
    this.render();
  }

  #failed(error: unknown): void {
    const conflicts = conflictsOf(error);
    if (conflicts) {
      const faster = task.text("faster", { seats: named(this.at.hall(), conflicts) });
      showError(`${this.nothing} ${faster}`);
      this.pick.putBack(conflicts);
    } else if (error instanceof Refusal && error.temporary) {
      showFailure(error, task.text("unanswered"));
      this.#stop();
    } else {
      showFailure(error, this.nothing);
    }
    this.follow();
  }

  #stop(): void {
    const [seat] = this.booking?.seats ?? [];
    if (seat !== undefined && !this.busy) this.#end(seat, "");
  }
}

/** What these seats of a booking were sold for. */
export function worth({ items }: SoldBooking, seats: readonly string[]): number {
  return items
    .filter(({ seat }) => seat !== undefined && seats.includes(seat))
    .reduce((sum, { price }) => sum + price, 0);
}

/** Write what is to pay, or below 0 to pay back. */
export function sumOf(amount: number, currency: string): string {
  if (!amount) return task.text("nothingToPay");
  return task.text(amount > 0 ? "toPay" : "toPayBack", { amount: price(Math.abs(amount), currency) });
}
