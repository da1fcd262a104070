/** What is good to know of a show and its hall: its rules, and what the signs mean. */
import type { Hall } from "../hall.ts";
import type { Show } from "../plan.ts";
import type { Localizer } from "./i18n/localizer.ts";
import { signs } from "./legend.ts";
import { rulesOf } from "./rules.ts";
import { h } from "./ui/dom.ts";

export class ShowInfo {
  readonly element = h("div", { class: "show-info" });
  readonly #i18n: Localizer;

  constructor(i18n: Localizer, show: Show, hall: Hall) {
    this.#i18n = i18n;
    this.update(show, hall);
  }

  /** The organiser changed the show. */
  update(show: Show, hall: Hall): void {
    this.element.replaceChildren(rulesOf(this.#i18n, show, hall), signs(this.#i18n, hall));
  }
}
