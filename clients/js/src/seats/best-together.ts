/** Seats next to each other. */

import type { Hall } from "../hall.ts";
import type { Place, PlacedArea, Seat } from "../plan.ts";
import { type HallRow, hallRows, middleOf } from "./neighbours.ts";

// In front of a screen the middle of the hall is best, so a screen is none.
const FRONT = /stage|bühne|scène|escenario/i;

export interface Wish {
  count: number;
  /** The seat to be near to; without it, the front's middle. */
  near?: Seat | undefined;
  isFree(seat: string): boolean;
}

/**
 * Return `count` free seats next to each other in a row: of the zone and category of `near` where that can be,
 * and near to it; else nearest to the stage, or to the hall's middle where there is none. [] if there are none.
 */
export function together(hall: Hall, { count, near, isFree }: Wish): string[] {
  const goals = near ? [near] : fronts(hall);
  let best: Seat[] = [];
  let least: Cost = [Infinity, Infinity, Infinity];
  for (const { row, bound } of nearestRows(hall, near, goals)) {
    if (isLess(least, bound)) break;
    for (const seats of groups(row, count, (seat) => isFree(seat.id) && suits(seat, near))) {
      const cost: Cost = [strangeness(seats, near), distance(middleOf(seats), goals), bound[2]];
      if (isLess(cost, least)) [best, least] = [seats, cost];
    }
  }
  return best.map(({ id }) => id);
}

/** How unlike what was wished for, then how far away, then where in the plan. */
type Cost = [number, number, number];

function isLess(one: Cost, other: Cost): boolean {
  if (one[0] !== other[0]) return one[0] < other[0];
  return one[1] !== other[1] ? one[1] < other[1] : one[2] < other[2];
}

/** Return the rows with what their seats cost at least, the least first: of a large hall few need to be looked at. */
function nearestRows(hall: Hall, near: Seat | undefined, goals: Place[]): { row: HallRow; bound: Cost }[] {
  const rows = hallRows(hall).map((row, index) => {
    const { left, top, right, bottom } = row.bounds;
    const across = (x: number) => Math.max(left - x, 0, x - right);
    const down = (y: number) => Math.max(top - y, 0, y - bottom);
    const nearest = Math.min(...goals.map(({ x, y }) => Math.hypot(across(x), down(y))));
    const bound: Cost = [Number(near !== undefined && row.zone !== near.zone), nearest, index];
    return { row, bound };
  });
  return rows.sort((a, b) => (isLess(a.bound, b.bound) ? -1 : 1));
}

/** A wheelchair place is for who asks for one. */
function suits(seat: Seat, near: Seat | undefined): boolean {
  return !seat.wheelchair || Boolean(near?.wheelchair);
}

function strangeness(seats: Seat[], near: Seat | undefined): number {
  if (!near) return 0;
  const others = seats.filter(({ category }) => category !== near.category).length;
  return others * 2 + Number(seats[0]?.zone !== near.zone);
}

/** Yield every `count` neighbours of a row that all fit. */
function* groups(row: HallRow, count: number, fits: (seat: Seat) => boolean): Generator<Seat[]> {
  if (count < 1 || row.seats.filter(fits).length < count) return;
  for (const { seats, ring } of row.lines) {
    const line = ring && count < seats.length ? [...seats, ...seats.slice(0, count - 1)] : seats;
    let fitting = 0;
    let end = 0;
    for (const seat of line) {
      end += 1;
      fitting = fits(seat) ? fitting + 1 : 0;
      if (fitting >= count) yield line.slice(end - count, end);
    }
  }
}

/** Where the show happens; without a stage, the middle of the seats. */
function fronts(hall: Hall): Place[] {
  const areas = hall.areas.filter(({ area }) => FRONT.test(area.text?.text ?? "")).map(centre);
  return areas.length ? areas : [middleOf([...hall.seats.values()])];
}

function centre({ area, x, y }: PlacedArea): Place {
  const { rectangle, polygon } = area;
  if (area.shape === "rectangle" && rectangle) {
    return { x: x + rectangle.width / 2, y: y + rectangle.height / 2 };
  }
  const points = area.shape === "polygon" ? (polygon?.points ?? []) : [];
  const { x: dx, y: dy } = points.length ? middleOf(points) : { x: 0, y: 0 };
  return { x: x + dx, y: y + dy };
}

/** How far it is from here to the nearest of the goals. */
function distance(here: Place, goals: Place[]): number {
  return Math.min(...goals.map(({ x, y }) => Math.hypot(x - here.x, y - here.y)));
}
