/** A price for each category of the hall, in the currency's own unit. */
import type { Plan } from "seatapp";

import { h, part, write } from "../dom.ts";
import { amountText, parseAmount } from "./amounts.ts";
import { field, mark } from "./fields.ts";
import { form } from "./form-words.ts";

export class PriceFields {
  readonly #place = part("prices");
  readonly #currency = field<HTMLSelectElement>("currency");
  #categories: string[] = [];
  /** What was entered, by category: kept when another hall is chosen and when it comes back. */
  readonly #entered = new Map<string, string>();

  constructor() {
    const names = new Intl.DisplayNames(form.lang, { type: "currency" });
    for (const option of this.#currency.options) option.text = `${option.value}: ${names.of(option.value)}`;
    this.#place.addEventListener("input", ({ target }) => {
      const { dataset, value } = target as HTMLInputElement;
      this.#entered.set(dataset.category ?? "", value);
    });
  }

  get currency(): string {
    return this.#currency.value;
  }

  /** Take the currency and the prices of a show. */
  fill(currency: string, prices: Record<string, number>): void {
    if (![...this.#currency.options].some(({ value }) => value === currency)) {
      this.#currency.add(new Option(currency));
    }
    this.#currency.value = currency;
    for (const [category, amount] of Object.entries(prices)) {
      this.#entered.set(category, amountText(amount, this.#digits));
    }
  }

  /** Ask for the prices of the categories that have seats. */
  show(plan: Plan | undefined): void {
    const colours = new Map(plan?.categories.map(({ name, color }) => [name, color]));
    const sold = new Set(
      plan?.zones.flatMap(({ rows }) =>
        (rows ?? []).flatMap(({ seats }) => seats.map(({ category }) => category)),
      ),
    );
    this.#categories = [...colours.keys()].filter((name) => sold.has(name));
    this.#place.replaceChildren(
      ...this.#categories.map((name, index) => this.#row(name, index, colours.get(name))),
    );
  }

  /** Return the prices in minor units; undefined, and what is wrong marked, when one is missing or no amount. */
  read(): Record<string, number> | undefined {
    const prices = this.#categories.map((category, index) => {
      const amount = parseAmount(field(idOf(index)).value, this.#digits);
      mark(idOf(index), amount === undefined ? form.text("noAmount", { example: this.#example }) : "");
      return [category, amount] as const;
    });
    const wrong = prices.some(([, amount]) => amount === undefined);
    return wrong ? undefined : (Object.fromEntries(prices) as Record<string, number>);
  }

  /** Say what the server has against the prices. */
  refuse(message: string): void {
    const place = part("prices-wrong");
    write(place, message);
    place.hidden = !message;
  }

  get #example(): string {
    const digits = this.#digits;
    const style = { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false };
    return new Intl.NumberFormat(form.lang, style).format(digits ? 12.5 : 1250);
  }

  get #digits(): number {
    return Number(this.#currency.selectedOptions[0]?.dataset.digits ?? 2);
  }

  #row(category: string, index: number, colour: string | undefined): HTMLElement {
    const swatch = h("span", { class: "swatch" });
    swatch.style.setProperty("--colour", colour ?? "transparent");
    const id = idOf(index);
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

function idOf(index: number): string {
  return `price-${index}`;
}
