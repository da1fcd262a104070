/** The seats that a tool has picked and done nothing with yet. */
import type { Seat, SeatLook, Wanted } from "seatapp";

import type { Surroundings } from "./map-tool.ts";

export class SeatPick {
  readonly #at: Surroundings;
  readonly #changed: () => void;
  readonly #seats = new Set<string>();
  #pending: Wanted | undefined;

  /** `changed` is called after seats were picked or put back. */
  constructor(at: Surroundings, changed: () => void = () => {}) {
    [this.#at, this.#changed] = [at, changed];
  }

  has(seat: string): boolean {
    return this.#seats.has(seat);
  }

  get size(): number {
    return this.#seats.size;
  }

  /** All that was picked, in the order of picking, also what the hall has no more. */
  get all(): string[] {
    return [...this.#seats];
  }

  /** The picked seats that the hall has, in the plan's order. */
  get seats(): Seat[] {
    return this.#at.hall().inOrder([...this.#seats]);
  }

  get ids(): string[] {
    return this.seats.map(({ id }) => id);
  }

  /** What has been asked for all of them together. */
  get pending(): Wanted | undefined {
    return this.#pending;
  }

  set pending(pending: Wanted | undefined) {
    this.#redraw([...this.#seats], () => {
      this.#pending = pending;
    });
  }

  pick(seats: readonly string[]): void {
    this.#change(
      seats.filter((seat) => !this.has(seat)),
      (seat) => this.#seats.add(seat),
    );
  }

  putBack(seats: string[]): void {
    this.#change(
      seats.filter((seat) => this.has(seat)),
      (seat) => this.#seats.delete(seat),
    );
  }

  clear(): void {
    this.putBack([...this.#seats]);
  }

  #change(seats: string[], apply: (seat: string) => void): void {
    if (!seats.length) return;
    this.#redraw(seats, () => seats.forEach(apply));
    this.#changed();
  }

  #redraw(seats: string[], apply: () => void): void {
    const before = new Map(seats.map((seat) => [seat, this.#look(seat)]));
    apply();
    const changes = [...before].map(([seat, look]) => ({ seat, before: look, after: this.#look(seat) }));
    this.#at.changed(changes);
  }

  #look(seat: string): SeatLook {
    const picked = this.has(seat);
    const state = picked ? "mine" : this.#at.stateOf(seat);
    return { state, pending: picked ? this.#pending : undefined, price: undefined };
  }
}
