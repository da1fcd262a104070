/**
 * The canvas that is looked at. It shows a picture that is somewhat larger than the window, moved and scaled, while
 * a sharper one is drawn in portions; so a large hall moves as smoothly as a small one.
 */

import type { Seat } from "../../plan.ts";
import { h } from "../dom.ts";
import type { Painter } from "./painter.ts";
import { Picture } from "./picture.ts";
import type { Context } from "./seats.ts";
import type { Aim, View } from "./view.ts";

const MARGIN = 0.2; // of the window, on each side, is drawn too
const LEAST_MARGIN = 0.05; // and when so much of it is left, the next picture is begun
const MOST_RATIO = 2;
const PORTIONS_AT_REST = 3;

export class Screen {
  readonly canvas = h("canvas", { "aria-hidden": "true" });
  readonly context = this.canvas.getContext("2d", { alpha: false }) as Context;
  /** Device pixels a CSS pixel. */
  ratio = 1;
  readonly #painter: Painter;
  #front: Picture;
  #back: Picture;
  #last: Aim | undefined;

  constructor(painter: Painter) {
    this.#painter = painter;
    this.#front = new Picture(painter);
    this.#back = new Picture(painter);
  }

  resize(width: number, height: number): void {
    this.ratio = ratioNow();
    this.canvas.width = Math.round(width * this.ratio);
    this.canvas.height = Math.round(height * this.ratio);
  }

  /** Whether the window came to a display of another density. */
  get isOutgrown(): boolean {
    return this.ratio !== ratioNow();
  }

  /** Show this view, and leave the context scaled to the plan; tell whether a sharper picture is to come. */
  draw(view: View): boolean {
    const { context, ratio, canvas } = this;
    if (!this.#back.underWay && !this.#front.serves(view.sight(LEAST_MARGIN), view.scale, ratio)) {
      this.#back.begin(view.sight(MARGIN), view.scale, ratio);
    }
    if (this.#back.underWay && this.#back.work(this.#portions(view))) {
      [this.#front, this.#back] = [this.#back, this.#front];
    }
    if (!this.#front.covers(view.sight())) {
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.fillStyle = this.#painter.theme.colors.background;
      context.fillRect(0, 0, canvas.width, canvas.height);
    }
    this.#front.show(context, view, ratio);
    const zoom = view.scale * ratio;
    context.setTransform(zoom, 0, 0, zoom, -view.x * zoom, -view.y * zoom);
    return this.#back.underWay || !this.#front.serves(view.sight(), view.scale, ratio);
  }

  /** How much may be drawn in this frame: all there is for the first picture, and little while a hand moves it. */
  #portions({ x, y, scale }: View): number {
    const last = this.#last;
    this.#last = { x, y, scale };
    if (this.#front.isBlank) return Infinity;
    return last?.x === x && last.y === y && last.scale === scale ? PORTIONS_AT_REST : 1;
  }

  /** Draw these seats again. */
  patch(seats: readonly Seat[]): void {
    this.#front.patch(seats);
    this.#back.patch(seats);
  }

  /** Draw everything again, soon. */
  spoil(): void {
    this.#front.spoil();
    this.#back.spoil();
  }
}

function ratioNow(): number {
  return Math.min(devicePixelRatio, MOST_RATIO);
}
