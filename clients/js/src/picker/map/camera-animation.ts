/** Animations of the camera: flights to a position, and gliding after a flick. */
import type { Camera, CameraPosition } from "./camera.ts";

const FLIGHT_MS = 280;
const GLIDE_MS = 220; // in which the speed falls to a third
const STANDSTILL = 0.05; // pixels a millisecond
const LONGEST_STEP_MS = 50;

/** Whether the person asked for less motion. */
export function prefersReducedMotion(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

export class CameraAnimation {
  readonly #camera: Camera;
  #step: ((now: number) => boolean) | undefined;

  constructor(camera: Camera) {
    this.#camera = camera;
  }

  stop(): void {
    this.#step = undefined;
  }

  /** Go somewhere, in a short flight. */
  fly(position: CameraPosition): void {
    if (prefersReducedMotion()) {
      this.stop();
      this.#camera.go(position);
      return;
    }
    const { x, y, scale } = this.#camera;
    let start: number | undefined;
    this.#step = (now) => {
      start ??= now;
      const part = Math.min((now - start) / FLIGHT_MS, 1);
      this.#camera.go(between({ x, y, scale }, position, 1 - (1 - part) ** 3));
      return part < 1;
    };
  }

  /** Go on at this speed, in pixels a millisecond, and slow down. */
  glide(vx: number, vy: number): void {
    if (prefersReducedMotion() || Math.hypot(vx, vy) < STANDSTILL) return;
    let last: number | undefined;
    let speed = 1;
    this.#step = (now) => {
      const passed = Math.min(now - (last ?? now), LONGEST_STEP_MS);
      last = now;
      this.#camera.go(this.#camera.dragged(vx * speed * passed, vy * speed * passed));
      speed *= Math.exp(-passed / GLIDE_MS);
      return speed * Math.hypot(vx, vy) > STANDSTILL;
    };
  }

  /** Move on to the time `now`; return whether anything moved. */
  step(now: number): boolean {
    const step = this.#step;
    if (!step) return false;
    if (!step(now) && this.#step === step) this.#step = undefined;
    return true;
  }
}

/** Between two aims, so that a point which is in the same place in both stays there on the way. */
function between(from: CameraPosition, to: CameraPosition, part: number): CameraPosition {
  const mean = (a: number, b: number) => a + (b - a) * part;
  return { x: mean(from.x, to.x), y: mean(from.y, to.y), scale: 1 / mean(1 / from.scale, 1 / to.scale) };
}
