/** Draws what holds the seats of a table together that is sold as a whole. */
import type { Hall } from "../../hall.ts";
import type { Place, Seat } from "../../plan.ts";
import { around, type Box, overlap } from "../ui/box.ts";
import type { Pen } from "./draw-seats.ts";

const REACH = 1.5; // how far around its seats, in their radius
const CORNERS = 16; // of the circle around each

export interface TableShape {
  box: Box;
  path: Path2D;
}

export function tablesOf(hall: Hall): TableShape[] {
  return [...hall.tables.values()].flatMap(({ seats, whole }) => (whole ? (shapeAround(seats) ?? []) : []));
}

export function drawTables({ context, theme }: Pen, tables: readonly TableShape[], region: Box): void {
  context.fillStyle = theme.colors.line;
  for (const { box, path } of tables) if (overlap(box, region)) context.fill(path);
}

function shapeAround(seats: readonly Seat[]): TableShape | undefined {
  const corners = hullOf(seats.flatMap(circleAround));
  const box = around(corners);
  if (!box) return undefined;
  const path = new Path2D();
  for (const { x, y } of corners) path.lineTo(x, y);
  path.closePath();
  return { box, path };
}

function circleAround({ x, y, radius }: Seat): Place[] {
  return Array.from({ length: CORNERS }, (_, index) => {
    const angle = (2 * Math.PI * index) / CORNERS;
    return { x: x + REACH * radius * Math.cos(angle), y: y + REACH * radius * Math.sin(angle) };
  });
}

/** Return the corners of the smallest convex shape around these places, in order. */
export function hullOf(places: readonly Place[]): Place[] {
  const sorted = [...places].sort((a, b) => a.x - b.x || a.y - b.y);
  return [...halfOf(sorted), ...halfOf(sorted.reverse())];
}

/** The corners of one side, without the last, with which the other side begins. */
function halfOf(sorted: readonly Place[]): Place[] {
  const half: Place[] = [];
  for (const place of sorted) {
    while (half.length > 1 && turn(half.at(-2) as Place, half.at(-1) as Place, place) <= 0) half.pop();
    half.push(place);
  }
  return half.slice(0, -1);
}

/** Above 0 where the way from one by another to a third turns to one side, below 0 to the other. */
function turn(one: Place, other: Place, third: Place): number {
  return (other.x - one.x) * (third.y - one.y) - (other.y - one.y) * (third.x - one.x);
}
