/** The switch that opens and closes the sales of a show. */
import type { Sales } from "seatapp";

import { dashboard } from "./dashboard-words.ts";
import { part, write } from "./dom.ts";

/** What else keeps people from choosing, whatever the switch says. */
const WINDOW: Partial<Record<Sales["state"], string>> = dashboard.texts.window;

export class SalesSwitch {
  readonly #button = part("sales");
  #open = true;
  #busy = false;

  /** `set` sends it to the server; when that fails, the switch goes back. */
  constructor(set: (open: boolean) => Promise<boolean>) {
    this.#button.addEventListener("click", async () => {
      if (this.#busy) return;
      const before = this.#open;
      this.#draw(!before);
      this.#busy = true;
      const done = await set(!before);
      this.#busy = false;
      if (!done) this.#draw(before);
    });
  }

  /** Show the server's state, unless a change is under way. */
  show(open: boolean, state: Sales["state"]): void {
    if (this.#busy) return;
    this.#button.hidden = false;
    this.#draw(open);
    write(part("sales-window"), WINDOW[state] ?? "");
  }

  #draw(open: boolean): void {
    this.#open = open;
    this.#button.ariaChecked = String(open);
    write(part("sales-word"), dashboard.text(open ? "open" : "shut"));
  }
}
