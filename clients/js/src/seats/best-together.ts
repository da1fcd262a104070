/** Seats next to each other. */

import type { Hall } from "../hall.ts";
import type { Place, PlacedArea, Seat } from "../plan.ts";
import { linesOf, middleOf } from "./neighbours.ts";

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
  let least: Cost = [Infinity, Infinity];
  for (const seats of groups(hall, count, (seat) => isFree(seat.id) && suits(seat, near))) {
    const cost: Cost = [strangeness(seats, near), distance(middleOf(seats), goals)];
    if (cost[0] > least[0] || (cost[0] === least[0] && cost[1] >= least[1])) continue;
    best = seats;
    least = cost;
  }
  return best.map(({ id }) => id);
}

/** How unlike what was wished for, and then how far away. */
type Cost = [number, number];

/** A wheelchair place is for who asks for one. */
function suits(seat: Seat, near: Seat | undefined): boolean {
  return !seat.wheelchair || Boolean(near?.wheelchair);
}

function strangeness(seats: Seat[], near: Seat | undefined): number {
  if (!near) return 0;
  const others = seats.filter(({ category }) => category !== near.category).length;
  return others * 2 + Number(seats[0]?.zone !== near.zone);
}

/** Yield every `count` neighbours that all fit. */
function* groups(hall: Hall, count: number, fits: (seat: Seat) => boolean): Generator<Seat[]> {
  if (count < 1) return;
  for (const { seats, ring } of linesOf(hall)) {
    const line = ring && count < seats.length ? [...seats, ...seats.slice(0, count - 1)] : seats;
    let fitting = 0;
    for (const [index, seat] of line.entries()) {
      fitting = fits(seat) ? fitting + 1 : 0;
      if (fitting >= count) yield line.slice(index + 1 - count, index + 1);
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
