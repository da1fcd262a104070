/**
 * The visible canvas. It shows a bitmap that is somewhat larger than the window, moved and scaled, while
 * a sharper one is drawn in portions; so a large hall moves as smoothly as a small one.
 */

import type { Seat } from "../../plan.ts";
import { h } from "../ui/dom.ts";
import { Bitmap } from "./bitmap.ts";
import type { Camera, CameraPosition } from "./camera.ts";
import type { Context } from "./draw-seats.ts";
import type { Painter } from "./painter.ts";

const MARGIN = 0.2; // of the window, on each side, is drawn too
const LEAST_MARGIN = 0.05; // and when so much of it is left, the next bitmap is begun
const MOST_RATIO = 2; // device pixels a CSS pixel of the page
const LEAST_SCALE = 0.25;
const MOST_SCALE = 2;
const SAME_RATIO = 0.01;
const PORTIONS_AT_REST = 3;
const REST_MS = 80;
const BLUR = 1.2; // how much a bitmap may be scaled while the camera moves

export class MapCanvas {
  readonly canvas = h("canvas", { "aria-hidden": "true" });
  readonly context = this.canvas.getContext("2d", { alpha: false }) as Context;
  /** Device pixels a CSS pixel. */
  ratio = 1;
  readonly #painter: Painter;
  #front: Bitmap;
  #back: Bitmap;
  #last: CameraPosition | undefined;
  #moved = 0;

  constructor(painter: Painter) {
    this.#painter = painter;
    this.#front = new Bitmap(painter);
    this.#back = new Bitmap(painter);
  }

  /** Fit a window of this size in CSS pixels; one of them is `scale` of the page's. */
  resize(width: number, height: number, scale: number): void {
    this.ratio = ratioAt(scale);
    this.canvas.width = Math.round(width * this.ratio);
    this.canvas.height = Math.round(height * this.ratio);
  }

  /** Return whether a CSS pixel has more device pixels now, or fewer: of another display, of a page that is zoomed. */
  needsResize(scale: number): boolean {
    return Math.abs(this.ratio - ratioAt(scale)) > SAME_RATIO * this.ratio;
  }

  /** Draw what the camera sees, and leave the context scaled to the plan; return whether a sharper bitmap is to come. */
  draw(camera: Camera): boolean {
    const { context, ratio, canvas } = this;
    const rests = this.#rests(camera);
    const isEnough = this.#front.serves(camera.sight(LEAST_MARGIN), camera.scale, ratio, rests ? 1 : BLUR);
    if (!this.#back.underWay && !isEnough) this.#back.begin(camera.sight(MARGIN), camera.scale, ratio);
    const portions = this.#front.isBlank ? Infinity : rests ? PORTIONS_AT_REST : 1;
    if (this.#back.underWay && this.#back.work(portions)) {
      [this.#front, this.#back] = [this.#back, this.#front];
    }
    if (!this.#front.covers(camera.sight())) {
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.fillStyle = this.#painter.theme.colors.background;
      context.fillRect(0, 0, canvas.width, canvas.height);
    }
    this.#front.show(context, camera, ratio);
    const zoom = camera.scale * ratio;
    context.setTransform(zoom, 0, 0, zoom, -camera.x * zoom, -camera.y * zoom);
    return this.#back.underWay || !this.#front.serves(camera.sight(), camera.scale, ratio, 1);
  }

  /** Return whether the camera has not moved for a moment. */
  #rests(camera: Camera): boolean {
    const now = performance.now();
    if (!this.#last || !camera.isAt(this.#last)) {
      this.#last = { x: camera.x, y: camera.y, scale: camera.scale };
      this.#moved = now;
    }
    return now - this.#moved > REST_MS;
  }

  /** Draw these seats again. */
  patch(seats: readonly Seat[]): void {
    this.#front.patch(seats);
    if (this.#back.underWay) this.#back.patch(seats);
  }

  /** Draw everything again, soon. */
  invalidate(): void {
    this.#front.invalidate();
    this.#back.invalidate();
  }
}

/** How many device pixels are drawn for a CSS pixel that is `scale` of the page's; fingers may enlarge these too. */
function ratioAt(scale: number): number {
  const drawn = Math.min(Math.max(scale, LEAST_SCALE), MOST_SCALE);
  return drawn * Math.min(devicePixelRatio * (visualViewport?.scale ?? 1), MOST_RATIO);
}
