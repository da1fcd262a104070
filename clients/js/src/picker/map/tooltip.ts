/** The tooltip of the seat under the mouse or the keyboard focus; Escape dismisses it. */
import type { Place, Seat } from "../../plan.ts";
import type { Box } from "../ui/box.ts";
import { h, write } from "../ui/dom.ts";
import type { Camera } from "./camera.ts";

const GAP_PX = 8;
const EDGE_PX = 4;
/** How long the mouse must rest on a seat that the tooltip covers before it describes that one. */
const DWELL_MS = 400;

export class Tooltip {
  readonly element = h("div", { class: "tooltip", role: "tooltip", hidden: true });
  readonly #camera: Camera;
  readonly #describe: (seat: string) => string;
  #seat: Seat | undefined;
  #dismissed: Seat | undefined;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #box: Box = { x: 0, y: 0, width: 0, height: 0 };

  constructor(camera: Camera, describe: (seat: string) => string) {
    this.#camera = camera;
    this.#describe = describe;
  }

  /** The mouse is at a point of the map, on a seat or on none. */
  hover(seat: Seat | undefined, at: Place | undefined): void {
    clearTimeout(this.#waiting);
    if (seat === this.#seat) return;
    if (!at || !this.#covers(at)) this.show(seat);
    else if (seat) this.#waiting = setTimeout(() => this.show(seat), DWELL_MS);
  }

  show(seat: Seat | undefined): void {
    clearTimeout(this.#waiting);
    if (seat !== this.#dismissed) this.#dismissed = undefined;
    this.#seat = this.#dismissed ? undefined : seat;
    this.refresh();
  }

  /** Put it away until another seat is pointed at. */
  dismiss(): void {
    this.#dismissed = this.#seat;
    this.show(this.#seat);
  }

  /** Update the text. */
  refresh(): void {
    this.element.hidden = !this.#seat;
    if (!this.#seat) return;
    write(this.element, this.#describe(this.#seat.id));
    this.place();
  }

  /** Stay at the seat while the camera moves. */
  place(): void {
    const seat = this.#seat;
    if (!seat) return;
    const { width, height, scale } = this.#camera;
    const { x, y } = this.#camera.toWindow(seat);
    const [wide, high] = [this.element.offsetWidth, this.element.offsetHeight];
    const reach = Math.max(seat.radius * scale * 1.3, 4) + GAP_PX;
    const above = y - reach - high;
    const top = above >= EDGE_PX ? above : Math.min(y + reach, height - high - EDGE_PX);
    const left = Math.max(EDGE_PX, Math.min(x - wide / 2, width - wide - EDGE_PX));
    this.#box = { x: Math.round(left), y: Math.round(top), width: wide, height: high };
    this.element.style.setProperty("transform", `translate(${this.#box.x}px, ${this.#box.y}px)`);
    this.element.hidden = x < 0 || y < 0 || x > width || y > height;
  }

  #covers(at: Place): boolean {
    if (this.element.hidden) return false;
    const { x, y, width, height } = this.#box;
    return at.x >= x && at.y >= y && at.x <= x + width && at.y <= y + height + GAP_PX;
  }
}
