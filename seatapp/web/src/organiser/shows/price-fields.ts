/** A price for each category of the hall, in the currency's own unit. */
import type { Plan } from "seatapp";

import { h } from "../dom.ts";
import type { Currency } from "./currency.ts";
import { field, mark } from "./fields.ts";
import { form } from "./form-words.ts";

/** The colour of each category that has seats, by its name. */
export type Categories = ReadonlyMap<string, string | undefined>;

export class PriceFields {
  readonly #place: HTMLElement;
  readonly #currency: Currency;
  readonly #id: string;
  readonly #required: boolean;
  #categories: string[] = [];
  /** What was entered, by category: kept when another hall is chosen and when it comes back. */
  readonly #entered = new Map<string, string>();

  /** The ids of the fields begin with `id`. Unless `required`, an empty field is a category without a price. */
  constructor(place: HTMLElement, currency: Currency, id: string, required = true) {
    [this.#place, this.#currency, this.#id, this.#required] = [place, currency, id, required];
    this.#place.addEventListener("input", ({ target }) => {
      const { dataset, value } = target as HTMLInputElement;
      this.#entered.set(dataset.category ?? "", value);
    });
  }

  get entered(): ReadonlyMap<string, string> {
    return this.#entered;
  }

  /** Take prices in minor units. */
  fill(prices: Record<string, number>): void {
    this.enter(Object.entries(prices).map(([name, amount]) => [name, this.#currency.write(amount)]));
  }

  /** Take prices as they were entered elsewhere. */
  enter(prices: Iterable<readonly [string, string]>): void {
    for (const [category, amount] of prices) this.#entered.set(category, amount);
  }

  /** Ask for the prices of these categories. */
  show(categories: Categories): void {
    this.#categories = [...categories.keys()];
    this.#place.replaceChildren(
      ...this.#categories.map((name, index) => this.#row(name, index, categories.get(name))),
    );
  }

  /** Return the prices in minor units, and mark what is missing or no amount: that is left out. */
  read(): Record<string, number> {
    const prices = this.#categories.map(
      (category, index) => [category, this.#currency.read(this.idOf(index), this.#required)] as const,
    );
    const known = prices.filter(([, amount]) => amount !== undefined);
    return Object.fromEntries(known) as Record<string, number>;
  }

  /** Mark nothing as wrong: they are not asked for. */
  unmark(): void {
    for (const index of this.#categories.keys()) mark(this.idOf(index), "");
  }

  idOf(index: number): string {
    return `${this.#id}-${index}`;
  }

  /** Whether nothing is entered for any of the categories. */
  get isEmpty(): boolean {
    return this.#categories.every((_, index) => field(this.idOf(index)).value.trim() === "");
  }

  #row(category: string, index: number, colour: string | undefined): HTMLElement {
    const swatch = h("span", { class: "swatch" });
    swatch.style.setProperty("--colour", colour ?? "transparent");
    const id = this.idOf(index);
    const input = h("input", { id, inputmode: "decimal", autocomplete: "off", "data-category": category });
    input.value = this.#entered.get(category) ?? "";
    return h(
      "div",
      { class: "field" },
      h("label", { for: id }, swatch, form.text("priceOf", { category })),
      input,
      h("p", { class: "wrong", id: `${id}-wrong`, hidden: true }),
    );
  }
}

/** Return the categories of a plan that have seats, or places in areas. */
export function categoriesOf(plan: Plan | undefined): Categories {
  const sold = plan ? placesIn(plan) : new Map<string, number>();
  const known = plan?.categories.filter(({ name }) => sold.has(name)) ?? [];
  return new Map(known.map(({ name, color }) => [name, color]));
}

/** Count the seats of a plan, and the places in its areas, by category. */
export function placesIn({ zones }: Plan): Map<string, number> {
  const counts = new Map<string, number>();
  const count = (category: string, places: number) =>
    counts.set(category, (counts.get(category) ?? 0) + places);
  for (const { rows, areas } of zones) {
    for (const { seats } of rows ?? []) for (const { category } of seats) count(category, 1);
    for (const { category, capacity } of areas ?? []) if (category && capacity) count(category, capacity);
  }
  return counts;
}
