/** Speaks to a screen reader: what concerns the visitor, and nothing else. */
import { h } from "./dom.ts";

const PAUSE_MS = 400;
const AGAIN_MS = 60;

export class Voice {
  readonly element: HTMLElement;
  readonly #polite = h("div", { role: "status" });
  readonly #urgent = h("div", { role: "alert" });
  #told: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.element = h("div", { class: "unseen" }, this.#polite, this.#urgent);
  }

  /** Say it when there is a pause; what is said in quick succession is said together. */
  tell(text: string): void {
    if (this.#told.at(-1) !== text) this.#told.push(text);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      speak(this.#polite, this.#told.join(" "));
      this.#told = [];
    }, PAUSE_MS);
  }

  /** Say it now. */
  alert(text: string): void {
    speak(this.#urgent, text);
  }
}

/** The same words again are news only when they were gone for a moment. */
function speak(region: HTMLElement, text: string): void {
  region.textContent = "";
  setTimeout(() => {
    region.textContent = text;
  }, AGAIN_MS);
}
