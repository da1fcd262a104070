/** The fields of one ticket type: what it is called and costs, how many one buyer may have, what goes with it. */
import type { Show } from "seatapp";

import { h } from "../dom.ts";
import type { Currency } from "./currency.ts";
import { field, mark, messageOf, value, wholeIn } from "./fields.ts";
import { form } from "./form-words.ts";
import { type Mistakes, messagesIn } from "./plan-mistakes.ts";
import { type Categories, PriceFields } from "./price-fields.ts";
import { types } from "./ticket-type-words.ts";

export type TicketType = Show["ticketTypes"][number];

const MOST = 100;

export class TicketTypeRow {
  readonly element: HTMLElement;
  /** What its fields' ids begin with, and what other rows that need it name. */
  readonly key: string;
  /** The id that the show has it by; undefined for a new one. */
  readonly id: string | undefined;
  readonly prices: PriceFields;
  readonly #legend = h("legend");

  /** `removed` and `changed` are called when it is to go, and when its title is another. */
  constructor(key: string, currency: Currency, type: TicketType | undefined, on: RowEvents) {
    [this.key, this.id] = [key, type?.id];
    const prices = h("div", { class: "fields", "data-prices": true });
    this.prices = new PriceFields(prices, currency, `${key}-price`, false);
    this.prices.fill(type?.prices ?? {});
    const each = this.#entry("each", "each", { type: "number", inputmode: "numeric", min: 1, max: MOST });
    this.element = h(
      "fieldset",
      { class: "ticket-type", on: { input: () => on.changed() } },
      this.#legend,
      this.#entry("title", "title", { maxlength: 200, autocomplete: "off" }),
      prices,
      h(
        "div",
        { class: "fields" },
        this.#entry("most", "most", { type: "number", inputmode: "numeric", min: 1, max: MOST }),
        this.#labelled("needs", "needs", h("select", { id: `${key}-needs` })),
        each,
      ),
      h(
        "button",
        { type: "button", class: "quiet", on: { click: () => on.removed() } },
        types.text("remove"),
      ),
    );
  }

  /** Enter what the show has; the element has to be on the page. */
  fill({ title, maxPerBuyer, needs }: TicketType, keyOf: (id: string) => string): void {
    field(`${this.key}-title`).value = title;
    field(`${this.key}-most`).value = String(maxPerBuyer ?? "");
    field(`${this.key}-each`).value = String(needs?.each ?? "");
    this.#needs.dataset.wanted = needs ? keyOf(needs.type) : "";
  }

  get title(): string {
    return value(`${this.key}-title`);
  }

  /** Number it among the others, and offer those as what it needs. */
  place(position: number, others: readonly TicketTypeRow[]): void {
    const called = types.text("called", { n: position + 1 });
    this.#legend.textContent = this.title || called;
    this.element
      .querySelector("button")
      ?.setAttribute("aria-label", `${types.text("remove")}: ${this.title || called}`);
    const needs = this.#needs;
    const wanted = needs.dataset.wanted ?? needs.value;
    delete needs.dataset.wanted;
    needs.replaceChildren(
      new Option(types.text("nothing"), ""),
      ...others.map((other) => new Option(other.title || types.text("untitled"), other.key)),
    );
    needs.value = others.some(({ key }) => key === wanted) ? wanted : "";
    const each = field(`${this.key}-each`).closest<HTMLElement>(".field");
    if (each) each.hidden = needs.value === "";
  }

  show(categories: Categories): void {
    this.prices.show(categories);
  }

  /** Return the type, and mark what is missing or wrong; `idOf` knows the ids of the rows. */
  read(idOf: (key: string) => string): TicketType {
    mark(`${this.key}-title`, this.title ? "" : form.text("required"));
    const prices = this.prices.read();
    if (this.prices.isEmpty) mark(this.prices.idOf(0), types.text("noPrice"));
    const most = wholeIn(`${this.key}-most`, MOST, false);
    const needed = this.#needs.value;
    const each = wholeIn(`${this.key}-each`, MOST, needed !== "");
    return {
      id: idOf(this.key),
      title: this.title,
      prices,
      ...(most !== undefined && { maxPerBuyer: most }),
      ...(needed && each !== undefined && { needs: { type: idOf(needed), each } }),
    };
  }

  /** Say at each field what the server has against it. */
  refuse(errors: Mistakes): void {
    const { prices, needs, id } = errors;
    mark(`${this.key}-title`, [messageOf(errors, "title"), ...messagesIn(id)].filter(Boolean).join(" "));
    mark(this.prices.idOf(0), messagesIn(prices).join(" "));
    mark(`${this.key}-most`, messageOf(errors, "maxPerBuyer"));
    mark(`${this.key}-each`, messagesIn(needs).join(" "));
  }

  get #needs(): HTMLSelectElement {
    return field<HTMLSelectElement>(`${this.key}-needs`);
  }

  #entry(
    name: string,
    word: "title" | "most" | "each",
    attributes: Record<string, string | number>,
  ): HTMLElement {
    return this.#labelled(name, word, h("input", { id: `${this.key}-${name}`, ...attributes }));
  }

  #labelled(name: string, word: "title" | "most" | "needs" | "each", input: HTMLElement): HTMLElement {
    const id = `${this.key}-${name}`;
    return h(
      "div",
      { class: "field" },
      h("label", { for: id }, types.text(word)),
      input,
      h("p", { class: "wrong", id: `${id}-wrong`, hidden: true }),
    );
  }
}

interface RowEvents {
  removed(): void;
  changed(): void;
}
