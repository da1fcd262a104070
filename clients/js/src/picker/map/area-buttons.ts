/**
 * What stands on the areas whose places are sold by number: the name and how many are left. They are real buttons, for
 * the keyboard and screen readers; the pointer passes through them to the area.
 */
import type { Hall } from "../../hall.ts";
import type { Place, StandingArea } from "../../plan.ts";
import { covers } from "../../show/areas.ts";
import { h, write } from "../ui/dom.ts";
import type { Camera } from "./camera.ts";
import { shapeOf } from "./draw-areas.ts";

const LEAST_PX = 72; // an area narrower than this has its number only

export interface AreaButtonsOptions {
  /** Say how many places of an area are left, and, if the visitor has some, how many. */
  describe(area: string): { stock: string; own: string | undefined };
  press(area: string): void;
}

interface Sign {
  area: StandingArea;
  middle: Place;
  /** In the plan's units. */
  width: number;
  button: HTMLButtonElement;
  stock: HTMLElement;
}

export class AreaButtons {
  readonly element = h("div", { class: "area-buttons" });
  readonly #camera: Camera;
  readonly #options: AreaButtonsOptions;
  readonly #signs: Sign[];
  #enabled = true;

  constructor(hall: Hall, camera: Camera, options: AreaButtonsOptions) {
    this.#camera = camera;
    this.#options = options;
    this.#signs = [...hall.standing.values()].map((area) => this.#sign(area));
    this.element.append(...this.#signs.map(({ button }) => button));
    this.refresh();
  }

  set enabled(enabled: boolean) {
    this.#enabled = enabled;
    for (const { button } of this.#signs) button.setAttribute("aria-disabled", String(!enabled));
  }

  /** Write what is left. */
  refresh(): void {
    for (const { area, button, stock } of this.#signs) {
      const { stock: left, own } = this.#options.describe(area.id);
      write(stock, own === undefined ? left : `✓ ${own} · ${left}`);
      button.toggleAttribute("data-own", own !== undefined);
    }
  }

  /** Lie on the areas while the camera moves. */
  place(): void {
    for (const { middle, width, button } of this.#signs) {
      const { x, y } = this.#camera.toWindow(middle);
      button.style.setProperty("transform", `translate(${x}px, ${y}px) translate(-50%, -50%)`);
      button.toggleAttribute("data-small", width * this.#camera.scale < LEAST_PX);
    }
  }

  /** Press the area at a place of the plan; false where there is none. */
  pressAt(place: Place): boolean {
    const sign = this.#signs.find(({ area }) => covers(area.placed, place));
    if (sign && this.#enabled) this.#options.press(sign.area.id);
    return sign !== undefined;
  }

  /** Return where the sign on an area is. */
  buttonOf(area: string): HTMLElement | undefined {
    return this.#signs.find(({ area: { id } }) => id === area)?.button;
  }

  #sign(area: StandingArea): Sign {
    const { x, y, width, height } = shapeOf(area.placed)?.box ?? { ...area.placed, width: 0, height: 0 };
    const stock = h("span", {});
    const click = () => this.#enabled && this.#options.press(area.id);
    const button = h(
      "button",
      { type: "button", "data-area": area.id, on: { click } },
      h("b", {}, area.name),
      stock,
    );
    return { area, middle: { x: x + width / 2, y: y + height / 2 }, width, button, stock };
  }
}
