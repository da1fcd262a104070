/** The form of who wants seats chosen for them: how many of what, places for wheelchairs, and a limit of the price. */
import type { Hall } from "../../hall.ts";
import type { Show } from "../../plan.ts";
import type { Wish } from "../../seat-map.ts";
import type { Localizer } from "../i18n/localizer.ts";
import type { SeatNames } from "../i18n/seat-names.ts";
import { h, write } from "../ui/dom.ts";
import { type Kind, kindsOf, type Wanted } from "./kinds.ts";
import { Numbers } from "./numbers.ts";
import { PriceLimit } from "./price-limit.ts";
import { Stepper } from "./stepper.ts";

const USUAL = 2;

export interface WishFormOptions {
  i18n: Localizer;
  names: SeatNames;
  show: Show;
  hall: Hall;
  /** The best seats for the wish are asked for. */
  choose(wish: Wish): void;
}

/** What was filled in, restored when the show is another. */
export interface WishFormState {
  counts: ReadonlyMap<string | undefined, number>;
  wheelchair: number;
  limit: number | undefined;
}

export class WishForm {
  readonly element: HTMLElement;
  readonly #options: WishFormOptions;
  readonly #kinds: Kind[];
  readonly #counts: Map<string | undefined, number>;
  readonly #limit: PriceLimit;
  readonly #choose: HTMLButtonElement;
  #companionRow: Numbers | undefined;
  #wheelchair: number;
  /** Undefined: one for each wheelchair place. */
  #companion: number | undefined;
  #on = true;

  constructor(options: WishFormOptions, before?: WishFormState) {
    const { i18n, names, show, hall } = options;
    this.#options = options;
    this.#kinds = kindsOf(show, hall);
    this.#counts = new Map(
      this.#kinds.map(({ id, most }) => [id, Math.min(before?.counts.get(id) ?? 0, most)]),
    );
    if (!this.#count) this.#counts.set(this.#kinds[0]?.id, usualCount(show));
    this.#wheelchair = before?.wheelchair ?? 0;
    this.#limit = new PriceLimit(i18n, names, before?.limit);
    const click = () => this.#on && this.#count && options.choose(this.wish);
    this.#choose = h("button", { type: "button", class: "wide", on: { click } });
    const label = i18n.text("howMany");
    const rows = h(
      "div",
      { class: "rows" },
      ...this.#numberRows(label),
      ...this.#placeRows(),
      this.#limit.element,
    );
    this.element = h("div", { class: "party-size", role: "group", "aria-label": label }, rows, this.#choose);
    this.#write();
  }

  /** Whether seats can be had. */
  set enabled(enabled: boolean) {
    this.#on = enabled;
    this.#write();
  }

  get state(): WishFormState {
    return { counts: this.#counts, wheelchair: this.#wheelchair, limit: this.#limit.value };
  }

  /** What is asked for, in the server's words. */
  get wish(): Wish {
    const count = this.#count;
    const wheelchair = Math.min(this.#wheelchair, count);
    const companion = Math.min(this.#companions, count - wheelchair);
    const maxPrice = this.#limit.value;
    const hasTypes = this.#kinds[0]?.id !== undefined;
    const wanted = this.#wanted.filter(([, number]) => number > 0);
    return {
      ...(hasTypes
        ? { ticketTypes: Object.fromEntries(wanted.map(([{ id }, number]) => [id, number])) }
        : { count }),
      ...(maxPrice !== undefined && { maxPrice }),
      ...(wheelchair && { accessible: { wheelchair, companion } }),
    };
  }

  get #wanted(): Wanted[] {
    return this.#kinds.map((kind) => [kind, this.#counts.get(kind.id) ?? 0]);
  }

  get #count(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /** In a hall without such places who comes along has a seat like any other. */
  get #companions(): number {
    return this.#companionRow ? (this.#companion ?? this.#wheelchair) : 0;
  }

  #numberRows(label: string): HTMLElement[] {
    const { i18n, names, show } = this.#options;
    const [first] = this.#kinds;
    if (first?.id === undefined) {
      const step = show.rules?.quantum ?? 1;
      const [value, most] = [this.#count, first?.most ?? 0];
      const changed = (count: number) => this.#set(undefined, count);
      const stepper = new Stepper({ i18n, value, most, step, changed }).element;
      return [h("div", { class: "row" }, h("span", { class: "label" }, label), stepper)];
    }
    return this.#kinds.map(({ id, title, prices, most }) => {
      const all = Object.values(prices);
      const least = names.money(Math.min(...all));
      const note = new Set(all).size > 1 ? i18n.text("from", { price: least }) : least;
      const changed = (count: number) => this.#set(id, count);
      return new Numbers({ i18n, label: title, note, value: this.#counts.get(id) ?? 0, most, changed })
        .element;
    });
  }

  /** Nothing is asked about places that the hall does not have; a companion comes with a wheelchair. */
  #placeRows(): HTMLElement[] {
    const { i18n, hall } = this.#options;
    if (!hall.wheelchairPlaces) return [];
    const most = Math.min(hall.wheelchairPlaces, Math.max(...this.#kinds.map((kind) => kind.most)));
    const wheelchairs = new Numbers({
      i18n,
      label: i18n.text("wheelchairPlaces"),
      note: i18n.text("ofThese"),
      value: this.#wheelchair,
      most,
      changed: (value) => {
        this.#wheelchair = value;
        this.#write();
      },
    });
    if (!hall.hasCompanionPlaces) return [wheelchairs.element];
    this.#companionRow = new Numbers({
      i18n,
      label: i18n.text("companionSeats"),
      note: i18n.text("ofThese"),
      value: this.#companions,
      most,
      changed: (value) => {
        this.#companion = value;
      },
    });
    return [wheelchairs.element, this.#companionRow.element];
  }

  #set(kind: string | undefined, count: number): void {
    this.#counts.set(kind, count);
    this.#write();
  }

  #write(): void {
    const { i18n } = this.#options;
    this.#limit.wanted = this.#wanted;
    if (this.#companionRow) {
      this.#companionRow.element.hidden = this.#wheelchair === 0;
      this.#companionRow.value = this.#companions;
    }
    write(this.#choose, i18n.text("chooseForMe", { n: this.#count }));
    this.#choose.setAttribute("aria-disabled", String(!this.#on || !this.#count));
  }
}

/** A usual number that the show's rules allow. */
function usualCount({ rules = {}, maxSeatsPerUser }: Show): number {
  const step = rules.quantum ?? 1;
  const least = Math.max(USUAL, rules.minSeats ?? 1);
  return Math.min(Math.ceil(least / step) * step, rules.maxSeats ?? Infinity, maxSeatsPerUser);
}
