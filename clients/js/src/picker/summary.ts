/** The summary line: how many seats, their total, the time left, and the checkout button. */
import type { Localizer } from "./i18n/localizer.ts";
import type { SeatNames } from "./i18n/seat-names.ts";
import { h, write } from "./ui/dom.ts";

const SOON_MS = 10_000;

/** What there is in the basket. */
export interface Sum {
  /** How many seats and places. */
  n: number;
  /** In minor units. */
  total: number;
  /** What it lacks before it can be bought; "" for nothing. */
  missing: string;
  /** When the first of them is released, as far as that is known. */
  deadline: number | undefined;
}

export class Summary {
  readonly element: HTMLElement;
  readonly #i18n: Localizer;
  readonly #names: SeatNames;
  readonly #count = h("span", {});
  readonly #clock = h("span", { class: "clock" });
  readonly #total = h("b", { class: "total" });
  readonly #missing = h("p", { class: "missing", id: "missing", hidden: true });
  readonly #checkout: HTMLButtonElement;
  #deadline: number | undefined;

  constructor(i18n: Localizer, names: SeatNames, checkout: () => void) {
    this.#i18n = i18n;
    this.#names = names;
    this.#checkout = h("button", {
      type: "button",
      class: "main checkout",
      "aria-describedby": "missing",
      on: { click: checkout },
    });
    const sum = h("p", { class: "sum" }, h("span", { class: "line" }, this.#count, this.#clock), this.#total);
    this.element = h("div", { class: "summary", hidden: true }, this.#missing, sum, this.#checkout);
    this.pending = false;
  }

  /** Whether checkout is under way. */
  get pending(): boolean {
    return this.#checkout.getAttribute("aria-disabled") === "true";
  }

  set pending(pending: boolean) {
    this.#checkout.setAttribute("aria-disabled", String(pending));
    write(this.#checkout, this.#i18n.text(pending ? "checkingOut" : "checkout"));
  }

  update({ n, total, missing, deadline }: Sum): void {
    this.#deadline = deadline;
    this.element.hidden = n === 0;
    write(this.#count, this.#i18n.text("seats", { n }));
    write(this.#total, this.#names.money(total));
    write(this.#missing, missing);
    this.#missing.hidden = !missing;
  }

  /** Write how long the first of the seats is held, by the map's clock. */
  tick(now: number): void {
    const left = this.#deadline === undefined ? undefined : this.#deadline - now;
    write(this.#clock, left === undefined ? "" : this.#i18n.time(left));
    this.#clock.toggleAttribute("data-soon", left !== undefined && left < SOON_MS);
  }
}
