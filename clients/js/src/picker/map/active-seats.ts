/** The seats that are drawn above the others because they move: the visitor's own, and those that were asked for. */
import type { Hall } from "../../hall.ts";
import type { Seat } from "../../plan.ts";
import type { SeatChange, SeatState, Wanted } from "../../seat-map.ts";

export interface StateSource {
  stateOf(seat: string): SeatState;
  pending(seat: string): Wanted | undefined;
}

export class ActiveSeats {
  readonly mine = new Set<Seat>();
  readonly pending = new Set<Seat>();
  readonly #hall: Hall;

  constructor(hall: Hall, { stateOf, pending }: StateSource) {
    this.#hall = hall;
    for (const [id, seat] of hall.seats) {
      if (stateOf(id) === "mine") this.mine.add(seat);
      if (pending(id)) this.pending.add(seat);
    }
  }

  /** Apply differences; those of several sources may come in turn, as each changes only what it names. */
  apply(changes: readonly SeatChange[]): void {
    for (const { seat: id, before, after } of changes) {
      const seat = this.#hall.seats.get(id);
      if (!seat) continue;
      if (before.state !== after.state) put(this.mine, seat, after.state === "mine");
      if (before.pending !== after.pending) put(this.pending, seat, after.pending !== undefined);
    }
  }
}

function put(set: Set<Seat>, seat: Seat, inside: boolean): void {
  if (inside) set.add(seat);
  else set.delete(seat);
}
