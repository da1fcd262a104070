/** Draws the plan's areas (stages, walls, floors), as paths that are built once. */
import type { Place, PlacedArea, PlanArea } from "../../plan.ts";
import { around, type Box, grow, overlap } from "../ui/box.ts";
import type { Theme } from "./theme.ts";

const BORDER_PX = 1;
/** How many corners are drawn before others get their turn: curve tools give outlines of thousands. */
const PORTION = 3000;

export interface Shape {
  box: Box;
  path: Path2D;
  area: PlanArea;
  /** How many corners it has, more or less. */
  corners: number;
}

/** A word on the plan. `room` is how wide it may become where it is enlarged to stay readable; 0: it is not. */
export interface Word extends Place {
  text: string;
  /** In the plan's units. */
  size: number;
  color: string | undefined;
  /** In degrees, clockwise. */
  rotation: number;
  room: number;
}

/** Return an area's outline; undefined for words and shapes without a size. */
export function shapeOf({ area, x, y }: PlacedArea): Shape | undefined {
  const outline = OUTLINES[area.shape ?? "text"]?.(area);
  if (!outline) return undefined;
  const turn = new DOMMatrix().translate(x, y).rotate(area.rotation ?? 0);
  const path = new Path2D();
  path.addPath(outline.path, turn);
  const corners = outline.corners.map((corner) => turn.transformPoint(corner));
  const box = around(corners);
  return box && { box: grow(box, 2), path, area, corners: corners.length };
}

export function wordOf({ area, x, y }: PlacedArea): Word | undefined {
  const { text, color, size = 16, position = { x: 0, y: 0 } } = area.text ?? {};
  if (!text) return undefined;
  const rotation = area.rotation ?? 0;
  const place = new DOMMatrix().translate(x, y).rotate(rotation).transformPoint(position);
  return { text, x: place.x, y: place.y, size, color, rotation, room: 0 };
}

/** Draw the shapes that a region touches, in portions; `px` is a CSS pixel in the plan's units. */
export function* drawAreas(
  context: CanvasRenderingContext2D,
  shapes: readonly Shape[],
  region: Box,
  theme: Theme,
  px: number,
): Generator<void> {
  let drawn = 0;
  for (const { box, path, area, corners } of shapes) {
    if (!overlap(box, region)) continue;
    if (drawn >= PORTION) {
      drawn = 0;
      yield;
    }
    drawn += corners;
    context.lineWidth = BORDER_PX * px;
    context.lineJoin = "round";
    const [fill, stroke] = [theme.area(area.color), theme.area(area.border_color)];
    if (fill) {
      context.fillStyle = fill;
      context.fill(path);
    }
    if (stroke) {
      context.strokeStyle = stroke;
      context.stroke(path);
    }
  }
}

interface Outline {
  path: Path2D;
  corners: Place[];
}

const OUTLINES: Record<string, (area: PlanArea) => Outline | undefined> = {
  rectangle: ({ rectangle }) => {
    if (!rectangle) return undefined;
    const { width, height } = rectangle;
    const path = new Path2D();
    path.rect(0, 0, width, height);
    return { path, corners: boxCorners({ x: 0, y: 0, width, height }) };
  },
  circle: ({ circle }) => circle && ellipse(circle.radius, circle.radius),
  ellipse: (area) => area.ellipse && ellipse(area.ellipse.radius.x, area.ellipse.radius.y),
  polygon: ({ polygon }) => {
    if (!polygon?.points.length) return undefined;
    const path = new Path2D();
    for (const { x, y } of polygon.points) path.lineTo(x, y);
    path.closePath();
    return { path, corners: polygon.points };
  },
};

function ellipse(x: number, y: number): Outline {
  const path = new Path2D();
  path.ellipse(0, 0, x, y, 0, 0, 2 * Math.PI);
  return { path, corners: boxCorners({ x: -x, y: -y, width: 2 * x, height: 2 * y }) };
}

function boxCorners({ x, y, width, height }: Box): Place[] {
  return [0, 1].flatMap((i) => [0, 1].map((j) => ({ x: x + i * width, y: y + j * height })));
}
