/** A row of numbers of which one is chosen by one tap, or by the arrow keys; the larger ones are pushed into sight. */
import type { Localizer } from "../i18n/localizer.ts";
import { h } from "../ui/dom.ts";

/** Who wants more of one kind asks the organiser. */
const MOST = 20;

export interface NumbersOptions {
  i18n: Localizer;
  label: string;
  /** What is said beside the label: a price. */
  note?: string | undefined;
  value: number;
  most: number;
  changed(value: number): void;
}

let count = 0;

export class Numbers {
  readonly element: HTMLElement;
  readonly #inputs: HTMLInputElement[];

  constructor({ i18n, label, note, value, most, changed }: NumbersOptions) {
    count += 1;
    const name = `numbers-${count}`;
    this.#inputs = Array.from({ length: Math.min(most, MOST) + 1 }, (_, number) => {
      const change = () => changed(number);
      return h("input", { type: "radio", name, value: number, checked: number === value, on: { change } });
    });
    const choices = this.#inputs.map((input, number) => {
      return h("label", {}, input, h("span", {}, i18n.number(number)));
    });
    const labelled = { role: "radiogroup", "aria-labelledby": `${name}-label` };
    this.element = h(
      "div",
      { class: "row" },
      h("span", { class: "label", id: `${name}-label` }, label, note ? h("small", {}, note) : undefined),
      h("div", { class: "numbers", ...labelled }, ...choices),
    );
  }

  set value(value: number) {
    for (const [number, input] of Object.entries(this.#inputs)) input.checked = Number(number) === value;
  }
}
