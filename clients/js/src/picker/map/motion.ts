/** How the view moves by itself: it flies to a place, and glides on after a flick. */
import type { Aim, View } from "./view.ts";

const FLIGHT_MS = 280;
const GLIDE_MS = 220; // in which the speed falls to a third
const STANDSTILL = 0.05; // pixels a millisecond
const LONGEST_STEP_MS = 50;

/** Whether the person asked for less motion. */
export function isCalm(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

export class Motion {
  readonly #view: View;
  #step: ((now: number) => boolean) | undefined;

  constructor(view: View) {
    this.#view = view;
  }

  stop(): void {
    this.#step = undefined;
  }

  /** Go somewhere, in a short flight. */
  fly(aim: Aim): void {
    if (isCalm()) {
      this.stop();
      this.#view.go(aim);
      return;
    }
    const { x, y, scale } = this.#view;
    let start: number | undefined;
    this.#step = (now) => {
      start ??= now;
      const part = Math.min((now - start) / FLIGHT_MS, 1);
      this.#view.go(between({ x, y, scale }, aim, 1 - (1 - part) ** 3));
      return part < 1;
    };
  }

  /** Go on at this speed, in pixels a millisecond, and slow down. */
  glide(vx: number, vy: number): void {
    if (isCalm() || Math.hypot(vx, vy) < STANDSTILL) return;
    let last: number | undefined;
    let speed = 1;
    this.#step = (now) => {
      const passed = Math.min(now - (last ?? now), LONGEST_STEP_MS);
      last = now;
      this.#view.go(this.#view.dragged(vx * speed * passed, vy * speed * passed));
      speed *= Math.exp(-passed / GLIDE_MS);
      return speed * Math.hypot(vx, vy) > STANDSTILL;
    };
  }

  /** Move on to the time `now`; tell whether anything moved. */
  step(now: number): boolean {
    const step = this.#step;
    if (!step) return false;
    if (!step(now) && this.#step === step) this.#step = undefined;
    return true;
  }
}

/** Between two aims, so that a point which is in the same place in both stays there on the way. */
function between(from: Aim, to: Aim, part: number): Aim {
  const mean = (a: number, b: number) => a + (b - a) * part;
  return { x: mean(from.x, to.x), y: mean(from.y, to.y), scale: 1 / mean(1 / from.scale, 1 / to.scale) };
}
