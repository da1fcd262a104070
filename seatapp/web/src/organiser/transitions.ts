/** Detects what has changed between two states of the seats. */
import type { SeatState } from "seatapp";

export interface Changes {
  /** How many seats are being chosen that were not before. */
  locked: number;
  /** Whether seats were booked, or booked seats given back. */
  sold: boolean;
}

export class Transitions {
  readonly #before = new Map<string, SeatState>();
  readonly #stateOf: (seat: string) => SeatState;

  constructor(seats: Iterable<string>, stateOf: (seat: string) => SeatState) {
    this.#stateOf = stateOf;
    for (const seat of seats) this.#before.set(seat, stateOf(seat));
  }

  /** Return what has happened to these seats since they were last looked at. */
  of(seats: Iterable<string>): Changes {
    const changes = { locked: 0, sold: false };
    for (const seat of seats) {
      const before = this.#before.get(seat);
      const after = this.#stateOf(seat);
      this.#before.set(seat, after);
      if (before === after) continue;
      if (after === "taken") changes.locked += 1;
      if (before === "booked" || after === "booked") changes.sold = true;
    }
    return changes;
  }
}
