/** What a mouse or a finger does on the map: moves it, points at seats, and chooses them or comes nearer first. */
import type { Place, Seat } from "../../plan.ts";
import type { Hands, Tap } from "./gestures.ts";
import type { Grid } from "./grid.ts";
import type { Stage } from "./stage.ts";
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
}

export class Pointing implements Hands {
  readonly #stage: Stage;
  readonly #grid: Grid;
  readonly #tooltip: Tooltip;
  readonly #chooser: Chooser;

  constructor(stage: Stage, grid: Grid, tooltip: Tooltip, chooser: Chooser) {
    [this.#stage, this.#grid, this.#tooltip, this.#chooser] = [stage, grid, tooltip, chooser];
  }

  touched(): void {
    this.#stage.hold();
  }

  dragged(dx: number, dy: number): void {
    this.#stage.go(this.#stage.view.dragged(dx, dy));
  }

  flicked(vx: number, vy: number): void {
    this.#stage.glide(vx, vy);
  }

  zoomed(factor: number, at: Place): boolean {
    return this.#stage.go(this.#stage.view.nearer(factor, at));
  }

  tapped(at: Place, { finger, again }: Tap): void {
    const { view } = this.#stage;
    const hand = finger ? "finger" : "mouse";
    const seat = this.#seatAt(at, REACH_PX[hand]);
    if (!seat) {
      if (again) this.#stage.fly(view.nearer(CLOSER, at));
    } else if (2 * seat.radius * view.scale < LEAST_DIAMETER_PX[hand]) {
      this.#stage.fly(view.around(view.toPlan(at), READABLE_PX / seat.radius));
    } else {
      this.#chooser.choose(seat);
    }
  }

  hovered(at: Place | undefined): void {
    const { overlay, canvas } = this.#stage;
    const seat = at && this.#seatAt(at, REACH_PX.mouse);
    this.#tooltip.hover(seat, at);
    if (overlay.hovered === seat) return;
    overlay.hovered = seat;
    if (seat) canvas.dataset.over = this.#chooser.isPressable(seat) ? "seat" : "other";
    else delete canvas.dataset.over;
    this.#stage.ask();
  }

  #seatAt(at: Place, reach: number): Seat | undefined {
    const { view } = this.#stage;
    return this.#grid.nearest(view.toPlan(at), reach / view.scale);
  }
}
