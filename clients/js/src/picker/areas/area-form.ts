/** Asks how many places of an area the visitor wants to have: by ticket type where the show has any for it. */
import type { StandingArea } from "../../plan.ts";
import type { SeatMap } from "../../seat-map.ts";
import { json } from "../../util/json.ts";
import type { Localizer } from "../i18n/localizer.ts";
import type { SeatNames } from "../i18n/seat-names.ts";
import { h, write } from "../ui/dom.ts";
import { Numbers } from "../wish/numbers.ts";

/** How many places of each ticket type; of "" where the show has no types for the area. */
export type Counts = Record<string, number>;

/** How many most people want, who have none yet. */
const USUAL = 2;

export interface AreaFormOptions {
  map: SeatMap;
  i18n: Localizer;
  names: SeatNames;
  /** Have so many places of the area in all. */
  choose(area: string, counts: Counts): void;
}

export class AreaForm {
  readonly element: HTMLFormElement;
  readonly #area: StandingArea;
  readonly #options: AreaFormOptions;
  readonly #stock = h("p", { class: "note" });
  readonly #rows = h("div", { class: "fields" });
  readonly #take = h("button", { type: "submit", class: "main" });
  #counts: Counts = {};
  #shown = "";

  constructor(area: StandingArea, options: AreaFormOptions) {
    this.#area = area;
    this.#options = options;
    const submit = (event: Event) => {
      event.preventDefault();
      if (this.#take.ariaDisabled !== "true") options.choose(area.id, this.#counts);
    };
    const title = h("strong", {}, area.name);
    const attributes = { class: "places", "data-area": area.id, "aria-label": area.name };
    this.element = h("form", { ...attributes, on: { submit } }, title, this.#stock, this.#rows, this.#take);
    this.update();
  }

  /** Write how many are left. The numbers begin with what the visitor has, also when that changes. */
  update(): void {
    const { map, names } = this.#options;
    const left = map.leftIn(this.#area.id);
    write(this.#stock, names.stock(left));
    const held = map.places.find(({ area }) => area.id === this.#area.id);
    const shown = json({ count: held?.count, types: held?.ticketTypes, isOpen: left > 0 });
    if (shown === this.#shown) return;
    this.#shown = shown;
    const types = this.#types.map(({ id }) => id);
    const most = Math.min(map.show?.maxSeatsPerUser ?? 1, (held?.count ?? 0) + left);
    const own = (type: string) => (type ? held?.ticketTypes[type] : held?.count) ?? 0;
    const first = Math.min(USUAL, most);
    this.#counts = Object.fromEntries(
      (types.length ? types : [""]).map((type, index) => [type, held ? own(type) : index ? 0 : first]),
    );
    this.#rows.replaceChildren(...Object.keys(this.#counts).map((type) => this.#row(type, most)));
    this.#name();
  }

  /** Put the keyboard on what is chosen. */
  focus(): void {
    this.element.querySelector<HTMLElement>("input:checked")?.focus();
  }

  get #types() {
    return (this.#options.map.show?.ticketTypes ?? []).filter(({ prices }) => this.#area.category in prices);
  }

  #row(type: string, most: number): HTMLElement {
    const { i18n, map, names } = this.#options;
    const ticket = this.#types.find(({ id }) => id === type);
    const price = ticket?.prices[this.#area.category] ?? map.hall?.categories.get(this.#area.category)?.price;
    const changed = (count: number) => {
      this.#counts[type] = count;
      this.#name();
    };
    return new Numbers({
      i18n,
      label: ticket?.title ?? i18n.text("howManyPlaces"),
      note: names.money(price ?? 0),
      value: this.#counts[type] ?? 0,
      most,
      changed,
    }).element;
  }

  /** Say on the button what it does; it does nothing while that is what the visitor has already. */
  #name(): void {
    const { map, i18n } = this.#options;
    const n = Object.values(this.#counts).reduce((sum, count) => sum + count, 0);
    const hasSome = map.places.some(({ area }) => area.id === this.#area.id);
    write(this.#take, i18n.text(n || !hasSome ? "takePlaces" : "clear", { n }));
    this.#take.setAttribute("aria-disabled", String(!n && !hasSome));
  }
}
