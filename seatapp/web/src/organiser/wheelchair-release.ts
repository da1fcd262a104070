/** The switch that keeps wheelchair places for who asks for one, or releases them to everybody. */
import type { Hall, Show } from "seatapp";

import { LONG_MS, type OrganiserApi, path } from "./api.ts";
import { dashboard } from "./dashboard-words.ts";
import { part } from "./dom.ts";
import { showFailure } from "./error-banner.ts";
import { Switch } from "./switch.ts";

export class WheelchairRelease {
  readonly #api: OrganiserApi;
  readonly #id: string;
  readonly #switch: Switch;

  constructor(api: OrganiserApi, show: string) {
    [this.#api, this.#id] = [api, show];
    this.#switch = new Switch(part("on-request"), (kept) => this.#set(kept));
  }

  /** Show how it stands, if the hall has wheelchair places at all. */
  show({ wheelchairPlaces }: Hall, { rules }: Show): void {
    part("wheelchair").hidden = !wheelchairPlaces;
    this.#switch.show(rules.wheelchairOnRequest ?? false);
  }

  /** Save the show with this rule changed and all else as it is now; a change by somebody else is not undone. */
  async #set(wheelchairOnRequest: boolean): Promise<boolean> {
    const url = path(this.#id);
    try {
      const show = await this.#api.call<Show>("GET", url, { timeout: LONG_MS });
      const body = { ...show, rules: { ...show.rules, wheelchairOnRequest } };
      await this.#api.call("PUT", `${url}?revision=${show.revision}`, { body, timeout: LONG_MS });
      return true;
    } catch (error) {
      showFailure(error, dashboard.text(wheelchairOnRequest ? "notKept" : "notReleased"));
      return false;
    }
  }
}
