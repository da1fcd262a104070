/** The legend: prices by colour, and the signs of seat states. */
import type { Hall } from "../hall.ts";
import type { Category, Feature } from "../plan.ts";
import type { Localizer } from "./i18n/localizer.ts";
import type { SeatNames } from "./i18n/seat-names.ts";
import { h, svg } from "./ui/dom.ts";
import { iconPath } from "./ui/icons.ts";

/** The prices, each a button that shows where seats of it are. */
export class Prices {
  readonly element: HTMLElement;
  readonly #buttons: Map<string, HTMLButtonElement>;
  readonly #choose: (category: string | undefined) => void;
  #chosen: string | undefined;

  /** `choose` is called with the category that is to be shown, or undefined for all alike; `chosen` is so already. */
  constructor(
    categories: Category[],
    i18n: Localizer,
    names: SeatNames,
    choose: (category?: string) => void,
    chosen?: string,
  ) {
    this.#choose = choose;
    this.#buttons = new Map(
      categories.map((category) => [category.name, this.#button(category, i18n, names)]),
    );
    const items = [...this.#buttons.values()].map((button) => h("li", {}, button));
    this.#chosen = categories.find(({ name }) => name === chosen)?.name;
    this.#mark();
    this.element = h("ul", { class: "prices", "aria-label": i18n.text("prices") }, ...items);
  }

  #button({ name, color, price = 0 }: Category, i18n: Localizer, names: SeatNames): HTMLButtonElement {
    const dot = h("span", { class: "dot" });
    dot.style.setProperty("--color", color);
    const cost = names.money(price);
    return h(
      "button",
      {
        type: "button",
        "aria-pressed": "false",
        title: i18n.text("showCategory", { category: name, price: cost }),
        on: { click: () => this.#press(name) },
      },
      dot,
      h("span", {}, name),
      h("b", {}, cost),
    );
  }

  #press(name: string): void {
    this.#chosen = this.#chosen === name ? undefined : name;
    this.#mark();
    this.#choose(this.#chosen);
  }

  #mark(): void {
    for (const [category, button] of this.#buttons) {
      button.setAttribute("aria-pressed", String(category === this.#chosen));
    }
  }
}

const CIRCLE = { cx: 12, cy: 12 };
const SQUARE = { x: 4, y: 4, width: 16, height: 16, rx: 4 };

/** The signs as the map draws them, in the colours that the style sheet gives their classes. */
const SIGNS: Record<string, () => SVGElement[]> = {
  free: () => [svg("circle", { ...CIRCLE, r: 9, class: "full" })],
  mine: () => [
    svg("circle", { ...CIRCLE, r: 10.5, class: "own-ring" }),
    svg("circle", { ...CIRCLE, r: 8, class: "own" }),
    svg("path", { d: "M8.4 12.3l2.6 2.6 4.7-5.4", class: "own-mark" }),
  ],
  taken: () => [
    svg("circle", { ...CIRCLE, r: 8.5, class: "line" }),
    svg("path", { d: "M12 7.5V12l3 2", class: "line" }),
  ],
  booked: () => [
    svg("circle", { ...CIRCLE, r: 8.5, class: "faint" }),
    svg("path", { d: "M9 9l6 6M15 9l-6 6", class: "line" }),
  ],
  blocked: () => [svg("path", { d: "M7 12h10", class: "line" })],
  wheelchair: () => [
    svg("rect", { ...SQUARE, class: "full" }),
    svg("circle", { cx: 10.8, cy: 7, r: 1.4, class: "dot-mark" }),
    svg("path", { d: "M10.8 9v4.4h3.6l1.8 3.6M10.8 10.8h3.4M9.4 12.6a3.4 3.4 0 1 0 4.6 4.2", class: "mark" }),
  ],
  companion: () => [
    svg("rect", { ...SQUARE, class: "ring" }),
    svg("rect", { x: 7, y: 7, width: 10, height: 10, rx: 2, class: "full" }),
  ],
  restricted_view: () => [
    svg("circle", { ...CIRCLE, r: 9, class: "full" }),
    svg("circle", { cx: 17.4, cy: 6.6, r: 5, class: "bite" }),
  ],
  aisle: () => [svg("path", { d: iconPath("aisle"), class: "line" })],
  step_free: () => [svg("path", { d: iconPath("step_free"), class: "line" })],
  hearing_loop: () => [svg("path", { d: iconPath("hearing_loop"), class: "line" })],
};

/** Explain the signs; those of wheelchair places and of what is said of seats only where there are any. */
export function signs(i18n: Localizer, hall: Hall): HTMLElement {
  const { texts } = i18n;
  const names: Record<string, string> = {
    ...texts.states,
    ...(hall.wheelchairPlaces > 0 && { wheelchair: texts.wheelchair, companion: texts.companion }),
    ...Object.fromEntries(
      Object.entries(texts.features).filter(([name]) => hall.features.has(name as Feature)),
    ),
  };
  const items = Object.entries(names).map(([name, text]) => {
    const sign = svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, ...(SIGNS[name]?.() ?? []));
    return h("li", {}, sign, h("span", {}, text));
  });
  return h("section", { class: "legend" }, h("h2", {}, i18n.text("signs")), h("ul", {}, ...items));
}
