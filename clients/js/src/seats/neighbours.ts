/**
 * Which seats are side by side: those of a row that lie next to each other, whatever their numbers and the plan's
 * order are. A row is what a zone has under one label, in one list of seats or several.
 */

import type { Hall } from "../hall.ts";
import type { Place, PlacedArea, Seat, Zone } from "../plan.ts";
import { areasAround, boundsOf, covers } from "../show/areas.ts";

const AISLE = 1.6; // so many times the usual distance apart, and seats are not neighbours
const LONE_RADII = 4; // of a row that has but two, seats further apart than this are two ends
const BEND = -0.25; // the cosine of the sharpest bend of a row, seen from a seat: about a right angle
const BEND_AT_TABLE = 0.55; // and of seats around a table

/** What lines are found in: a hall, or its parts. */
interface Zones {
  readonly zones: readonly Zone[];
  readonly areas: readonly PlacedArea[];
}

/** Seats in which each is the neighbour of the next; the last is the first's too where they are a `ring`. */
export interface Line {
  seats: Seat[];
  ring: boolean;
}

interface Pair {
  seats: [Seat, Seat];
  length: number;
  /** Whether they are of two lists: one may go on where the other ends. */
  joins: boolean;
  /** How many are between them in the plan, more or less. */
  between: number;
}

/** The seats of a row, and its lines of neighbours, which are found when they are first asked for. */
export class HallRow {
  readonly seats: readonly Seat[];
  readonly zone: string;
  readonly bounds: ReturnType<typeof boundsOf>;
  readonly #lists: Seat[][];
  readonly #areas: readonly PlacedArea[];
  #lines: Line[] | undefined;

