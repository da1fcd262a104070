/** The party size: how many seats, and a button that selects the best ones side by side. */

import type { Localizer } from "./i18n/localizer.ts";
import { h, write } from "./ui/dom.ts";
import { icon } from "./ui/icons.ts";

export class PartySize {
  readonly element: HTMLElement;
  readonly #i18n: Localizer;
  readonly #most: number;
  readonly #number = h("output", {});
  readonly #fewer: HTMLButtonElement;
  readonly #more: HTMLButtonElement;
  readonly #choose: HTMLButtonElement;
  #count: number;
  #on = true;

  /** `choose` is asked for as many seats, at most `most`. */
  constructor(i18n: Localizer, most: number, choose: (count: number) => void) {
    this.#i18n = i18n;
    this.#most = most;
    this.#count = Math.min(2, most);
    this.#fewer = this.#step("fewer", "minus", -1);
    this.#more = this.#step("more", "plus", 1);
    this.#choose = h("button", {
      type: "button",
      class: "wide",
      on: { click: () => this.#on && choose(this.#count) },
    });
    const label = i18n.text("howMany");
    this.element = h(
      "div",
      { class: "party-size", role: "group", "aria-label": label },
      h("span", { class: "label" }, label),
      h("div", { class: "stepper" }, this.#fewer, this.#number, this.#more),
      this.#choose,
    );
    this.#write();
  }

  /** Whether seats can be had. */
  set enabled(enabled: boolean) {
    this.#on = enabled;
    this.#choose.setAttribute("aria-disabled", String(!enabled));
  }

  #step(name: "fewer" | "more", sign: "minus" | "plus", by: number): HTMLButtonElement {
    const click = () => {
      this.#count = Math.max(1, Math.min(this.#count + by, this.#most));
      this.#write();
    };
    const label = this.#i18n.text(name);
    return h("button", { type: "button", class: "round", "aria-label": label, on: { click } }, icon(sign));
  }

  #write(): void {
    write(this.#number, String(this.#count));
    write(this.#choose, this.#i18n.text("chooseForMe", { n: this.#count }));
    this.#fewer.setAttribute("aria-disabled", String(this.#count === 1));
    this.#more.setAttribute("aria-disabled", String(this.#count === this.#most));
  }
}
