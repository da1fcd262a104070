/** The drawn hall: seats on a canvas that is moved, scaled, pointed at and walked by keys. */
import type { Hall, Seat } from "../../plan.ts";
import { h } from "../dom.ts";
import { controls } from "./controls.ts";
import { listen } from "./gestures.ts";
import { LocalSpace } from "./localspace.ts";
import css from "./map.css";
import type { HallMapOptions } from "./options.ts";
import { LEAST_DIAMETER_PX, Pointing, READABLE_PX } from "./pointing.ts";
import { Scene } from "./scene.ts";
import { Shown } from "./shown.ts";
import { Stage } from "./stage.ts";
import { Tooltip } from "./tooltip.ts";
import { around, grow, type Viewport } from "./view.ts";
import { Walker } from "./walker.ts";

export type { HallMapOptions, Viewport };

/** The map's style sheet, for the root that it is drawn in. */
export const mapStyles: string = css;

const STEP = 1.6; // what a button zooms
const VISIBLE_PX = 6; // the radius at which a seat can be told from its neighbours
const MANY_MARKS = 60; // more than these are told by dimming the others

let count = 0;

export class HallMap {
  readonly #options: HallMapOptions;
  readonly #hall: Hall;
  readonly #scene: Scene;
  readonly #shown: Shown;
  readonly #root: HTMLElement;
  readonly #space: LocalSpace;
  readonly #stage: Stage;
  readonly #tooltip: Tooltip;
  readonly #walker: Walker;
  readonly #end = new AbortController();
  #enabled = true;

