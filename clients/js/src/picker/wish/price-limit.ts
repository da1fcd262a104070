/** A slider of what a seat may cost, and what all come to then; hidden where all seats cost the same. */
import type { Localizer } from "../i18n/localizer.ts";
import type { SeatNames } from "../i18n/seat-names.ts";
import { h, write } from "../ui/dom.ts";
import { limitsOf, totalOf, type Wanted } from "./kinds.ts";

export class PriceLimit {
  readonly element: HTMLElement;
  readonly #i18n: Localizer;
  readonly #names: SeatNames;
  readonly #range: HTMLInputElement;
  readonly #limit = h("span", {});
  readonly #total = h("small", {});
  #wanted: readonly Wanted[] = [];
  #limits: number[] = [];
  /** In minor units; undefined: any price will do. */
  value: number | undefined;

  constructor(i18n: Localizer, names: SeatNames, value?: number) {
    [this.#i18n, this.#names, this.value] = [i18n, names, value];
    const input = () => this.#moved();
    this.#range = h("input", { type: "range", min: 0, "aria-label": i18n.text("priceLimit"), on: { input } });
    const said = h("span", { class: "label" }, this.#limit, this.#total);
    this.element = h("div", { class: "row price-limit" }, said, this.#range);
  }

  /** Somebody wants these: the limits are those that make a difference to them. */
  set wanted(wanted: readonly Wanted[]) {
    this.#wanted = wanted;
    this.#limits = limitsOf(wanted);
    const { value = Infinity } = this;
    const within = this.#limits.findLastIndex((limit) => limit <= value);
    const last = this.#limits.length - 1;
    this.#range.max = String(Math.max(last, 0));
    this.#range.value = String(this.value === undefined ? last : Math.max(within, 0));
    this.#moved();
  }

  #moved(): void {
    const at = Number(this.#range.value);
    const isAny = at >= this.#limits.length - 1;
    this.value = isAny ? undefined : this.#limits[at];
    const price = this.value === undefined ? "" : this.#names.money(this.value);
    const limit =
      this.value === undefined ? this.#i18n.text("anyPrice") : this.#i18n.text("atMost", { price });
    const total = this.#totalText();
    write(this.#limit, this.#limits.length > 1 ? limit : "");
    write(this.#total, total);
    this.#range.hidden = this.#limits.length < 2;
    this.#range.setAttribute("aria-valuetext", this.#i18n.join([limit, total]));
    this.element.hidden = this.#range.hidden && this.#wanted.length < 2;
  }

  #totalText(): string {
    const total = totalOf(this.#wanted, this.value);
    if (!total) return "";
    const [least, most] = [this.#names.money(total.least), this.#names.money(total.most)];
    if (least === most) return this.#i18n.text("inAll", { price: most });
    return this.#i18n.text("inAllBetween", { least, most });
  }
}
