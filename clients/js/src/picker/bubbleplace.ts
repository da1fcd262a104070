/** Where a bubble lies: at a seat and not on it, and wholly in sight. */

export interface Size {
  width: number;
  height: number;
}

export interface Box extends Size {
  x: number;
  y: number;
}

/** `tip` is where along the bubble the seat is. At the `edge` the bubble belongs to no place in sight. */
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
 * Place a bubble within `room`, above the seat or below it; at the room's edge if neither is possible. It leaves
 * `kept`, where buttons are, uncovered.
 */
export function placeBubble(seat: Box | undefined, bubble: Size, room: Size, kept?: Box): Placement {
  const placement = seat && inSight(seat, room) ? atSeat(seat, bubble, room) : atEdge(bubble, room, "bottom");
  const { x, y } = placement;
  if (!kept || !overlap({ x, y, ...bubble }, kept)) return placement;
  const left = kept.x - GAP - bubble.width;
  const beside = left >= EDGE ? left : kept.x + kept.width + GAP;
  return { ...placement, x: beside, tip: clamp(placement.tip + x - beside, CORNER, bubble.width - CORNER) };
}

function atSeat(seat: Box, bubble: Size, room: Size): Placement {
  const center = seat.x + seat.width / 2;
  const x = clamp(center - bubble.width / 2, EDGE, room.width - EDGE - bubble.width);
  const tip = clamp(center - x, CORNER, bubble.width - CORNER);
  const above = seat.y - GAP - bubble.height;
  if (above >= EDGE) return { x, y: above, side: "above", tip };
  const below = seat.y + seat.height + GAP;
  if (below + bubble.height + EDGE <= room.height) return { x, y: below, side: "below", tip };
  const inUpperHalf = seat.y + seat.height / 2 < room.height / 2;
  return atEdge(bubble, room, inUpperHalf ? "bottom" : "top");
}

function atEdge(bubble: Size, room: Size, edge: "top" | "bottom"): Placement {
  const y = edge === "top" ? EDGE : room.height - EDGE - bubble.height;
  return { x: (room.width - bubble.width) / 2, y, side: "edge", tip: 0 };
}

function overlap(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

function inSight({ x, y, width, height }: Box, room: Size): boolean {
  return x + width > 0 && y + height > 0 && x < room.width && y < room.height;
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
