/** Seats next to each other. */
import type { Hall, Place, PlacedArea, Row, Seat } from "./plan.ts";

// In front of a screen the middle of the hall is best, so a screen is none.
const FRONT = /stage|bühne|scène|escenario/i;
const AISLE = 1.6; // so many times the usual distance apart, and seats are not neighbours

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
    const cost: Cost = [strangeness(seats, near), distance(middle(seats), goals)];
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

function* groups(hall: Hall, count: number, fits: (seat: Seat) => boolean): Generator<Seat[]> {
  if (count < 1) return;
  for (const { rows } of hall.zones) {
    for (const row of rows) {
      for (const run of runs(row, fits)) {
        for (let end = count; end <= run.length; end++) yield run.slice(end - count, end);
      }
    }
  }
}

/** Yield the row's longest stretches of neighbours that all fit. */
function* runs({ seats }: Row, fits: (seat: Seat) => boolean): Generator<Seat[]> {
  const reach = usualStep(seats) * AISLE;
  let run: Seat[] = [];
  for (const seat of seats) {
    const last = run.at(-1);
    if (last && (!fits(seat) || distance(seat, [last]) > reach)) {
      yield run;
      run = [];
    }
    if (fits(seat)) run.push(seat);
  }
  if (run.length) yield run;
}

/** The distance between neighbours in this row: that of most; a row of two may be two ends. */
function usualStep(seats: Seat[]): number {
  const steps = seats.slice(1).map((seat, index) => distance(seat, [seats[index] as Seat]));
  const usual = steps.sort((a, b) => a - b)[Math.floor((steps.length - 1) / 2)] ?? 0;
  return steps.length > 1 ? usual : Math.min(usual, (seats[0]?.radius ?? 0) * 4);
}

/** Where the show happens; without a stage, the middle of the seats. */
function fronts(hall: Hall): Place[] {
  const areas = hall.areas.filter(({ area }) => FRONT.test(area.text?.text ?? "")).map(centre);
  return areas.length ? areas : [middle([...hall.seats.values()])];
}

function centre({ area, x, y }: PlacedArea): Place {
  const { rectangle, polygon } = area;
  if (area.shape === "rectangle" && rectangle) {
    return { x: x + rectangle.width / 2, y: y + rectangle.height / 2 };
  }
  const points = area.shape === "polygon" ? (polygon?.points ?? []) : [];
  const { x: dx, y: dy } = points.length ? middle(points) : { x: 0, y: 0 };
  return { x: x + dx, y: y + dy };
}

/** The middle of the box around the places. */
function middle(places: Place[]): Place {
  const xs = places.map(({ x }) => x);
  const ys = places.map(({ y }) => y);
  const half = (values: number[]) => (Math.min(...values) + Math.max(...values)) / 2;
  return { x: half(xs), y: half(ys) };
}

/** How far it is from here to the nearest of the goals. */
function distance(here: Place, goals: Place[]): number {
  return Math.min(...goals.map(({ x, y }) => Math.hypot(x - here.x, y - here.y)));
}
