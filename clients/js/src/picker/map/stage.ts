/** What is seen of the hall: it holds the view, moves it, and draws a frame when something has changed. */
import type { Seat } from "../../plan.ts";
import type { LocalSpace } from "./localspace.ts";
import { Minimap } from "./minimap.ts";
import { Motion } from "./motion.ts";
import { Overlay } from "./overlay.ts";
import { Painter } from "./painter.ts";
import type { Scene } from "./scene.ts";
import { Screen } from "./screen.ts";
import type { Shown } from "./shown.ts";
import { Theme } from "./theme.ts";
import { type Aim, View, type Viewport } from "./view.ts";

const MANY = 120; // more seats than this are drawn with the whole hall
const CLOSEST_PX = 34; // the radius at which a seat is near enough

export class Stage {
  readonly view: View;
  readonly overlay: Overlay;
  readonly minimap: Minimap;
  readonly canvas: HTMLCanvasElement;
  readonly #root: HTMLElement;
  readonly #space: LocalSpace;
  readonly #scene: Scene;
  readonly #painter: Painter;
  readonly #screen: Screen;
  readonly #motion: Motion;
  readonly #moved: () => void;
  readonly #end = new AbortController();
  #frame = 0;
  #isInSight = true;
  #isDrawn = false;
  #kept: Viewport | undefined;

  /** `root` has the size that is drawn in, and `space`; `moved` is called when the view has moved. */
  constructor(
    root: HTMLElement,
    space: LocalSpace,
    scene: Scene,
    shown: Shown,
    overview: string,
    moved: () => void,
  ) {
    [this.#root, this.#space, this.#scene, this.#moved] = [root, space, scene, moved];
    this.view = new View(scene.bounds, CLOSEST_PX / scene.grid.radius);
    this.#painter = new Painter(scene, this.#theme(), (seat) => shown.of(seat));
    this.#screen = new Screen(this.#painter);
    this.#motion = new Motion(this.view);
    this.overlay = new Overlay(shown);
    this.minimap = new Minimap(overview, space, this.view, this.#painter, (middle) =>
      this.go(this.view.around(middle, this.view.scale)),
    );
    this.canvas = this.#screen.canvas;
  }

  /** Begin to draw what was `kept` in sight, or all: the canvas is in the document. */
  start(kept?: Viewport): void {
    this.#kept = kept;
    const sizes = new ResizeObserver(() => this.#resize());
    sizes.observe(this.#root);
    const sight = new IntersectionObserver((entries) => {
      this.#isInSight = entries.at(-1)?.isIntersecting ?? true;
      this.ask();
    });
    sight.observe(this.#root);
    followDensity(() => this.ask(), this.#end.signal);
    this.#end.signal.addEventListener("abort", () => {
      sizes.disconnect();
      sight.disconnect();
    });
    this.#resize();
  }

  /** Show this part of the hall at once; tell whether that is another than before. */
  go(aim: Aim): boolean {
    const { x, y, scale } = this.view;
    this.#motion.stop();
    this.view.go(aim);
    if (this.view.isAt({ x, y, scale })) return false;
    this.view.fitted = false;
    this.#follow();
    return true;
  }

  /** Go there in a short flight. */
  fly(aim: Aim): void {
    this.#motion.stop();
    if (this.view.isAt(aim)) return;
    this.view.fitted = false;
    this.#motion.fly(aim);
    this.#follow();
  }

  /** Go on at this speed, in pixels a millisecond. */
  glide(vx: number, vy: number): void {
    this.#motion.glide(vx, vy);
    this.ask();
  }

  /** Stand still. */
  hold(): void {
    this.#motion.stop();
  }

  /** Draw these seats again. */
  redraw(seats: readonly Seat[]): void {
    if (seats.length > MANY) {
      this.spoil();
      return;
    }
    this.#screen.patch(seats);
    this.minimap.picture.patch(seats);
    this.ask();
  }

  /** Draw everything again. */
  spoil(): void {
    this.#screen.spoil();
    this.minimap.picture.spoil();
    this.ask();
  }

  /** Draw the other seats faintly; undefined: all alike. */
  spotlight(seats: ReadonlySet<Seat> | undefined): void {
    const before = this.#painter.spotlight;
    this.#painter.spotlight = seats;
    if (before && seats) this.redraw([...missing(before, seats), ...missing(seats, before)]);
    else if (before !== seats) this.spoil();
  }

  restyle(): void {
    this.#painter.theme = this.#theme();
    this.spoil();
  }

  /** Draw in the next frame. */
  ask(): void {
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
    this.#screen.resize(width, height, this.#space.scale);
    this.view.resize(width, height);
    if (this.#kept) this.view.restore(this.#kept);
    this.#kept = undefined;
    this.minimap.resize(this.#screen.ratio);
    this.#follow();
  }

  #follow(): void {
    this.#moved();
    this.ask();
  }

  #draw(now: number): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    if (!this.#isInSight || this.view.width <= 1) return;
    if (this.#screen.isOutgrown(this.#space.scale)) this.#measure();
    const moving = this.#motion.step(now);
    if (moving) this.#moved();
    const blurred = this.#screen.draw(this.view);
    const pen = { context: this.#screen.context, theme: this.#painter.theme, px: 1 / this.view.scale };
    const lively = this.overlay.draw(pen, this.view.sight());
    const idle = !moving && !blurred;
    if (idle && this.minimap.isBehind) this.minimap.work();
    this.minimap.draw();
    if (moving || blurred || lively || this.minimap.isBehind) this.ask();
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
