/** What the visitor should know now: cards over the hall that wait for nobody and block nothing. */
import { h, write } from "./dom.ts";
import { type Icon, icon } from "./icons.ts";
import type { Words } from "./words.ts";

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
  readonly #words: Words;
  readonly #refocus: () => void;
  readonly #cards = new Map<string, Card>();

  /** `refocus` is called when the card goes that the keyboard was on. */
  constructor(words: Words, refocus: () => void) {
    this.#words = words;
    this.#refocus = refocus;
  }

  /** Show a card; one of the same name gives way to it. */
  show(name: string, { sign, text, urgent = false, action, closable = false }: Notice): void {
    const words = h("p", {}, text);
    const element = h(
      "div",
      { class: "card", "data-notice": name, "data-urgent": urgent },
      icon(sign),
      words,
      action && button("small", action),
      closable ? closeButton(this.#words, () => this.hide(name)) : undefined,
    );
    const before = this.#cards.get(name)?.element;
    if (before) before.replaceWith(element);
    else this.element.append(element);
    this.#cards.set(name, { element, text: words });
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

export function closeButton(words: Words, run: () => void): HTMLButtonElement {
  const name = words.say("dismiss");
  return h(
    "button",
    { type: "button", class: "close", "aria-label": name, on: { click: run } },
    icon("close"),
  );
}
