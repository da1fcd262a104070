/** The ticket types of a show: rows that are added and removed. Without any, seats cost what their category does. */
import { part } from "../dom.ts";
import { slugOf } from "./address.ts";
import type { Currency } from "./currency.ts";
import { field, mark, say } from "./fields.ts";
import type { Mistakes } from "./plan-mistakes.ts";
import type { Categories, PriceFields } from "./price-fields.ts";
import { type TicketType, TicketTypeRow } from "./ticket-type-row.ts";
import { types } from "./ticket-type-words.ts";

const MOST = 50;
const ID_LENGTH = 60;

export class TicketTypeFields {
  readonly #currency: Currency;
  readonly #plain: PriceFields;
  readonly #list = part("ticket-type-rows");
  readonly #more = part<HTMLButtonElement>("more-types");
  #rows: TicketTypeRow[] = [];
  #categories: Categories = new Map();
  #made = 0;

  /** `plain` are the prices of a show without types. */
  constructor(currency: Currency, plain: PriceFields) {
    [this.#currency, this.#plain] = [currency, plain];
    this.#more.addEventListener("click", () => this.#begin());
  }

  get any(): boolean {
    return this.#rows.length > 0;
  }

  /** Show a show's types, unfolded where it has any. */
  fill(all: readonly TicketType[]): void {
    const keys = new Map(all.map((type) => [type.id, this.#add(type).key]));
    this.#rows.forEach((row, index) => {
      row.fill(all[index] as TicketType, (id) => keys.get(id) ?? "");
    });
    part<HTMLDetailsElement>("ticket-types").open = this.any;
    this.#arrange();
  }

  /** Ask for the prices of these categories. */
  show(categories: Categories): void {
    this.#categories = categories;
    for (const row of this.#rows) row.show(categories);
  }

  /** Return the types, and mark what is missing or wrong. */
  read(): TicketType[] {
    const ids = this.#ids();
    const all = this.#rows.map((row) => row.read((key) => ids.get(key) ?? ""));
    for (const [index, category] of [...this.#categories.keys()].entries()) {
      const [first] = this.#rows;
      const isSold = all.some(({ prices }) => category in prices);
      if (first && !isSold) mark(first.prices.idOf(index), types.text("unsold"));
    }
    return all;
  }

  /** Say what the server has against them, at the fields as far as it names them. */
  refuse(errors: Mistakes | string[] | undefined): void {
    say("ticket-types-wrong", Array.isArray(errors) ? errors.join(" ") : "");
    this.#rows.forEach((row, index) => {
      const found = Array.isArray(errors) ? undefined : errors?.[index];
      row.refuse(found && !Array.isArray(found) ? found : {});
    });
  }

  /** Add an empty one. The first has the prices that stand there for seats without types. */
  #begin(): void {
    const isFirst = !this.any;
    const row = this.#add(undefined);
    if (isFirst) row.prices.enter(this.#plain.entered);
    row.show(this.#categories);
    this.#arrange();
    field(`${row.key}-title`).focus();
  }

  #add(type: TicketType | undefined): TicketTypeRow {
    this.#made += 1;
    const row = new TicketTypeRow(`type-${this.#made}`, this.#currency, type, {
      removed: () => this.#remove(row),
      changed: () => this.#arrange(),
    });
    this.#rows.push(row);
    this.#list.append(row.element);
    return row;
  }

  #remove(row: TicketTypeRow): void {
    this.#rows = this.#rows.filter((other) => other !== row);
    row.element.remove();
    this.#arrange();
    this.#more.focus();
  }

  #arrange(): void {
    this.#rows.forEach((row, index) => {
      row.place(
        index,
        this.#rows.filter((other) => other !== row),
      );
    });
    this.#more.hidden = this.#rows.length >= MOST;
    part("plain-prices").hidden = this.any;
    part("typed-prices").hidden = !this.any;
  }

  /** Return the id of each row: that of the show, or one made from its title. */
  #ids(): Map<string, string> {
    const used = new Set(this.#rows.flatMap(({ id }) => id ?? []));
    return new Map(
      this.#rows.map(({ key, id, title }) => {
        if (id !== undefined) return [key, id];
        const base = slugOf(title, ID_LENGTH) || "type";
        let made = base;
        for (let n = 2; used.has(made); n++) made = `${base}-${n}`;
        used.add(made);
        return [key, made];
      }),
    );
  }
}
