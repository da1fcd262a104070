/** Draws what is not a seat: stages, tables, walls and words. */
import { element, text } from "./svg.js";

const SHAPES = {
  rectangle: ({ rectangle }) => element("rect", { width: rectangle?.width, height: rectangle?.height }),
  circle: ({ circle }) => element("circle", { r: circle?.radius }),
  ellipse: ({ ellipse }) => element("ellipse", { rx: ellipse?.radius?.x, ry: ellipse?.radius?.y }),
  polygon: ({ polygon }) =>
    element("polygon", { points: (polygon?.points ?? []).map(({ x, y }) => `${x},${y}`).join(" ") }),
};

export function drawArea({ area, x, y }) {
  const turn = area.rotation ? ` rotate(${area.rotation})` : "";
  const group = element("g", { transform: `translate(${x} ${y})${turn}`, class: "area" });
  const shape = SHAPES[area.shape]?.(area);
  if (shape) {
    shape.setAttribute("fill", area.color || "none");
    shape.setAttribute("stroke", area.border_color || "none");
    group.append(shape);
  }
  const words = area.text;
  if (words?.text) {
    const { x: wx = 0, y: wy = 0 } = words.position ?? {};
    group.append(text(words.text, wx, wy, { fill: words.color || "#333", "font-size": words.size || 16 }));
  }
  return group;
}
