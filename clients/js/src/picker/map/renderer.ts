/** Renders the map: owns the camera, animates it, and draws a frame when something has changed. */
import type { Seat } from "../../plan.ts";
import type { SeatState } from "../../seat-map.ts";
import type { LocalSpace } from "../ui/local-space.ts";
import type { ActiveSeats } from "./active-seats.ts";
import { Camera, type CameraPosition, type Viewport } from "./camera.ts";
import { CameraAnimation } from "./camera-animation.ts";
import { MapCanvas } from "./map-canvas.ts";
import { Minimap } from "./minimap.ts";
import { Overlay, type Transition } from "./overlay.ts";
import { Painter } from "./painter.ts";
import type { Scene } from "./scene.ts";
import { Theme } from "./theme.ts";

const MANY = 120; // more seats than this are drawn with the whole hall
const CLOSEST_PX = 34; // the radius at which a seat is near enough

export class MapRenderer {
  readonly camera: Camera;
  readonly overlay: Overlay;
  readonly minimap: Minimap;
  readonly canvas: HTMLCanvasElement;
  readonly #root: HTMLElement;
  readonly #space: LocalSpace;
  readonly #scene: Scene;
  readonly #painter: Painter;
  readonly #mapCanvas: MapCanvas;
  readonly #animation: CameraAnimation;
  readonly #moved: () => void;
  readonly #end = new AbortController();
  #frame = 0;
  #isInSight = true;
  #isDrawn = false;
  #kept: Viewport | undefined;

  /** `root` has the size that is drawn in, and `space`; `moved` is called when the camera has moved. */
  constructor(
    root: HTMLElement,
    space: LocalSpace,
    scene: Scene,
    active: ActiveSeats,
    stateOf: (seat: string) => SeatState,
    overview: string,
    moved: () => void,
  ) {
    [this.#root, this.#space, this.#scene, this.#moved] = [root, space, scene, moved];
    this.camera = new Camera(scene.bounds, CLOSEST_PX / scene.grid.radius);
    this.#painter = new Painter(scene, this.#theme(), stateOf);
    this.#mapCanvas = new MapCanvas(this.#painter);
    this.#animation = new CameraAnimation(this.camera);
    this.overlay = new Overlay(active);
    this.minimap = new Minimap(overview, space, this.camera, this.#painter, (middle) =>
      this.go(this.camera.around(middle, this.camera.scale)),
    );
    this.canvas = this.#mapCanvas.canvas;
  }

  /** Begin to draw what was `kept` in sight, or all: the canvas is in the document. */
  start(kept?: Viewport): void {
    this.#kept = kept;
    const sizes = new ResizeObserver(() => this.#resize());
    sizes.observe(this.#root);
    const sight = new IntersectionObserver((entries) => {
      this.#isInSight = entries.at(-1)?.isIntersecting ?? true;
      this.requestFrame();
    });
    sight.observe(this.#root);
    followDensity(() => this.requestFrame(), this.#end.signal);
    this.#end.signal.addEventListener("abort", () => {
      sizes.disconnect();
      sight.disconnect();
    });
    this.#resize();
  }

  /** Show this part of the hall at once; return whether that is another than before. */
  go(position: CameraPosition): boolean {
    const { x, y, scale } = this.camera;
    this.#animation.stop();
    this.camera.go(position);
    if (this.camera.isAt({ x, y, scale })) return false;
    this.camera.fitted = false;
    this.#follow();
    return true;
  }

  /** Go there in a short flight. */
  fly(position: CameraPosition): void {
    this.#animation.stop();
    if (this.camera.isAt(position)) return;
    this.camera.fitted = false;
    this.#animation.fly(position);
    this.#follow();
  }

  /** Go on at this speed, in pixels a millisecond. */
  glide(vx: number, vy: number): void {
    this.#animation.glide(vx, vy);
    this.requestFrame();
  }

  /** Stand still. */
  hold(): void {
    this.#animation.stop();
  }

  /** Draw these seats in the state that they have now, and let a few of them be seen changing. */
  follow(transitions: readonly Transition[]): void {
    this.overlay.follow(transitions);
    this.redraw(transitions.map(({ seat }) => seat));
  }

  /** Draw these seats again. */
  redraw(seats: readonly Seat[]): void {
    if (seats.length > MANY) {
      this.invalidate();
      return;
    }
    this.#mapCanvas.patch(seats);
    this.minimap.bitmap.patch(seats);
    this.requestFrame();
  }

  /** Draw everything again. */
  invalidate(): void {
    this.#mapCanvas.invalidate();
    this.minimap.bitmap.invalidate();
    this.requestFrame();
  }

  /** Draw the other seats faintly; undefined: all alike. */
  spotlight(seats: ReadonlySet<Seat> | undefined): void {
    const before = this.#painter.spotlight;
    this.#painter.spotlight = seats;
    if (before && seats) this.redraw([...missing(before, seats), ...missing(seats, before)]);
    else if (before !== seats) this.invalidate();
  }

  restyle(): void {
    this.#painter.theme = this.#theme();
    this.invalidate();
  }

  /** Draw in the next frame. */
  requestFrame(): void {
    this.#frame ||= requestAnimationFrame((now) => this.#draw(now));
  }

  destroy(): void {
    this.#end.abort();
    cancelAnimationFrame(this.#frame);
  }

  #theme(): Theme {
    return new Theme(this.#root, this.#scene.hall.categories.values());
  }

  #resize(): void {
    this.#measure();
    // Before this frame is over: a canvas that was resized is empty.
    this.#draw(performance.now());
  }

  #measure(): void {
    const { clientWidth: width, clientHeight: height } = this.#root;
    if (!width || !height) return;
    this.#mapCanvas.resize(width, height, this.#space.scale);
    this.camera.resize(width, height);
    if (this.#kept) this.camera.restore(this.#kept);
    this.#kept = undefined;
    this.minimap.resize(this.#mapCanvas.ratio);
    this.#follow();
  }

  #follow(): void {
    this.#moved();
    this.requestFrame();
  }

  #draw(now: number): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    if (!this.#isInSight || this.camera.width <= 1) return;
    if (this.#mapCanvas.needsResize(this.#space.scale)) this.#measure();
    const moving = this.#animation.step(now);
    if (moving) this.#moved();
    const blurred = this.#mapCanvas.draw(this.camera);
    const pen = { context: this.#mapCanvas.context, theme: this.#painter.theme, px: 1 / this.camera.scale };
    const lively = this.overlay.draw(pen, this.camera.sight());
    const idle = !moving && !blurred;
    if (idle && this.minimap.isBehind) this.minimap.work();
    this.minimap.draw();
    if (moving || blurred || lively || this.minimap.isBehind) this.requestFrame();
    this.#announce();
  }

  /** Mark for measurements when the hall was first to be seen: the frame after it was drawn has begun. */
  #announce(): void {
    if (this.#isDrawn) return;
    this.#isDrawn = true;
    requestAnimationFrame(() => performance.mark("seatapp:first-draw"));
  }
}

/** Call `changed` when the page's pixels become larger or smaller: on another display, by its zoom, by fingers. */
function followDensity(changed: () => void, signal: AbortSignal): void {
  visualViewport?.addEventListener("resize", changed, { signal });
  const next = () => {
    if (signal.aborted) return;
    const query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    query.addEventListener("change", changed, { once: true, signal });
    query.addEventListener("change", next, { once: true, signal });
  };
  next();
}

/** Return what is in `seats` and not in `others`. */
function missing(seats: ReadonlySet<Seat>, others: ReadonlySet<Seat>): Seat[] {
  return [...seats].filter((seat) => !others.has(seat));
}
