/** The seat that an arrow key leads to, by position, whatever the rows are called. */

import type { Hall } from "../../hall.ts";
import type { Place, Seat } from "../../plan.ts";
import { rowOf } from "../../seats/neighbours.ts";
import { around, type Box } from "../ui/box.ts";

/** How much a seat that lies aside counts as further off: usually, and in a row that is to be followed or left. */
const ASIDE = { usually: 3, followed: 1, left: 6 };
/** How much flatter than steep a row is that runs from left to right, be it bent. */
const FLAT = 0.8;

/** Return the nearest seat from `from` in a direction such as {x: 1, y: 0}; undefined at the edge. */
export function neighbour(seats: Iterable<Seat>, from: Seat, direction: Place): Seat | undefined {
  let found: Seat | undefined;
  let best = Infinity;
  for (const seat of seats) {
    const [dx, dy] = [seat.x - from.x, seat.y - from.y];
    const ahead = dx * direction.x + dy * direction.y;
    const aside = Math.abs(dx * direction.y) + Math.abs(dy * direction.x);
    const cost = ahead + weight(from, seat, direction) * aside;
    if (ahead > 0.5 && aside <= 4 * ahead && cost < best) [found, best] = [seat, cost];
  }
  return found;
}

function weight(from: Seat, to: Seat, direction: Place): number {
  const inRow = from.row === to.row && from.zone === to.zone;
  const isFlat = Math.abs(to.x - from.x) >= FLAT * Math.abs(to.y - from.y);
  if (!inRow || !isFlat) return ASIDE.usually;
  return direction.x ? ASIDE.followed : ASIDE.left;
}

/** Return the left or the right end of the row that a seat is in; of one that runs down, the upper or the lower. */
export function rowEnd(hall: Hall, seat: Seat, end: "first" | "last"): Seat {
  const row = rowOf(hall, seat);
  const box = around(row) as Box;
  const axis = box.width >= box.height ? "x" : "y";
  const sorted = [...row].sort((a, b) => a[axis] - b[axis]);
  return sorted.at(end === "first" ? 0 : -1) ?? seat;
}
