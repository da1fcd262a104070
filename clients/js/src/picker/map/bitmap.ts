/** A bitmap of a part of the hall at one scale, drawn in portions, so that moving it costs nothing. */
import type { Seat } from "../../plan.ts";
import { type Box, contains, grow } from "../ui/box.ts";
import type { CameraPosition } from "./camera.ts";
import type { Context } from "./draw-seats.ts";
import type { Painter } from "./painter.ts";

const SAME = 1e-6;
const SEAT_REACH = 1.5; // what a seat may cover, in its radius

export class Bitmap {
  readonly #painter: Painter;
  readonly #words: boolean;
  readonly #canvas = document.createElement("canvas");
  readonly #context = this.#canvas.getContext("2d", { alpha: false }) as Context;
  #region: Box = { x: 0, y: 0, width: 0, height: 0 };
  #scale = 0;
  #ratio = 1;
  #stale = false;
  #painting: Generator<void> | undefined;
  #changed: Seat[] = [];

  /** Without `words`, nothing is written on it. */
  constructor(painter: Painter, words = true) {
    [this.#painter, this.#words] = [painter, words];
  }

  /** Whether it has never been finished. */
  isBlank = true;

  /** Whether it has been begun and not finished. */
  get underWay(): boolean {
    return this.#painting !== undefined;
  }

  covers(sight: Box): boolean {
    return contains(this.#region, sight);
  }

  /** Return whether it shows all of `sight` as it is now, scaled no more than `blur` times; 1 is sharply. */
  serves(sight: Box, scale: number, ratio: number, blur: number): boolean {
    const isFresh = !this.isBlank && !this.#stale;
    return isFresh && this.#times(scale * ratio) <= blur + SAME && this.covers(sight);
  }

  /** Begin to draw a region; `scale` is CSS pixels a unit and `ratio` device pixels a CSS pixel. */
  begin(region: Box, scale: number, ratio: number): void {
    const [context, zoom] = [this.#context, scale * ratio];
    // From a whole device pixel on, so that it can be laid down without blurring.
    const x = Math.floor(region.x * zoom) / zoom;
    const y = Math.floor(region.y * zoom) / zoom;
    const [width, height] = [Math.ceil(region.width * zoom) + 1, Math.ceil(region.height * zoom) + 1];
    if (this.#canvas.width !== width) this.#canvas.width = width;
    if (this.#canvas.height !== height) this.#canvas.height = height;
    [this.#scale, this.#ratio, this.#stale, this.#changed] = [scale, ratio, false, []];
    this.#region = { x, y, width: width / zoom, height: height / zoom };
    context.setTransform(zoom, 0, 0, zoom, -x * zoom, -y * zoom);
    this.#painting = this.#painter.paint(context, this.#region, scale, this.#words);
  }

  /** Draw the next portions and return whether it is finished. */
  work(portions: number): boolean {
    for (let done = 0; this.#painting && done < portions; done++) {
      if (!this.#painting.next().done) continue;
      this.#painting = undefined;
      this.isBlank = false;
      this.patch(this.#changed.splice(0));
    }
    return !this.#painting;
  }

  /** Draw these seats again, and what is around them. */
  patch(seats: readonly Seat[]): void {
    if (this.#painting) {
      this.#changed.push(...seats);
      return;
    }
    for (const { x, y, radius } of this.isBlank ? [] : seats) {
      const place = grow({ x, y, width: 0, height: 0 }, radius * SEAT_REACH);
      this.#context.save();
      this.#context.beginPath();
      this.#context.rect(place.x, place.y, place.width, place.height);
      this.#context.clip();
      for (const _ of this.#painter.paint(this.#context, place, this.#scale, this.#words));
      this.#context.restore();
    }
  }

  /** Lay it down on a canvas that shows `view`. */
  show(context: Context, camera: CameraPosition, ratio: number): void {
    const zoom = camera.scale * ratio;
    const [x, y] = [(this.#region.x - camera.x) * zoom, (this.#region.y - camera.y) * zoom];
    const times = zoom / (this.#scale * this.#ratio);
    context.setTransform(1, 0, 0, 1, 0, 0);
    if (this.#times(zoom) <= 1 + SAME) context.drawImage(this.#canvas, Math.round(x), Math.round(y));
    else context.drawImage(this.#canvas, x, y, this.#canvas.width * times, this.#canvas.height * times);
  }

  /** It is out of date. What is under way is finished all the same: else it never would be, where much happens. */
  invalidate(): void {
    this.#stale = true;
  }

  /** How many times larger or smaller than it is it would be shown. */
  #times(zoom: number): number {
    const times = zoom / (this.#scale * this.#ratio);
    return Math.max(times, 1 / times);
  }
}
