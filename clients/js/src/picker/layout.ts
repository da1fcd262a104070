/** The element's layout: a toolbar, the views of the hall, and the panel with the visitor's seats. */

import type { Localizer } from "./i18n/localizer.ts";
import { h } from "./ui/dom.ts";
import { icon } from "./ui/icons.ts";
import { LiveRegion } from "./ui/live-region.ts";
import { Notices } from "./ui/notices.ts";

export class Layout {
  readonly element: HTMLElement;
  readonly liveRegion = new LiveRegion();
  readonly notices: Notices;
  readonly toolbar = h("div", { class: "toolbar" });
  readonly views: HTMLElement;
  /** What unfolds above the summary where there is no room for both. */
  readonly details = h("div", { class: "details", id: "details" });
  readonly panel: HTMLElement;
  readonly #i18n: Localizer;
  readonly #box: HTMLElement;
  readonly #handle: HTMLButtonElement;

  constructor(i18n: Localizer) {
    this.#i18n = i18n;
    this.notices = new Notices(i18n, () => this.panel.focus());
    const focusin = () => {
      this.expanded = false;
    };
    this.views = h("div", { class: "views", on: { focusin } }, skeleton(i18n), this.notices.element);
    const click = () => {
      this.expanded = !this.expanded;
    };
    const handle = { type: "button", class: "handle", "aria-controls": "details" };
    this.#handle = h("button", { ...handle, on: { click } }, icon("chevron"));
    const panel = { class: "panel", tabindex: -1, "aria-label": i18n.text("yourSeats") };
    this.panel = h("section", panel, this.#handle, this.details);
    this.panel.hidden = true;
    this.#box = h("div", { class: "frame" }, this.liveRegion.element, this.toolbar, this.views, this.panel);
    this.element = h("div", { class: "picker", lang: i18n.lang, dir: i18n.dir }, this.#box);
    this.expanded = false;
  }

  /** The hall is there: show what stands ready in the places. */
  open(): void {
    this.panel.hidden = false;
    this.close();
  }

  /** Nothing is awaited any more: what is not there will not come to stand beside the views. */
  close(): void {
    this.views.querySelector(".skeleton")?.remove();
    this.#box.toggleAttribute("data-failed", this.panel.hasAttribute("hidden"));
  }

  /** There is nothing to show but why. */
  fail(text: string): void {
    this.close();
    this.notices.show("trouble", { sign: "warning", text });
    this.liveRegion.announce(text);
  }

  get expanded(): boolean {
    return this.#box.hasAttribute("data-expanded");
  }

  set expanded(expanded: boolean) {
    // Unfolded, the panel covers a part of the views instead of pushing the hall together.
    if (!this.expanded) this.#box.style.setProperty("--folded", `${this.panel.offsetHeight}px`);
    this.#box.toggleAttribute("data-expanded", expanded);
    this.#handle.setAttribute("aria-expanded", String(expanded));
    this.#handle.setAttribute("aria-label", this.#i18n.text(expanded ? "hideDetails" : "showDetails"));
  }

  /** Whether there are seats in the basket. */
  set filled(filled: boolean) {
    this.#box.toggleAttribute("data-filled", filled);
  }
}

function skeleton(i18n: Localizer): HTMLElement {
  const rows = [5, 7, 9, 9, 9, 9].map((seats) => h("div", {}, ...[..."o".repeat(seats)].map(() => h("i"))));
  return h("div", { class: "skeleton" }, h("p", { class: "visually-hidden" }, i18n.text("loading")), ...rows);
}
