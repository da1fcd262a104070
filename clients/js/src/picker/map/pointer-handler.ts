/** Handles the mouse and touch: moves the camera, hit-tests seats, selects them or zooms in first. */
import type { Place, Seat } from "../../plan.ts";
import type { GestureHandlers, Tap } from "./gestures.ts";
import type { Grid } from "./grid.ts";
import type { MapRenderer } from "./renderer.ts";
import type { Tooltip } from "./tooltip.ts";

/** The radius in CSS pixels at which all that is on a seat can be read. */
export const READABLE_PX = 13;
/** A seat smaller than this is not chosen but brought nearer. */
export const LEAST_DIAMETER_PX = { mouse: 7, finger: 24 };

const REACH_PX = { mouse: 3, finger: 12 };
const CLOSER = 2.5;

export interface Chooser {
  isPressable(seat: Seat): boolean;
  choose(seat: Seat): void;
  /** Press what is there beside seats; false for nothing. */
  pressAt(place: Place): boolean;
}

export class PointerHandler implements GestureHandlers {
  readonly #renderer: MapRenderer;
  readonly #grid: Grid;
  readonly #tooltip: Tooltip;
  readonly #chooser: Chooser;

  constructor(renderer: MapRenderer, grid: Grid, tooltip: Tooltip, chooser: Chooser) {
    [this.#renderer, this.#grid, this.#tooltip, this.#chooser] = [renderer, grid, tooltip, chooser];
  }

  touched(): void {
    this.#renderer.hold();
  }

  dragged(dx: number, dy: number): void {
    this.#renderer.go(this.#renderer.camera.dragged(dx, dy));
  }

  flicked(vx: number, vy: number): void {
    this.#renderer.glide(vx, vy);
  }

  zoomed(factor: number, at: Place): boolean {
    return this.#renderer.go(this.#renderer.camera.nearer(factor, at));
  }

  tapped(at: Place, { finger, again }: Tap): void {
    const { camera } = this.#renderer;
    const hand = finger ? "finger" : "mouse";
    const seat = this.#seatAt(at, REACH_PX[hand]);
    if (!seat) {
      if (!this.#chooser.pressAt(camera.toPlan(at)) && again) this.#renderer.fly(camera.nearer(CLOSER, at));
    } else if (2 * seat.radius * camera.scale < LEAST_DIAMETER_PX[hand]) {
      this.#renderer.fly(camera.around(camera.toPlan(at), READABLE_PX / seat.radius));
    } else {
      this.#chooser.choose(seat);
    }
  }

  hovered(at: Place | undefined): void {
    const { overlay, canvas } = this.#renderer;
    const seat = at && this.#seatAt(at, REACH_PX.mouse);
    this.#tooltip.hover(seat, at);
    if (overlay.hovered === seat) return;
    overlay.hovered = seat;
    if (seat) canvas.dataset.over = this.#chooser.isPressable(seat) ? "seat" : "other";
    else delete canvas.dataset.over;
    this.#renderer.requestFrame();
  }

  #seatAt(at: Place, reach: number): Seat | undefined {
    const { camera } = this.#renderer;
    return this.#grid.nearest(camera.toPlan(at), reach / camera.scale);
  }
}
