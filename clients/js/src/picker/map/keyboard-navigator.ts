/**
 * Keyboard navigation on the map. The seat that it is on is a real button, laid invisibly over the drawn one, so
 * that a screen reader speaks of it; two of them take turns, so that each step moves the focus.
 */
import type { Hall } from "../../hall.ts";
import type { Place, Seat } from "../../plan.ts";
import { h } from "../ui/dom.ts";
import type { Camera } from "./camera.ts";
import { neighbour, rowEnd } from "./neighbour.ts";

const LEAST_PX = 24;
const ARROWS: Record<string, Place> = {
  ArrowRight: { x: 1, y: 0 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowDown: { x: 0, y: 1 },
  ArrowUp: { x: 0, y: -1 },
};

export interface KeyboardHandlers {
  describe(seat: string): string;
  isPressed(seat: string): boolean;
  press(seat: string): void;
  /** The focus came to a seat; `stepped` if a key of the map led there. */
  arrived(seat: Seat, stepped: boolean): void;
  left(): void;
  zoom(factor: number, about: Seat): void;
  fit(): void;
}

export class KeyboardNavigator {
  readonly element: HTMLElement;
  readonly #hall: Hall;
  readonly #camera: Camera;
  readonly #handlers: KeyboardHandlers;
  readonly #buttons = [h("button", { type: "button" }), h("button", { type: "button" })] as const;
  #turn: 0 | 1 = 0;
  #seat: Seat | undefined;
  #enabled = true;
  #stepped = false;

  constructor(hall: Hall, camera: Camera, handlers: KeyboardHandlers) {
    [this.#hall, this.#camera, this.#handlers] = [hall, camera, handlers];
    this.element = h("div", { class: "keyboard" }, ...this.#buttons);
    this.#seat = hall.seats.values().next().value;
    this.#buttons[1].hidden = true;
    for (const button of this.#buttons) {
      button.addEventListener("click", () => this.#seat && handlers.press(this.#seat.id));
      button.addEventListener("blur", () => handlers.left());
      button.addEventListener("focus", () => this.#seat && handlers.arrived(this.#seat, this.#stepped));
    }
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.refresh();
  }

  /** The seat that has the focus, if any has. */
  get focused(): Seat | undefined {
    const root = this.element.getRootNode() as Document | ShadowRoot;
    return this.#buttons.some((button) => root.activeElement === button) ? this.#seat : undefined;
  }

  set enabled(enabled: boolean) {
    this.#enabled = enabled;
    this.refresh();
  }

  /** Make this the seat that the tab key reaches; the focus follows if it is in the map. */
  moveTo(seat: Seat): void {
    if (this.focused) this.go(seat, false);
    else {
      this.#seat = seat;
      this.refresh();
    }
  }

  /** Take the focus to a seat. */
  go(seat: Seat, stepped = true): void {
    this.#seat = seat;
    const before = this.#button;
    this.#turn = this.#turn ? 0 : 1;
    this.refresh();
    this.#stepped = stepped;
    this.#button.focus({ preventScroll: true });
    this.#stepped = false;
    before.hidden = true;
  }

  /** Describe the seat's current state. */
  refresh(): void {
    const seat = this.#seat;
    this.#button.hidden = !seat;
    if (!seat) return;
    this.#setAttribute("aria-label", this.#handlers.describe(seat.id));
    this.#setAttribute("aria-pressed", String(this.#handlers.isPressed(seat.id)));
    this.#setAttribute("aria-disabled", String(!this.#enabled));
    this.place();
  }

  /** What stands there already is not written again: a screen reader might read it again. */
  #setAttribute(name: string, value: string): void {
    if (this.#button.getAttribute(name) !== value) this.#button.setAttribute(name, value);
  }

  /** Lie over the seat while the camera moves. */
  place(): void {
    if (!this.#seat) return;
    const { x, y } = this.#camera.toWindow(this.#seat);
    const size = Math.max(2 * this.#seat.radius * this.#camera.scale, LEAST_PX);
    const { style } = this.#button;
    style.setProperty("width", `${size}px`);
    style.setProperty("height", `${size}px`);
    style.setProperty("transform", `translate(${x - size / 2}px, ${y - size / 2}px)`);
  }

  get #button(): HTMLButtonElement {
    return this.#buttons[this.#turn];
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!this.#seat || !(this.#move(event.key, this.#seat) || this.#zoom(event.key, this.#seat))) return;
    event.preventDefault();
    event.stopPropagation();
  }

  #move(key: string, seat: Seat): boolean {
    const arrow = ARROWS[key];
    if (!arrow && key !== "Home" && key !== "End") return false;
    const next = arrow
      ? neighbour(this.#hall.seats.values(), seat, arrow)
      : rowEnd(this.#hall, seat, key === "Home" ? "first" : "last");
    if (next && next !== seat) this.go(next);
    return true;
  }

  #zoom(key: string, seat: Seat): boolean {
    if (key === "+" || key === "=") this.#handlers.zoom(1.5, seat);
    else if (key === "-") this.#handlers.zoom(1 / 1.5, seat);
    else if (key === "0") this.#handlers.fit();
    else return false;
    return true;
  }
}
