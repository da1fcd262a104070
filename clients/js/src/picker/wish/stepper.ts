/** A number with a button for one fewer and one for one more. */
import type { Localizer } from "../i18n/localizer.ts";
import { h, write } from "../ui/dom.ts";
import { icon } from "../ui/icons.ts";

export interface StepperOptions {
  i18n: Localizer;
  value: number;
  most: number;
  /** By how many it changes, and the least that it can be. */
  step: number;
  changed(value: number): void;
}

export class Stepper {
  readonly element: HTMLElement;
  readonly #options: StepperOptions;
  readonly #number = h("output", {});
  readonly #fewer: HTMLButtonElement;
  readonly #more: HTMLButtonElement;
  #value: number;

  constructor(options: StepperOptions) {
    this.#options = options;
    this.#value = options.value;
    this.#fewer = this.#button("fewer", "minus", -options.step);
    this.#more = this.#button("more", "plus", options.step);
    this.element = h("div", { class: "stepper" }, this.#fewer, this.#number, this.#more);
    this.#write();
  }

  #button(name: "fewer" | "more", sign: "minus" | "plus", by: number): HTMLButtonElement {
    const click = () => {
      if (!this.#isPossible(this.#value + by)) return;
      this.#value += by;
      this.#write();
      this.#options.changed(this.#value);
    };
    const label = this.#options.i18n.text(name);
    return h("button", { type: "button", class: "round", "aria-label": label, on: { click } }, icon(sign));
  }

  #isPossible(value: number): boolean {
    return value >= this.#options.step && value <= this.#options.most;
  }

  #write(): void {
    const { step } = this.#options;
    write(this.#number, String(this.#value));
    this.#fewer.setAttribute("aria-disabled", String(!this.#isPossible(this.#value - step)));
    this.#more.setAttribute("aria-disabled", String(!this.#isPossible(this.#value + step)));
  }
}