  constructor(zone: string, lists: Seat[][], areas: readonly PlacedArea[]) {
    [this.zone, this.#lists, this.#areas] = [zone, lists, areas];
    this.seats = lists.flat();
    this.bounds = boundsOf(this.seats);
  }

  get lines(): Line[] {
    this.#lines ??= linesIn(this.#lists, this.#areas);
    return this.#lines;
  }
}

/** Return the hall's rows, in the plan's order. A hall does not change, so they are found once. */
export function hallRows(hall: Zones): HallRow[] {
  const known = found.get(hall);
  if (known) return known;
  const rows = hall.zones.flatMap((zone) => {
    const around = areasAround(
      hall.areas,
      zone.rows.flatMap(({ seats }) => seats),
    );
    return rowsOf(zone).map((lists) => new HallRow(zone.name, lists, around));
  });
  found.set(hall, rows);
  return rows;
}

const found = new WeakMap<Zones, HallRow[]>();

/** Return a zone's rows, each as the lists of seats that the plan has of it. */
export function rowsOf({ rows }: Zone): Seat[][][] {
  const lists = new Map<unknown, Seat[][]>();
  for (const row of rows) {
    const key = row.label || row; // without a label, each list is a row of its own
    lists.set(key, [...(lists.get(key) ?? []), row.seats]);
  }
  return [...lists.values()];
}

/** Return the row that a seat is in: all that its zone has under that label. */
export function rowOf({ zones }: Hall, seat: Seat): Seat[] {
  const rows = zones.filter(({ name }) => name === seat.zone).flatMap(rowsOf);
  return rows.find((lists) => lists.some((seats) => seats.includes(seat)))?.flat() ?? [seat];
}

/** Join the seats of a row to lines: the closest first, each to two at most, and not across an aisle or a table. */
export function linesIn(lists: Seat[][], allAreas: readonly PlacedArea[]): Line[] {
  const seats = lists.flat();
  const areas = areasAround(allAreas, seats);
  const mayBend = isAroundTable(seats, areas) ? BEND_AT_TABLE : BEND;
  const beside = new Map<Seat, Seat[]>(seats.map((seat) => [seat, []]));
  for (const {
    seats: [one, other],
    joins,
  } of pairsIn(lists)) {
    const [left, right] = [beside.get(one) ?? [], beside.get(other) ?? []];
    if (left.length > 1 || right.length > 1 || isAcross(one, other, areas)) continue;
    const most = joins ? BEND : mayBend;
    if (left.some((seat) => bend(one, seat, other) > most)) continue;
    if (right.some((seat) => bend(other, seat, one) > most)) continue;
    left.push(other);
    right.push(one);
  }
  return walk(seats, beside);
}

/** Pairs that are near enough to be neighbours: within the lists first, and the closest first. */
function pairsIn(lists: Seat[][]): Pair[] {
  const reach = reachOf(lists);
  const places = lists.flatMap((list) => list.map((seat, index) => ({ seat, list, index })));
  const sorted = places.sort((a, b) => a.seat.x - b.seat.x);
  const pairs: Pair[] = [];
  // Not `entries()`, here and below: libraries of pages make it something else.
  sorted.forEach((one, first) => {
    for (let at = first + 1; at < sorted.length; at++) {
      const other = sorted[at] as (typeof sorted)[number];
      if (other.seat.x - one.seat.x > reach) break;
      const length = distance(one.seat, other.seat);
      const between = Math.abs(one.index - other.index);
      const pair: Pair["seats"] = one.index < other.index ? [one.seat, other.seat] : [other.seat, one.seat];
      if (length <= reach) pairs.push({ seats: pair, length, joins: one.list !== other.list, between });
    }
  });
  return pairs.sort(
    (a, b) =>
      Number(a.joins) - Number(b.joins) ||
      Math.round(a.length) - Math.round(b.length) ||
      a.between - b.between,
  );
}

/** How far apart neighbours may be: somewhat more than most seats of the row are from the one nearest to them. */
function reachOf(lists: Seat[][]): number {
  const several = lists.filter((list) => list.length > 1);
  const steps = (several.length ? several : [lists.flat()]).flatMap(nearestSteps).sort((a, b) => a - b);
  const reach = AISLE * (steps[(steps.length - 1) >> 1] ?? 0);
  const most = LONE_RADII * (lists.flat()[0]?.radius ?? 0);
  return lists.every(({ length }) => length < 3) ? Math.min(reach, most) : reach;
}

/** How far each seat of a list is from the nearest other one. */
function nearestSteps(list: Seat[]): number[] {
  const seats = [...list].sort((a, b) => a.x - b.x);
  return seats.map((seat, index) => {
    let least = Infinity;
    for (const step of [-1, 1]) {
      for (let at = index + step; at >= 0 && at < seats.length; at += step) {
        const other = seats[at] as Seat;
        if (Math.abs(other.x - seat.x) >= least) break;
        least = Math.min(least, distance(seat, other));
      }
    }
    return least;
  });
}

function isAroundTable(seats: Seat[], areas: readonly PlacedArea[]): boolean {
  const middle = middleOf(seats);
  return areas.some((area) => covers(area, middle) && !seats.some((seat) => covers(area, seat)));
}

/** Return whether something stands between two seats that neither is on: a table, not a floor. */
function isAcross(one: Seat, other: Seat, areas: readonly PlacedArea[]): boolean {
  const middle = middleOf([one, other]);
  return areas.some((area) => covers(area, middle) && !covers(area, one) && !covers(area, other));
}

/** The cosine of the angle at a seat between two others: -1 where the three are in a straight line. */
function bend(at: Place, one: Place, other: Place): number {
  const [ax, ay, bx, by] = [one.x - at.x, one.y - at.y, other.x - at.x, other.y - at.y];
  return (ax * bx + ay * by) / (Math.hypot(ax, ay) * Math.hypot(bx, by) || 1);
}

/** Follow the neighbours from each end of a line; what has no end is a ring. */
function walk(seats: Seat[], beside: Map<Seat, Seat[]>): Line[] {
  const seen = new Set<Seat>();
  const lines: Line[] = [];
  const ends = seats.filter((seat) => (beside.get(seat)?.length ?? 0) < 2);
  [...ends, ...seats].forEach((start, index) => {
    const line: Seat[] = [];
    for (let seat: Seat | undefined = start; seat && !seen.has(seat); ) {
      seen.add(seat);
      line.push(seat);
      seat = beside.get(seat)?.find((next) => !seen.has(next));
    }
    if (line.length) lines.push({ seats: line, ring: index >= ends.length && line.length > 2 });
  });
  return lines;
}

/** The middle of the box around the places. */
export function middleOf(places: readonly Place[]): Place {
  const { left, top, right, bottom } = boundsOf(places);
  return { x: (left + right) / 2, y: (top + bottom) / 2 };
}

function distance(a: Place, b: Place): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
