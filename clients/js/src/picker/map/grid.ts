/** A spatial index of seats, so that drawing and hit tests look at few of them. */
import type { Place, Seat } from "../../plan.ts";
import { type Box, grow } from "../ui/box.ts";

const RADII_A_CELL = 20;
const ROW = 2 ** 26; // more cells than are side by side

export class Grid {
  readonly #cells = new Map<number, Seat[]>();
  readonly #size: number;
  /** The radius of the largest seat. */
  readonly radius: number;

  constructor(seats: Iterable<Seat>) {
    const all = [...seats];
    this.radius = all.reduce((most, { radius }) => Math.max(most, radius), 1);
    this.#size = this.radius * RADII_A_CELL;
    for (const seat of all) {
      const key = this.#key(this.#index(seat.x), this.#index(seat.y));
      const cell = this.#cells.get(key);
      if (cell) cell.push(seat);
      else this.#cells.set(key, [seat]);
    }
  }

  /** Give the seats of each cell that a box touches; some may lie outside of the box. */
  *cells(box: Box): Generator<readonly Seat[]> {
    const { x, y, width, height } = grow(box, this.radius);
    for (let row = this.#index(y); row <= this.#index(y + height); row++) {
      for (let column = this.#index(x); column <= this.#index(x + width); column++) {
        const cell = this.#cells.get(this.#key(column, row));
        if (cell) yield cell;
      }
    }
  }

  /** Return the seat at a place, or the nearest whose edge is no further off than `reach`. */
  nearest({ x, y }: Place, reach: number): Seat | undefined {
    let found: Seat | undefined;
    let best = reach;
    for (const cell of this.cells(grow({ x, y, width: 0, height: 0 }, reach))) {
      for (const seat of cell) {
        const distance = Math.hypot(seat.x - x, seat.y - y) - seat.radius;
        if (distance <= best) [found, best] = [seat, distance];
      }
    }
    return found;
  }

  #index(along: number): number {
    return Math.floor(along / this.#size);
  }

  /** Numbers, not texts: a stadium's seats ask for theirs one by one. */
  #key(column: number, row: number): number {
    return row * ROW + column;
  }
}
