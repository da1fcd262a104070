/** What lies within the areas of a plan: arithmetic on their shapes. */
import type { Place, PlacedArea, PlanArea } from "../plan.ts";

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
  polygon: ({ polygon }, x, y) =>
    polygon && Math.hypot(x, y) <= extentOf(polygon.points) && isInside(polygon.points, x, y),
};

const extents = new WeakMap<Place[], number>();

/** How far the farthest corner is from an area's place; most places are farther off than that. */
function extentOf(points: Place[]): number {
  const extent =
    extents.get(points) ?? points.reduce((most, { x, y }) => Math.max(most, Math.hypot(x, y)), 0);
  extents.set(points, extent);
  return extent;
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
