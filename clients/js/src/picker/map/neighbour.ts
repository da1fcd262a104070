/** Where the arrow keys lead: from seat to seat as they lie, whatever the rows are called. */
import type { Hall, Place, Seat } from "../../plan.ts";

/** How much a seat that lies aside counts as further off. */
const ASIDE = 3;

/** Return the nearest seat from `from` in a direction such as {x: 1, y: 0}; undefined at the edge. */
export function neighbour(seats: Iterable<Seat>, from: Seat, direction: Place): Seat | undefined {
  let found: Seat | undefined;
  let best = Infinity;
  for (const seat of seats) {
    const [dx, dy] = [seat.x - from.x, seat.y - from.y];
    const ahead = dx * direction.x + dy * direction.y;
    const aside = Math.abs(dx * direction.y) + Math.abs(dy * direction.x);
    const cost = ahead + ASIDE * aside;
    if (ahead > 0.5 && aside <= 4 * ahead && cost < best) [found, best] = [seat, cost];
  }
  return found;
}

/** Return the first or the last seat of the row that a seat is in. */
export function rowEnd(hall: Hall, seat: Seat, end: "first" | "last"): Seat {
  const rows = hall.zones.flatMap((zone) => zone.rows);
  const row = rows.find(({ seats }) => seats.includes(seat));
  return row?.seats.at(end === "first" ? 0 : -1) ?? seat;
}
