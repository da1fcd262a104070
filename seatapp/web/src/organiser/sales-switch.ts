/** The switch that opens and closes the sales of a show. */
import type { Sales } from "seatapp";

import { dashboard } from "./dashboard-words.ts";
import { part, write } from "./dom.ts";
import { Switch } from "./switch.ts";

/** What else keeps people from choosing, whatever the switch says. */
const WINDOW: Partial<Record<Sales["state"], string>> = dashboard.texts.window;

export class SalesSwitch {
  readonly #switch: Switch;

  /** `set` sends it to the server; when that fails, the switch goes back. */
  constructor(set: (open: boolean) => Promise<boolean>) {
    this.#switch = new Switch(part("sales"), set, (open) =>
      write(part("sales-word"), dashboard.text(open ? "open" : "shut")),
    );
  }

  /** Show the server's state, unless a change is under way. */
  show(open: boolean, state: Sales["state"]): void {
    this.#switch.show(open);
    write(part("sales-window"), WINDOW[state] ?? "");
  }
}
