/** Notices over the hall: cards that block nothing. */

import type { Localizer } from "../i18n/localizer.ts";
import { h, write } from "./dom.ts";
import { type Icon, icon } from "./icons.ts";

export interface Action {
  label: string;
  run(): void;
}

export interface Notice {
  sign: Icon;
  text: string;
  urgent?: boolean;
  action?: Action | undefined;
  /** Whether the visitor can close it; otherwise it goes when its reason does. */
  closable?: boolean;
}

interface Card {
  element: HTMLElement;
  text: HTMLElement;
}

export class Notices {
  readonly element = h("div", { class: "notices" });
  readonly #i18n: Localizer;
  readonly #refocus: () => void;
  readonly #cards = new Map<string, Card>();

  /** `refocus` is called when the card goes that the keyboard was on. */
  constructor(i18n: Localizer, refocus: () => void) {
    this.#i18n = i18n;
    this.#refocus = refocus;
  }

  /** Show a card; one of the same name gives way to it. */
  show(name: string, { sign, text, urgent = false, action, closable = false }: Notice): void {
    const i18n = h("p", {}, text);
    const element = h(
      "div",
      { class: "card", "data-notice": name, "data-urgent": urgent },
      icon(sign),
      i18n,
      action && button("small", action),
      closable ? closeButton(this.#i18n, () => this.hide(name)) : undefined,
    );
    const before = this.#cards.get(name)?.element;
    if (before) before.replaceWith(element);
    else this.element.append(element);
    this.#cards.set(name, { element, text: i18n });
  }

  has(name: string): boolean {
    return this.#cards.has(name);
  }

  /** Change a card's words, such as a countdown. */
  write(name: string, text: string): void {
    const card = this.#cards.get(name);
    if (card) write(card.text, text);
  }

  /** Take a card's offer away: it can no longer be kept. */
  withdraw(name: string): void {
    this.#cards.get(name)?.element.querySelector("button.small")?.remove();
  }

  hide(name: string): void {
    const card = this.#cards.get(name)?.element;
    const hadFocus = card?.matches(":focus-within");
    card?.remove();
    this.#cards.delete(name);
    if (hadFocus) this.#refocus();
  }
}

export function button(look: string, { label, run }: Action): HTMLButtonElement {
  return h("button", { type: "button", class: look, on: { click: run } }, label);
}

export function closeButton(i18n: Localizer, run: () => void): HTMLButtonElement {
  const name = i18n.text("dismiss");
  return h(
    "button",
    { type: "button", class: "close", "aria-label": name, on: { click: run } },
    icon("close"),
  );
}
