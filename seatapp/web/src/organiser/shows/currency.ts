/** The currency of a show, and amounts in it as people enter them. */
import { amountText, parseAmount } from "./amounts.ts";
import { field, mark, value } from "./fields.ts";
import { form } from "./form-words.ts";

export class Currency {
  readonly #choice = field<HTMLSelectElement>("currency");

  constructor() {
    const names = new Intl.DisplayNames(form.lang, { type: "currency" });
    for (const option of this.#choice.options) option.text = `${option.value}: ${names.of(option.value)}`;
  }

  get code(): string {
    return this.#choice.value;
  }

  /** Choose a currency, also one that is no longer in the list. */
  choose(code: string): void {
    if (![...this.#choice.options].some(({ value }) => value === code)) this.#choice.add(new Option(code));
    this.#choice.value = code;
  }

  /** Write an amount in minor units for a field. */
  write(amount: number): string {
    return amountText(amount, this.#digits);
  }

  /** Read a field in minor units; undefined for no amount, which is marked unless it is empty and may be. */
  read(id: string, required = true): number | undefined {
    const amount = parseAmount(value(id), this.#digits);
    const isWrong = amount === undefined && (required || value(id) !== "");
    mark(id, isWrong ? form.text("noAmount", { example: this.#example }) : "");
    return amount;
  }

  get #example(): string {
    const digits = this.#digits;
    const style = { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false };
    return new Intl.NumberFormat(form.lang, style).format(digits ? 12.5 : 1250);
  }

  get #digits(): number {
    return Number(this.#choice.selectedOptions[0]?.dataset.digits ?? 2);
  }
}
