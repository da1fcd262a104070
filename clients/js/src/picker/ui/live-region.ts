/** ARIA live regions: what a screen reader announces to the visitor. */
import { h } from "./dom.ts";

const PAUSE_MS = 400;
const AGAIN_MS = 60;

export class LiveRegion {
  readonly element: HTMLElement;
  readonly #polite = h("div", { role: "status" });
  readonly #urgent = h("div", { role: "alert" });
  #queued: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.element = h("div", { class: "visually-hidden" }, this.#polite, this.#urgent);
  }

  /** Announce politely, after a pause; texts in quick succession are announced together. */
  announce(text: string): void {
    if (this.#queued.at(-1) !== text) this.#queued.push(text);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      write(this.#polite, this.#queued.join(" "));
      this.#queued = [];
    }, PAUSE_MS);
  }

  /** Announce at once. */
  alert(text: string): void {
    write(this.#urgent, text);
  }
}

/** A screen reader announces the same text again only when the region was empty in between. */
function write(region: HTMLElement, text: string): void {
  region.textContent = "";
  setTimeout(() => {
    region.textContent = text;
  }, AGAIN_MS);
}
