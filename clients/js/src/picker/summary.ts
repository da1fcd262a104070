/** The line that is always in reach: how many seats, what they cost, how long they are held, and on to pay. */
import type { Held } from "../seatmap.ts";
import { firstEnd } from "./basket.ts";
import { h, write } from "./dom.ts";
import type { Names } from "./names.ts";
import type { Words } from "./words.ts";

const SOON_MS = 10_000;

export class Summary {
  readonly element: HTMLElement;
  readonly #words: Words;
  readonly #names: Names;
  readonly #count = h("span", {});
  readonly #clock = h("span", { class: "clock" });
  readonly #total = h("b", { class: "total" });
  readonly #checkout: HTMLButtonElement;
  #deadline: number | undefined;

  constructor(words: Words, names: Names, checkout: () => void) {
    this.#words = words;
    this.#names = names;
    this.#checkout = h("button", { type: "button", class: "main checkout", on: { click: checkout } });
    const sum = h("p", { class: "sum" }, h("span", { class: "line" }, this.#count, this.#clock), this.#total);
    this.element = h("div", { class: "summary", hidden: true }, sum, this.#checkout);
    this.pending = false;
  }

  /** Whether checkout is under way. */
  get pending(): boolean {
    return this.#checkout.getAttribute("aria-disabled") === "true";
  }

  set pending(pending: boolean) {
    this.#checkout.setAttribute("aria-disabled", String(pending));
    write(this.#checkout, this.#words.say(pending ? "checkingOut" : "checkout"));
  }

  update(basket: Held[], total: number): void {
    this.#deadline = firstEnd(basket);
    this.element.hidden = basket.length === 0;
    write(this.#count, this.#words.say("seats", { n: basket.length }));
    write(this.#total, this.#names.money(total));
  }

  /** Write how long the first of the seats is held, by the map's clock. */
  tick(now: number): void {
    const left = this.#deadline === undefined ? undefined : this.#deadline - now;
    write(this.#clock, left === undefined ? "" : this.#words.time(left));
    this.#clock.toggleAttribute("data-soon", left !== undefined && left < SOON_MS);
  }
}
