/** What is drawn above the bitmap in each frame because it moves: few seats, whatever the hall's size. */
import type { Seat } from "../../plan.ts";
import type { SeatState } from "../../seat-map.ts";
import { type Box, grow, overlap } from "../ui/box.ts";
import type { ActiveSeats } from "./active-seats.ts";
import { prefersReducedMotion } from "./camera-animation.ts";
import { drawSeats, outline, type Pen } from "./draw-seats.ts";

const FADE_MS = 320;
const MOST_FADES = 80; // when more seats change at once, nobody follows each
const TURN_MS = 1400; // in which a dashed ring goes round
const LEAST_RING_PX = 7;
const DASHES = 10;

/** A seat is in another state than `before`. */
export interface Transition {
  seat: Seat;
  before: SeatState;
}

export class Overlay {
  hovered: Seat | undefined;
  marked: readonly Seat[] = [];
  readonly #active: ActiveSeats;
  readonly #fades = new Map<Seat, { before: SeatState; start: number }>();

  constructor(active: ActiveSeats) {
    this.#active = active;
  }

  /** Let these changes be seen happening. */
  follow(changes: readonly Transition[]): void {
    if (changes.length > MOST_FADES || prefersReducedMotion()) return;
    for (const { seat, before } of changes) this.#fades.set(seat, { before, start: performance.now() });
  }

  /** Draw what is in a region; return whether there is movement in it. */
  draw(pen: Pen, region: Box): boolean {
    const now = performance.now();
    const near = grow(region, 4 * LEAST_RING_PX * pen.px);
    const inSight = ({ x, y }: Seat) => overlap({ x, y, width: 0, height: 0 }, near);
    const mine = [...this.#active.mine].filter(inSight).map((seat) => this.#growing(seat, now));
    drawSeats(pen, mine, "mine");
    const fading = this.#drawFades(pen, inSight, now);
    for (const seat of this.marked.filter(inSight)) ring(pen, seat, 1.5, 3, pen.theme.colors.focus);
    const pending = [...this.#active.pending].filter(inSight);
    for (const seat of pending) this.#drawPending(pen, seat, now);
    if (this.hovered) ring(pen, this.hovered, this.#reach(this.hovered) + 0.08, 2, pen.theme.colors.text, 0);
    return fading || (pending.length > 0 && !prefersReducedMotion());
  }

  /** How far a seat is drawn from its middle, in its radius. */
  #reach(seat: Seat): number {
    return this.#active.mine.has(seat) ? 1.32 : 1;
  }

  /** A seat that was just chosen grows into its place. */
  #growing(seat: Seat, now: number): Seat {
    const fade = this.#fades.get(seat);
    const part = fade ? ease((now - fade.start) / FADE_MS) : 1;
    return part < 1 ? { ...seat, radius: seat.radius * (0.6 + 0.4 * part) } : seat;
  }

  /** What seats looked like fades away above what they look like now. */
  #drawFades(pen: Pen, inSight: (seat: Seat) => boolean, now: number): boolean {
    for (const [seat, { before, start }] of this.#fades) {
      const part = (now - start) / FADE_MS;
      if (part >= 1) {
        this.#fades.delete(seat);
      } else if (inSight(seat) && !this.#active.mine.has(seat)) {
        pen.context.globalAlpha = 1 - ease(part);
        drawSeats(pen, [seat], before);
        pen.context.globalAlpha = 1;
      }
    }
    return this.#fades.size > 0;
  }

  #drawPending(pen: Pen, seat: Seat, now: number): void {
    const { context } = pen;
    const radius = Math.max(seat.radius * (this.#reach(seat) + 0.25), LEAST_RING_PX * pen.px);
    const step = (2 * Math.PI * radius) / DASHES;
    context.setLineDash([step * 0.6, step * 0.4]);
    context.lineDashOffset = prefersReducedMotion() ? 0 : -((now % TURN_MS) / TURN_MS) * step * DASHES;
    ring(pen, seat, radius / seat.radius, 2.5, pen.theme.colors.text);
    context.setLineDash([]);
  }
}

/** Draw a line around a seat, `size` times its radius wide and never too small to see. */
function ring(
  { context, px }: Pen,
  seat: Seat,
  size: number,
  width: number,
  color: string,
  least = LEAST_RING_PX,
) {
  context.lineWidth = width * px;
  context.lineCap = "butt";
  context.strokeStyle = color;
  context.beginPath();
  outline(context, seat, Math.max(seat.radius * size, least * px));
  context.stroke();
}

function ease(part: number): number {
  return 1 - (1 - Math.min(Math.max(part, 0), 1)) ** 2;
}
