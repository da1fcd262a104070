/** The places of areas in the basket: how many, until when, for how much, and a button that gives them back. */
import type { HeldPlaces, SeatMap } from "../../seat-map.ts";
import type { Localizer } from "../i18n/localizer.ts";
import type { SeatNames } from "../i18n/seat-names.ts";
import { h, write } from "../ui/dom.ts";
import { icon } from "../ui/icons.ts";

const SOON_MS = 10_000;

export interface PlacesListOptions {
  map: SeatMap;
  i18n: Localizer;
  names: SeatNames;
  giveBack(area: string): void;
}

export class PlacesList {
  readonly element = h("div", { class: "holds", hidden: true });
  readonly #options: PlacesListOptions;
  #clocks: { element: HTMLElement; deadline: number }[] = [];

  constructor(options: PlacesListOptions) {
    this.#options = options;
  }

  update(places: readonly HeldPlaces[]): void {
    this.element.hidden = places.length === 0;
    this.#clocks = places.map(({ deadline }) => ({
      element: h("p", { class: "clock", role: "timer" }),
      deadline,
    }));
    this.element.replaceChildren(
      ...places.map((held, index) =>
        h("div", { class: "hold" }, this.#clocks[index]?.element, h("ul", {}, this.#row(held))),
      ),
    );
  }

  /** Write how long is left, by the map's clock. */
  tick(now: number): void {
    const { i18n } = this.#options;
    for (const { element, deadline } of this.#clocks) {
      write(element, i18n.text("heldFor", { time: i18n.time(deadline - now) }));
      element.toggleAttribute("data-soon", deadline - now < SOON_MS);
    }
  }

  #row({ area, count, total, ticketTypes }: HeldPlaces): HTMLElement {
    const { map, i18n, names, giveBack } = this.#options;
    const { name } = area;
    const dot = h("span", { class: "dot" });
    dot.style.setProperty("--color", map.hall?.categories.get(area.category)?.color ?? "");
    const titles = (map.show?.ticketTypes ?? [])
      .filter(({ id }) => ticketTypes[id])
      .map(({ id, title }) => `${ticketTypes[id]} × ${title}`);
    const more = [i18n.text("places", { n: count }), ...titles].join(" · ");
    const label = i18n.text("giveBack", { seats: name });
    return h(
      "li",
      { "data-held": area.id },
      dot,
      h("span", { class: "description" }, h("b", {}, name), h("small", {}, more)),
      h("span", { class: "price" }, names.money(total)),
      h(
        "button",
        { type: "button", class: "close", "aria-label": label, on: { click: () => giveBack(area.id) } },
        icon("close"),
      ),
    );
  }
}
