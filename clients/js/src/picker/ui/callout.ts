/** A callout at a seat: why it cannot be selected, and what can. */

import type { Localizer } from "../i18n/localizer.ts";
import { placeCallout } from "./callout-placement.ts";
import { h } from "./dom.ts";
import { LocalSpace } from "./local-space.ts";
import { type Action, button, closeButton } from "./notices.ts";

export interface CalloutContent {
  seat: string;
  text: string;
  action?: Action | undefined;
  /** What is asked in the place of the text. */
  form?: HTMLElement;
  /** Whether it goes by itself. */
  brief?: boolean;
  /** Called when it is put away, whoever does it. */
  closed?(): void;
}

const BRIEF_MS = 8_000;

export interface CalloutOptions {
  i18n: Localizer;
  /** What it lies in, which is positioned. */
  container: HTMLElement;
  /** Where a seat is in the window. */
  rectOf(seat: string): DOMRect | undefined;
  /** What must not be covered. */
  keptRect(): DOMRect | undefined;
  /** Take the keyboard back to a seat. */
  focus(seat: string): void;
}

export class Callout {
  readonly element = h("div", { class: "callout", role: "group", hidden: true });
  readonly #options: CalloutOptions;
  readonly #space: LocalSpace;
  #content: CalloutContent | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: CalloutOptions) {
    this.#options = options;
    this.#space = new LocalSpace(options.container);
  }

  show(content: CalloutContent): void {
    this.hide();
    this.#content = content;
    this.element.replaceChildren(
      content.form ?? h("p", {}, content.text),
      closeButton(this.#options.i18n, () => this.hide()),
      ...(content.action ? [button("main", content.action)] : []),
      h("span", { class: "tip" }),
    );
    this.element.setAttribute("aria-label", content.text);
    this.element.hidden = false;
    this.place();
    document.addEventListener("keydown", this.#escape);
    if (content.brief) this.#timer = setTimeout(() => this.hide(), BRIEF_MS);
  }

  hide(): void {
    clearTimeout(this.#timer);
    document.removeEventListener("keydown", this.#escape);
    const content = this.#content;
    const byKeyboard = this.element.querySelector(":focus-visible") !== null;
    this.#content = undefined;
    this.element.hidden = true;
    if (byKeyboard && content) this.#options.focus(content.seat);
    content?.closed?.();
  }

  remove(): void {
    this.element.remove();
    this.#space.remove();
  }

  /** Stay at the seat: the map has moved. */
  place(): void {
    if (!this.#content) return;
    const { clientWidth, clientHeight } = this.#options.container;
    const room = { width: clientWidth, height: clientHeight };
    const { offsetWidth: width, offsetHeight: height } = this.element;
    const within = (rect: DOMRect | undefined) => rect && this.#space.boxToLocal(rect);
    const seat = within(this.#options.rectOf(this.#content.seat));
    const { x, y, side, tip } = placeCallout(seat, { width, height }, room, within(this.#options.keptRect()));
    this.element.dataset.side = side;
    this.element.style.setProperty("transform", `translate(${Math.round(x)}px, ${Math.round(y)}px)`);
    this.element.style.setProperty("--tip", `${Math.round(tip)}px`);
  }

  readonly #escape = (event: KeyboardEvent) => {
    if (event.key === "Escape") this.hide();
  };
}
