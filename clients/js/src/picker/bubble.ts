/** Says something at a seat: why it cannot be had, and what can. */
import { placeBubble } from "./bubbleplace.ts";
import { h } from "./dom.ts";
import { LocalSpace } from "./map/localspace.ts";
import { type Action, button, closeButton } from "./notices.ts";
import type { Words } from "./words.ts";

export interface Speech {
  seat: string;
  text: string;
  action?: Action | undefined;
  /** Whether it goes by itself. */
  brief?: boolean;
  /** Called when it is put away, whoever does it. */
  closed?(): void;
}

const BRIEF_MS = 8_000;

export interface BubbleOptions {
  words: Words;
  /** What it lies in, which is positioned. */
  stage: HTMLElement;
  /** Where a seat is in the window. */
  rectOf(seat: string): DOMRect | undefined;
  /** What must not be covered. */
  keptRect(): DOMRect | undefined;
  /** Take the keyboard back to a seat. */
  focus(seat: string): void;
}

export class Bubble {
  readonly element = h("div", { class: "bubble", role: "group", hidden: true });
  readonly #options: BubbleOptions;
  readonly #space: LocalSpace;
  #speech: Speech | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: BubbleOptions) {
    this.#options = options;
    this.#space = new LocalSpace(options.stage);
  }

  show(speech: Speech): void {
    this.hide();
    this.#speech = speech;
    const text = h("p", {}, speech.text);
    this.element.replaceChildren(
      text,
      closeButton(this.#options.words, () => this.hide()),
      ...(speech.action ? [button("main", speech.action)] : []),
      h("span", { class: "tip" }),
    );
    this.element.setAttribute("aria-label", speech.text);
    this.element.hidden = false;
    this.place();
    document.addEventListener("keydown", this.#escape);
    if (speech.brief) this.#timer = setTimeout(() => this.hide(), BRIEF_MS);
  }

  hide(): void {
    clearTimeout(this.#timer);
    document.removeEventListener("keydown", this.#escape);
    const speech = this.#speech;
    const byKeyboard = this.element.querySelector(":focus-visible") !== null;
    this.#speech = undefined;
    this.element.hidden = true;
    if (byKeyboard && speech) this.#options.focus(speech.seat);
    speech?.closed?.();
  }

  remove(): void {
    this.element.remove();
    this.#space.remove();
  }

  /** Stay at the seat: the map has moved. */
  place(): void {
    if (!this.#speech) return;
    const { clientWidth, clientHeight } = this.#options.stage;
    const room = { width: clientWidth, height: clientHeight };
    const { offsetWidth: width, offsetHeight: height } = this.element;
    const within = (rect: DOMRect | undefined) => rect && this.#space.boxToLocal(rect);
    const seat = within(this.#options.rectOf(this.#speech.seat));
    const { x, y, side, tip } = placeBubble(seat, { width, height }, room, within(this.#options.keptRect()));
    this.element.dataset.side = side;
    this.element.style.setProperty("transform", `translate(${Math.round(x)}px, ${Math.round(y)}px)`);
    this.element.style.setProperty("--tip", `${Math.round(tip)}px`);
  }

  readonly #escape = (event: KeyboardEvent) => {
    if (event.key === "Escape") this.hide();
  };
}
