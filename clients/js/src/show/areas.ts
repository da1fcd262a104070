/** What lies within the areas of a plan: arithmetic on their shapes. */
import type { Place, PlacedArea, PlanArea } from "../plan.ts";

interface Bounds {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Return those of the areas that may cover something between these places: a large hall has hundreds. */
export function areasAround(areas: readonly PlacedArea[], places: readonly Place[]): PlacedArea[] {
  const { left, top, right, bottom } = boundsOf(places);
  return areas.filter((area) => {
    const bounds = boundsOfArea(area);
    return bounds.left <= right && bounds.right >= left && bounds.top <= bottom && bounds.bottom >= top;
  });
}

/** Return whether a place is within an area's shape; words have none. */
export function covers({ area, x, y }: PlacedArea, place: Place): boolean {
  const turn = (-(area.rotation ?? 0) * Math.PI) / 180;
  const [dx, dy] = [place.x - x, place.y - y];
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  return SHAPES[area.shape ?? "text"]?.(area, dx * cos - dy * sin, dx * sin + dy * cos) ?? false;
}

const SHAPES: Record<string, (area: PlanArea, x: number, y: number) => boolean | undefined> = {
  rectangle: ({ rectangle }, x, y) =>
    rectangle && x >= 0 && y >= 0 && x <= rectangle.width && y <= rectangle.height,
  circle: ({ circle }, x, y) => circle && Math.hypot(x, y) <= circle.radius,
  ellipse: ({ ellipse }, x, y) => ellipse && Math.hypot(x / ellipse.radius.x, y / ellipse.radius.y) <= 1,
  polygon: ({ polygon }, x, y) => polygon && isInside(polygon.points, x, y),
};

const known = new WeakMap<PlacedArea, Bounds>();

function boundsOfArea(placed: PlacedArea): Bounds {
  const bounds = known.get(placed) ?? boundsOf(turnedCornersOf(placed));
  known.set(placed, bounds);
  return bounds;
}

function turnedCornersOf({ area, x, y }: PlacedArea): Place[] {
  const turn = ((area.rotation ?? 0) * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  return cornersOf(area).map((at) => ({
    x: x + at.x * cos - at.y * sin,
    y: y + at.x * sin + at.y * cos,
  }));
}

/** Return corners that an area's shape lies between, from its place; none for words. */
function cornersOf({ shape, rectangle, circle, ellipse, polygon }: PlanArea): Place[] {
  if (shape === "polygon") return polygon?.points ?? [];
  if (shape === "rectangle" && rectangle) return box(0, 0, rectangle.width, rectangle.height);
  const { x, y } = (shape === "ellipse" && ellipse?.radius) || { x: 0, y: 0 };
  if (shape === "ellipse") return box(-x, -y, x, y);
  const radius = (shape === "circle" && circle?.radius) || 0;
  return radius ? box(-radius, -radius, radius, radius) : [];
}

function box(left: number, top: number, right: number, bottom: number): Place[] {
  return [left, right].flatMap((x) => [top, bottom].map((y) => ({ x, y })));
}

/** Not by `Math.min(...)`: the seats of a stadium are more arguments than a call can have. */
export function boundsOf(places: readonly Place[]): Bounds {
  const bounds = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const { x, y } of places) {
    bounds.left = Math.min(bounds.left, x);
    bounds.top = Math.min(bounds.top, y);
    bounds.right = Math.max(bounds.right, x);
    bounds.bottom = Math.max(bounds.bottom, y);
  }
  return bounds;
}

/** Return whether a line from there to the right crosses the outline an odd number of times. */
function isInside(points: Place[], x: number, y: number): boolean {
  let inside = false;
  let last = points.at(-1);
  for (const point of points) {
    if (last && point.y > y !== last.y > y) {
      const crossing = point.x + ((y - point.y) / (last.y - point.y)) * (last.x - point.x);
      if (x < crossing) inside = !inside;
    }
    last = point;
  }
  return inside;
}
