/** The camera: which part of the hall is visible, and conversion between the plan's units and CSS pixels. */
import type { Place } from "../../plan.ts";
import type { Box } from "../ui/box.ts";

/** A view to go to: what lies in its top left corner, and CSS pixels a unit of the plan. */
export interface CameraPosition extends Place {
  scale: number;
}

const PADDING_PX = 14;
const BUTTONS_PX = 50; // what they take of a wide window's right side, or of a high one's bottom
const SLACK = 0.15; // how far past its edge the hall can be pulled, as a part of the window
const EDGE = 0.25; // a place that is nearer to the edge than this, or than EDGE_PX, is not well in sight
const EDGE_PX = 80;
const BARELY = 1.02; // scales closer than this are taken as equal

/** What is in sight of a hall, to be found again when it is drawn anew. */
export interface Viewport extends CameraPosition {
  readonly bounds: Box;
  readonly fitted: boolean;
}

export class Camera implements Viewport {
  x = 0;
  y = 0;
  scale = 1;
  width = 1;
  height = 1;
  /** Whether it shows the whole hall and follows the window's size. */
  fitted = true;
  readonly bounds: Box;
  readonly #closest: number;

  /** `bounds` is all there is to see, `closest` the scale beyond which there is no use in going. */
  constructor(bounds: Box, closest: number) {
    this.bounds = bounds;
    this.#closest = closest;
  }

  /** Take a window of this size in CSS pixels; what was in its middle stays there. */
  resize(width: number, height: number): void {
    const middle = this.middle;
    [this.width, this.height] = [width, height];
    this.go(this.fitted ? this.whole : this.around(middle, this.scale));
  }

  /** Show what was in sight, unless the hall has another size now. */
  restore({ bounds, fitted, ...position }: Viewport): void {
    const { x, y, width, height } = this.bounds;
    const isSame = x === bounds.x && y === bounds.y && width === bounds.width && height === bounds.height;
    if (fitted || !isSame) return;
    this.fitted = false;
    this.go(position);
  }

  get middle(): Place {
    return this.toPlan({ x: this.width / 2, y: this.height / 2 });
  }

  /** The aim that shows everything: in the middle, or so far off it that no seat lies under the buttons. */
  get whole(): CameraPosition {
    const { x, y, width, height } = this.bounds;
    const scale = this.#furthest;
    const { right, bottom } = this.#taken;
    const aside = (length: number, pixels: number, taken: number) =>
      Math.max(0, length / 2 - (pixels / 2 - PADDING_PX - taken) / scale);
    const dx = aside(width, this.width, right);
    const dy = aside(height, this.height, bottom);
    return this.around({ x: x + width / 2 + dx, y: y + height / 2 + dy }, scale);
  }

  get isWhole(): boolean {
    return this.scale < this.#furthest * BARELY;
  }

  /** Return the aim that has a place of the plan in the middle. */
  around({ x, y }: Place, scale: number): CameraPosition {
    const within = this.#limit(scale);
    return { x: x - this.width / 2 / within, y: y - this.height / 2 / within, scale: within };
  }

  /** Return the aim that is `factor` times nearer, with the point `at` of the window kept where it is. */
  nearer(factor: number, at: Place = { x: this.width / 2, y: this.height / 2 }): CameraPosition {
    const fixed = this.toPlan(at);
    const scale = this.#limit(this.scale * factor);
    return { x: fixed.x - at.x / scale, y: fixed.y - at.y / scale, scale };
  }

  /** Return the aim that has all of `box` in sight, no nearer than `most`. */
  framing(box: Box, most: number): CameraPosition {
    const scale = Math.min(most, this.#scaleFor(box));
    return this.around({ x: box.x + box.width / 2, y: box.y + box.height / 2 }, scale);
  }

  /** Return the aim that is moved just so far that a place is in sight, away from the edge. */
  including(place: Place): CameraPosition {
    const { x, y } = this.toWindow(place);
    const shift = (at: number, size: number) => {
      const edge = Math.min(size * EDGE, EDGE_PX);
      return (at - Math.min(Math.max(at, edge), size - edge)) / this.scale;
    };
    return { x: this.x + shift(x, this.width), y: this.y + shift(y, this.height), scale: this.scale };
  }

  /** Show this part, as far as the limits allow. */
  go({ x, y, scale }: CameraPosition): void {
    this.scale = this.#limit(scale);
    this.x = this.#hold(x, this.bounds.x, this.bounds.width, this.width);
    this.y = this.#hold(y, this.bounds.y, this.bounds.height, this.height);
  }

  /** Return the aim that has followed a hand by so many pixels. */
  dragged(dx: number, dy: number): CameraPosition {
    return { x: this.x - dx / this.scale, y: this.y - dy / this.scale, scale: this.scale };
  }

  isAt({ x, y, scale }: CameraPosition): boolean {
    return this.x === x && this.y === y && this.scale === scale;
  }

  sees(place: Place): boolean {
    const { x, y } = this.toWindow(place);
    return x >= 0 && y >= 0 && x <= this.width && y <= this.height;
  }

  toPlan({ x, y }: Place): Place {
    return { x: this.x + x / this.scale, y: this.y + y / this.scale };
  }

  toWindow({ x, y }: Place): Place {
    return { x: (x - this.x) * this.scale, y: (y - this.y) * this.scale };
  }

  /** The part of the plan that is in sight, and `margin` of its size more on each side. */
  sight(margin = 0): Box {
    const [width, height] = [this.width / this.scale, this.height / this.scale];
    return {
      x: this.x - width * margin,
      y: this.y - height * margin,
      width: width * (1 + 2 * margin),
      height: height * (1 + 2 * margin),
    };
  }

  get #furthest(): number {
    return this.#scaleFor(this.bounds, this.#taken);
  }

  get #taken(): { right: number; bottom: number } {
    const isWide = this.width > this.height;
    return { right: isWide ? BUTTONS_PX : 0, bottom: isWide ? 0 : BUTTONS_PX };
  }

  #scaleFor({ width, height }: Box, { right, bottom } = { right: 0, bottom: 0 }): number {
    const room = (pixels: number) => Math.max(pixels - 2 * PADDING_PX, 1);
    const across = room(this.width - right) / Math.max(width, 1);
    return Math.min(across, room(this.height - bottom) / Math.max(height, 1));
  }

  #limit(scale: number): number {
    return Math.min(Math.max(scale, this.#furthest), Math.max(this.#closest, this.#furthest));
  }

  /** Keep the hall's edge from going far into the window along one axis. */
  #hold(start: number, from: number, length: number, pixels: number): number {
    const seen = pixels / this.scale;
    const middle = from + length / 2;
    const reach = Math.max(0, (length - seen) / 2) + seen * SLACK;
    return Math.min(Math.max(start + seen / 2, middle - reach), middle + reach) - seen / 2;
  }
}
