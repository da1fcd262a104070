/**
 * An element's own coordinates and the window's, whatever lies between them: zoom and transforms of the element and
 * of all that it is in. The browser tells where three corners of a known square are, and they make the matrix.
 */
import type { Place } from "../../plan.ts";
import { around, type Box } from "./box.ts";
import { h } from "./dom.ts";

const SIDE_PX = 256;
const CORNERS = [
  { x: 0, y: 0 },
  { x: SIDE_PX, y: 0 },
  { x: 0, y: SIDE_PX },
];

export class LocalSpace {
  readonly #square = h("div", { "aria-hidden": "true" });
  readonly #corners = CORNERS.map(({ x, y }) => styled(h("i"), { left: `${x}px`, top: `${y}px` }));

  /** Measure in `element`, which is positioned: its coordinates count CSS pixels from the corner of its padding. */
  constructor(element: HTMLElement) {
    styled(this.#square, { left: "0", top: "0", width: "0", height: "0", overflow: "hidden" });
    this.#square.append(...this.#corners);
    element.append(this.#square);
  }

  /** Leave the element as it was. */
  remove(): void {
    this.#square.remove();
  }

  /** Return where a point of the window is in the element. */
  toLocal(point: Place): Place {
    return this.#matrix.inverse().transformPoint(point);
  }

  /** Return the smallest box in the element around a rectangle of the window. */
  boxToLocal(rect: Box): Box {
    return turned(rect, this.#matrix.inverse());
  }

  /** Return the smallest rectangle in the window around a box; undefined while the element is not displayed. */
  boxToWindow(box: Box): DOMRect | undefined {
    const matrix = this.#matrix;
    const { x, y, width, height } = turned(box, matrix);
    return areaOf(matrix) ? new DOMRect(x, y, width, height) : undefined;
  }

  /** How many of the window's CSS pixels one of the element's is long; 1 while it is not displayed. */
  get scale(): number {
    return Math.sqrt(areaOf(this.#matrix)) || 1;
  }

  get #matrix(): DOMMatrix {
    const zoom = untoldZoom(this.#square);
    const [origin, right, below] = this.#corners.map((corner) => {
      const { x, y } = corner.getBoundingClientRect();
      return { x: x * zoom, y: y * zoom };
    }) as [Place, Place, Place];
    const [across, down] = [step(origin, right), step(origin, below)];
    return new DOMMatrix([across.x, across.y, down.x, down.y, origin.x, origin.y]);
  }
}

/** Return an element's rectangle in the window, in the pixels that pointers have. */
export function windowRect(element: Element): DOMRect {
  const { x, y, width, height } = element.getBoundingClientRect();
  const zoom = untoldZoom(element);
  return new DOMRect(x * zoom, y * zoom, width * zoom, height * zoom);
}

/** The CSS zoom that rectangles leave out: all of it in browsers from before `currentCSSZoom`, none since. */
function untoldZoom(element: Element): number {
  if ("currentCSSZoom" in element) return 1;
  let zoom = 1;
  for (let at: Element | null = element; at; at = parentOf(at)) {
    zoom *= Number(getComputedStyle(at).getPropertyValue("zoom")) || 1;
  }
  return zoom;
}

/** The element that an element is laid out in, out of its shadow root too. */
function parentOf(element: Element): Element | null {
  const root = element.getRootNode();
  return element.assignedSlot ?? element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
}

function turned({ x, y, width, height }: Box, matrix: DOMMatrix): Box {
  const corners = [0, width].flatMap((dx) =>
    [0, height].map((dy) => matrix.transformPoint({ x: x + dx, y: y + dy })),
  );
  return around(corners) as Box;
}

function step(from: Place, to: Place): Place {
  return { x: (to.x - from.x) / SIDE_PX, y: (to.y - from.y) / SIDE_PX };
}

/** How many square pixels one becomes. */
function areaOf({ a, b, c, d }: DOMMatrix): number {
  return Math.abs(a * d - b * c);
}

function styled(element: HTMLElement, styles: Record<string, string>): HTMLElement {
  for (const [name, value] of Object.entries({ position: "absolute", ...styles })) {
    element.style.setProperty(name, value);
  }
  return element;
}