  /** Draw into `box`, a positioned element in a root that has adopted `mapStyles`. */
  constructor(box: HTMLElement, options: HallMapOptions) {
    this.#options = options;
    this.#hall = options.hall;
    this.#scene = new Scene(options.hall);
    this.#shown = new Shown(options.hall, options);
    this.#root = box.appendChild(h("div", { class: "hallmap" }));
    this.#space = new LocalSpace(this.#root);
    this.#stage = new Stage(this.#root, this.#space, this.#scene, this.#shown, options.words.overview, () =>
      this.#moved(),
    );
    this.#tooltip = new Tooltip(this.#stage.view, options.describe);
    this.#walker = new Walker(this.#hall, this.#stage.view, {
      describe: options.describe,
      isPressed: (seat) => this.#shown.of(seat) === "mine",
      press: (seat) => this.#press(seat),
      arrived: (seat, stepped) => this.#arrived(seat, stepped),
      left: () => this.#tooltip.show(undefined),
      zoom: (factor, about) => this.#zoomAbout(about, factor),
      fit: () => this.fit(),
    });
    this.#build();
    this.#listen();
    this.#stage.start(options.viewport);
  }

  /** While false the map is grey and takes no presses; it can still be moved and walked. */
  get enabled(): boolean {
    return this.#enabled;
  }

  set enabled(enabled: boolean) {
    this.#enabled = enabled;
    this.#root.classList.toggle("resting", !enabled);
    this.#walker.enabled = enabled;
  }

  /** Draw these seats in the state that they have now; a change is shown by a short, quiet movement. */
  update(seats: Iterable<string>): void {
    const changes = this.#shown.update(seats);
    this.#stage.overlay.follow(changes);
    this.#stage.redraw(changes.map(({ seat }) => seat));
    this.#walker.refresh();
    this.#tooltip.refresh();
  }

  /** Mark these seats (an offered alternative, a hovered row of the list); replaces the last marks. */
  highlight(seats: Iterable<string>): void {
    const marked = this.#seats(seats);
    const many = marked.length > MANY_MARKS;
    this.#stage.overlay.marked = many ? [] : marked;
    this.#stage.spotlight(many ? new Set(marked) : undefined);
    this.#stage.ask();
  }

  zoom(factor: number): void {
    this.#stage.fly(this.#stage.view.nearer(factor));
  }

  /** Show the whole hall. */
  fit(): void {
    this.#stage.fly(this.#stage.view.whole);
    this.#stage.view.fitted = true;
  }

  /** Bring seats into sight, near enough to press. */
  reveal(seats: string[]): void {
    const wanted = this.#seats(seats);
    const box = around(wanted);
    const radius = wanted[0]?.radius;
    if (!box || !radius) return;
    const large = 2 * radius * this.#stage.view.scale >= LEAST_DIAMETER_PX.finger;
    if (large && wanted.every((seat) => this.#stage.view.sees(seat))) return;
    this.#stage.fly(this.#stage.view.framing(grow(box, 3 * radius), READABLE_PX / radius));
  }

  get viewport(): Viewport {
    const { x, y, scale, bounds, fitted } = this.#stage.view;
    return { x, y, scale, bounds, fitted };
  }

  /** The seat that the keyboard is on, if it is on the map. */
  get focused(): string | undefined {
    return this.#walker.focused?.id;
  }

  /** Put the keyboard on a seat. */
  focus(seat: string): void {
    const found = this.#hall.seats.get(seat);
    if (found) this.#walker.go(found);
  }

  /** Return the smallest rectangle around a seat in the window, in CSS pixels; undefined when it is out of sight. */
  rectOf(seat: string): DOMRect | undefined {
    const found = this.#hall.seats.get(seat);
    const { view } = this.#stage;
    if (!found || !view.sees(found)) return undefined;
    const { x, y } = view.toWindow(found);
    const radius = found.radius * view.scale;
    return this.#space.boxToWindow({ x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius });
  }

  /** Read colours and texts' direction again: the theme changed. */
  restyle(): void {
    this.#stage.restyle();
  }

  destroy(): void {
    this.#end.abort();
    this.#stage.destroy();
    this.#root.remove();
  }

  #build(): void {
    const { words } = this.#options;
    const help = h("p", { class: "help", id: `seatapp-map-help-${++count}` }, words.help);
    const ground = h(
      "div",
      { class: "ground", role: "application", "aria-label": words.map, "aria-describedby": help.id },
      this.#stage.canvas,
      this.#walker.element,
    );
    const buttons = controls(words, {
      zoomIn: () => this.zoom(STEP),
      zoomOut: () => this.zoom(1 / STEP),
      fit: () => this.fit(),
    });
    this.#root.append(ground, help, this.#stage.minimap.element, buttons, this.#tooltip.element);
  }

  #listen(): void {
    const { signal } = this.#end;
    const pointing = new Pointing(this.#stage, this.#scene.grid, this.#tooltip, {
      isPressable: (seat) => this.#isPressable(seat),
      choose: (seat) => {
        this.#walker.stand(seat);
        this.#press(seat.id);
      },
    });
    listen(this.#stage.canvas, this.#space, pointing, signal);
    for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
      matchMedia(query).addEventListener("change", () => this.restyle(), { signal });
    }
    const dismiss = ({ key }: KeyboardEvent) => key === "Escape" && this.#tooltip.dismiss();
    document.addEventListener("keydown", dismiss, { signal });
  }

  #moved(): void {
    this.#walker.place();
    this.#tooltip.place();
    this.#options.moved?.();
  }

  /** The seat that the keyboard is on stays where it is. */
  #zoomAbout(seat: Seat, factor: number): void {
    const { view } = this.#stage;
    this.#stage.fly(view.nearer(factor, view.toWindow(seat)));
  }

  #press(seat: string): void {
    if (this.#enabled) this.#options.press(seat);
  }

  /** The keyboard is on a seat now. Who walks there wants to see it. */
  #arrived(seat: Seat, stepped: boolean): void {
    const { view } = this.#stage;
    if (seat.radius * view.scale < VISIBLE_PX && stepped) {
      this.#stage.fly(view.around(seat, READABLE_PX / seat.radius));
    } else {
      this.#stage.fly(view.including(seat));
    }
    this.#tooltip.show(seat);
  }

  #isPressable({ id }: Seat): boolean {
    const { pressable } = this.#options;
    return pressable ? pressable(id) : ["free", "mine"].includes(this.#shown.of(id));
  }

  #seats(ids: Iterable<string>): Seat[] {
    return [...ids].map((id) => this.#hall.seats.get(id)).filter((seat) => seat !== undefined);
  }
}
