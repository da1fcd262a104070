/** The state of each seat as drawn, so that only what has changed is drawn again. */
import type { Hall } from "../../hall.ts";
import type { Seat } from "../../plan.ts";
import type { SeatState } from "../../seat-map.ts";

type Pending = "mine" | "free" | undefined;

export interface StateSource {
  stateOf(seat: string): SeatState;
  pending(seat: string): Pending;
}

export interface Change {
  seat: Seat;
  before: SeatState;
}

export class SeatStates {
  readonly mine = new Set<Seat>();
  readonly pending = new Set<Seat>();
  readonly #hall: Hall;
  readonly #source: StateSource;
  readonly #states = new Map<string, SeatState>();

  constructor(hall: Hall, source: StateSource) {
    this.#hall = hall;
    this.#source = source;
    this.update(hall.seats.keys());
  }

  of(seat: string): SeatState {
    return this.#states.get(seat) ?? "free";
  }

  /** Take over how these seats stand now; return those whose state is another than it was. */
  update(ids: Iterable<string>): Change[] {
    const changes: Change[] = [];
    for (const id of ids) {
      const seat = this.#hall.seats.get(id);
      if (!seat) continue;
      put(this.pending, seat, this.#source.pending(id) !== undefined);
      const [before, now] = [this.of(id), this.#source.stateOf(id)];
      if (before === now) continue;
      this.#states.set(id, now);
      put(this.mine, seat, now === "mine");
      changes.push({ seat, before });
    }
    return changes;
  }
}

function put(set: Set<Seat>, seat: Seat, inside: boolean): void {
  if (inside) set.add(seat);
  else set.delete(seat);
}
