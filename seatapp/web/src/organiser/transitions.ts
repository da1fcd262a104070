/** What changes of seats mean for a show's sales. */
import type { SeatChange } from "seatapp";

export interface Tally {
  /** How many seats are being chosen that were not before. */
  locked: number;
  /** Whether seats were booked, or booked seats given back. */
  sold: boolean;
}

export function tally(changes: readonly SeatChange[]): Tally {
  const moved = changes.filter(({ before, after }) => before.state !== after.state);
  return {
    locked: moved.filter(({ after }) => after.state === "taken").length,
    sold: moved.some(({ before, after }) => before.state === "booked" || after.state === "booked"),
  };
}
