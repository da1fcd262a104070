/** The hall on a canvas: pan, zoom, hit test, keyboard navigation. */
import type { Hall } from "../../hall.ts";
import type { Seat } from "../../plan.ts";
import type { SeatChange } from "../../seat-map.ts";
import { around, grow } from "../ui/box.ts";
import { h } from "../ui/dom.ts";
import { LocalSpace, windowRect } from "../ui/local-space.ts";
import { ActiveSeats } from "./active-seats.ts";
import { AreaButtons } from "./area-buttons.ts";
import type { Viewport } from "./camera.ts";
import { controls } from "./controls.ts";
import { listen } from "./gestures.ts";
import { KeyboardNavigator } from "./keyboard-navigator.ts";
import css from "./map.css";
import type { HallMapOptions } from "./options.ts";
import { LEAST_DIAMETER_PX, PointerHandler, READABLE_PX } from "./pointer-handler.ts";
import { MapRenderer } from "./renderer.ts";
import { Scene } from "./scene.ts";
import { Tooltip } from "./tooltip.ts";

export type { HallMapOptions, Viewport };

/** The map's style sheet, for the root that it is drawn in. */
export const mapStyles: string = css;

const STEP = 1.6; // what a button zooms
const VISIBLE_PX = 6; // the radius at which a seat can be distinguished from its neighbours
const MANY_MARKS = 60; // more than these are shown by dimming the others

let count = 0;

export class HallMap {
  readonly #options: HallMapOptions;
  readonly #hall: Hall;
  readonly #scene: Scene;
  readonly #active: ActiveSeats;
  readonly #root: HTMLElement;
  readonly #space: LocalSpace;
  readonly #renderer: MapRenderer;
  readonly #tooltip: Tooltip;
  readonly #keyboard: KeyboardNavigator;
  readonly #areas: AreaButtons | undefined;
  readonly #end = new AbortController();
  #enabled = true;

