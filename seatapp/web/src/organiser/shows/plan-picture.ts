/** A hall that is not saved yet, drawn by the picker's map. */
import { Hall, type Plan } from "seatapp";
import { adoptStyles, HallMap, mapStyles } from "seatapp/map";

import { h } from "../dom.ts";
import { placeOf } from "../format.ts";
import { form } from "./form-words.ts";

const WORDS = ["map", "help", "zoomIn", "zoomOut", "fit", "overview"] as const;

export class PlanPicture {
  readonly #host: HTMLElement;
  #box: HTMLElement | undefined;
  #map: HallMap | undefined;

  constructor(host: HTMLElement) {
    this.#host = host;
  }

  /** Draw a plan in the place of the last one; undefined draws none. */
  draw(plan: Plan | undefined): void {
    this.#map?.destroy();
    this.#map = undefined;
    this.#host.hidden = !plan;
    if (!plan) return;
    const hall = new Hall({ plan, prices: {} });
    this.#map = new HallMap(this.#boxed(), {
      hall,
      words: Object.fromEntries(WORDS.map((name) => [name, form.text(name)])) as Record<
        (typeof WORDS)[number],
        string
      >,
      stateOf: () => "free",
      pending: () => undefined,
      describe: (id) => {
        const seat = hall.seats.get(id);
        return seat ? [placeOf(seat), seat.category].join(" · ") : id;
      },
      press: () => {},
      pressable: () => false,
    });
  }

  #boxed(): HTMLElement {
    if (this.#box) return this.#box;
    const root = this.#host.attachShadow({ mode: "open" });
    adoptStyles(root, [".box { position: absolute; inset: 0; }", mapStyles]);
    this.#box = root.appendChild(h("div", { class: "box" }));
    return this.#box;
  }
}
