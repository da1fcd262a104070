/** Where a callout is placed: beside a seat, not on it, and wholly in sight. */
import { type Box, overlap } from "./box.ts";

export interface Size {
  width: number;
  height: number;
}

/** `tip` is where along the callout the seat is. At the `edge` the callout belongs to no place in sight. */
export interface Placement {
  x: number;
  y: number;
  side: "above" | "below" | "edge";
  tip: number;
}

const GAP = 12;
const EDGE = 8;
const CORNER = 20;

/**
 * Place a callout within `room`, above the seat or below it; at the room's edge if neither is possible. It leaves
 * `kept`, where buttons are, uncovered.
 */
export function placeCallout(seat: Box | undefined, callout: Size, room: Size, kept?: Box): Placement {
  const placement =
    seat && inSight(seat, room) ? atSeat(seat, callout, room) : atEdge(callout, room, "bottom");
  const { x, y } = placement;
  if (!kept || !overlap({ x, y, ...callout }, kept)) return placement;
  const left = kept.x - GAP - callout.width;
  const beside = left >= EDGE ? left : kept.x + kept.width + GAP;
  return { ...placement, x: beside, tip: clamp(placement.tip + x - beside, CORNER, callout.width - CORNER) };
}

function atSeat(seat: Box, callout: Size, room: Size): Placement {
  const center = seat.x + seat.width / 2;
  const x = clamp(center - callout.width / 2, EDGE, room.width - EDGE - callout.width);
  const tip = clamp(center - x, CORNER, callout.width - CORNER);
  const above = seat.y - GAP - callout.height;
  if (above >= EDGE) return { x, y: above, side: "above", tip };
  const below = seat.y + seat.height + GAP;
  if (below + callout.height + EDGE <= room.height) return { x, y: below, side: "below", tip };
  const inUpperHalf = seat.y + seat.height / 2 < room.height / 2;
  return atEdge(callout, room, inUpperHalf ? "bottom" : "top");
}

function atEdge(callout: Size, room: Size, edge: "top" | "bottom"): Placement {
  const y = edge === "top" ? EDGE : room.height - EDGE - callout.height;
  return { x: (room.width - callout.width) / 2, y, side: "edge", tip: 0 };
}

function inSight({ x, y, width, height }: Box, room: Size): boolean {
  return x + width > 0 && y + height > 0 && x < room.width && y < room.height;
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