  /** Draw into `box`, a positioned element in a root that has adopted `mapStyles`. */
  constructor(box: HTMLElement, options: HallMapOptions) {
    this.#options = options;
    this.#hall = options.hall;
    this.#scene = new Scene(options.hall);
    this.#active = new ActiveSeats(options.hall, options);
    this.#root = box.appendChild(h("div", { class: "hallmap" }));
    this.#space = new LocalSpace(this.#root);
    this.#renderer = new MapRenderer(
      this.#root,
      this.#space,
      this.#scene,
      this.#active,
      options.stateOf,
      options.words.overview,
      () => this.#moved(),
    );
    this.#tooltip = new Tooltip(this.#renderer.camera, options.describe);
    this.#keyboard = new KeyboardNavigator(this.#hall, this.#renderer.camera, {
      describe: options.describe,
      isPressed: (seat) => options.stateOf(seat) === "mine",
      press: (seat) => this.#press(seat),
      arrived: (seat, stepped) => this.#arrived(seat, stepped),
      left: () => this.#tooltip.show(undefined),
      zoom: (factor, about) => this.#zoomAbout(about, factor),
      fit: () => this.fit(),
    });
    this.#areas = options.standing && new AreaButtons(this.#hall, this.#renderer.camera, options.standing);
    this.#build();
    this.#listen();
    this.#renderer.start(options.viewport);
  }

  /** While false the map is grey and takes no presses; it can still be moved and walked. */
  get enabled(): boolean {
    return this.#enabled;
  }

  set enabled(enabled: boolean) {
    this.#enabled = enabled;
    this.#root.classList.toggle("disabled", !enabled);
    this.#keyboard.enabled = enabled;
    if (this.#areas) this.#areas.enabled = enabled;
  }

  /** Other numbers of places of areas are left, or the visitor's. */
  updateAreas(): void {
    this.#areas?.refresh();
  }

  /** Draw what is different, a change of state by a short, quiet movement. */
  update(changes: readonly SeatChange[]): void {
    this.#active.apply(changes);
    this.#renderer.follow(
      changes.flatMap(({ seat, before, after }) => {
        const found = this.#hall.seats.get(seat);
        return found && before.state !== after.state ? { seat: found, before: before.state } : [];
      }),
    );
    this.#keyboard.refresh();
    this.#tooltip.refresh();
  }

  /** Mark these seats (an offered alternative, a hovered row of the list); replaces the last marks. */
  highlight(seats: Iterable<string>): void {
    const marked = this.#seats(seats);
    const many = marked.length > MANY_MARKS;
    this.#renderer.overlay.marked = many ? [] : marked;
    this.#renderer.spotlight(many ? new Set(marked) : undefined);
    this.#renderer.requestFrame();
  }

  zoom(factor: number): void {
    this.#renderer.fly(this.#renderer.camera.nearer(factor));
  }

  /** Show the whole hall. */
  fit(): void {
    this.#renderer.fly(this.#renderer.camera.whole);
    this.#renderer.camera.fitted = true;
  }

  /** Bring seats into sight, near enough to press. */
  reveal(seats: string[]): void {
    const wanted = this.#seats(seats);
    const box = around(wanted);
    const radius = wanted[0]?.radius;
    if (!box || !radius) return;
    const large = 2 * radius * this.#renderer.camera.scale >= LEAST_DIAMETER_PX.finger;
    if (large && wanted.every((seat) => this.#renderer.camera.sees(seat))) return;
    this.#renderer.fly(this.#renderer.camera.framing(grow(box, 3 * radius), READABLE_PX / radius));
  }

  get viewport(): Viewport {
    const { x, y, scale, bounds, fitted } = this.#renderer.camera;
    return { x, y, scale, bounds, fitted };
  }

  /** The seat that the keyboard is on, if it is on the map. */
  get focused(): string | undefined {
    return this.#keyboard.focused?.id;
  }

  /** Put the keyboard on a seat. */
  focus(seat: string): void {
    const found = this.#hall.seats.get(seat);
    if (found) this.#keyboard.go(found);
    else this.#areas?.buttonOf(seat)?.focus({ preventScroll: true });
  }

  /** Return the smallest rectangle around a seat in the window, in CSS pixels; undefined when it is out of sight. */
  rectOf(seat: string): DOMRect | undefined {
    const sign = this.#areas?.buttonOf(seat);
    if (sign) return windowRect(sign);
    const found = this.#hall.seats.get(seat);
    const { camera } = this.#renderer;
    if (!found || !camera.sees(found)) return undefined;
    const { x, y } = camera.toWindow(found);
    const radius = found.radius * camera.scale;
    return this.#space.boxToWindow({ x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius });
  }

  /** Read colours and texts' direction again: the theme changed. */
  restyle(): void {
    this.#renderer.restyle();
  }

  destroy(): void {
    this.#end.abort();
    this.#renderer.destroy();
    this.#root.remove();
  }

  #build(): void {
    const { words } = this.#options;
    const help = h("p", { class: "visually-hidden", id: `seatapp-map-help-${++count}` }, words.help);
    const ground = h(
      "div",
      { class: "viewport", role: "application", "aria-label": words.map, "aria-describedby": help.id },
      this.#renderer.canvas,
      this.#keyboard.element,
      this.#areas?.element,
    );
    const buttons = controls(words, {
      zoomIn: () => this.zoom(STEP),
      zoomOut: () => this.zoom(1 / STEP),
      fit: () => this.fit(),
    });
    this.#root.append(ground, help, this.#renderer.minimap.element, buttons, this.#tooltip.element);
  }

  #listen(): void {
    const { signal } = this.#end;
    const pointer = new PointerHandler(this.#renderer, this.#scene.grid, this.#tooltip, {
      isPressable: (seat) => this.#isPressable(seat),
      choose: (seat) => {
        this.#keyboard.moveTo(seat);
        this.#press(seat.id);
      },
      pressAt: (place) => this.#areas?.pressAt(place) ?? false,
    });
    listen(this.#renderer.canvas, this.#space, pointer, signal);
    for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
      matchMedia(query).addEventListener("change", () => this.restyle(), { signal });
    }
    const dismiss = ({ key }: KeyboardEvent) => key === "Escape" && this.#tooltip.dismiss();
    document.addEventListener("keydown", dismiss, { signal });
  }

  #moved(): void {
    this.#keyboard.place();
    this.#areas?.place();
    this.#tooltip.place();
    this.#options.moved?.();
  }

  /** The seat that the keyboard is on stays where it is. */
  #zoomAbout(seat: Seat, factor: number): void {
    const { camera } = this.#renderer;
    this.#renderer.fly(camera.nearer(factor, camera.toWindow(seat)));
  }

  #press(seat: string): void {
    if (this.#enabled) this.#options.press(seat);
  }

  /** The keyboard is on a seat now. Who walks there wants to see it. */
  #arrived(seat: Seat, stepped: boolean): void {
    const { camera } = this.#renderer;
    if (seat.radius * camera.scale < VISIBLE_PX && stepped) {
      this.#renderer.fly(camera.around(seat, READABLE_PX / seat.radius));
    } else {
      this.#renderer.fly(camera.including(seat));
    }
    this.#tooltip.show(seat);
  }

  #isPressable({ id }: Seat): boolean {
    const { pressable } = this.#options;
    return pressable ? pressable(id) : ["free", "mine"].includes(this.#options.stateOf(id));
  }

  #seats(ids: Iterable<string>): Seat[] {
    return [...ids].map((id) => this.#hall.seats.get(id)).filter((seat) => seat !== undefined);
  }
}
