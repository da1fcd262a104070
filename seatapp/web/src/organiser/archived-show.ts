/** What is kept of a show that is over: how it sold, and its bookings. Nothing of it changes by itself. */
import type { OrganiserApi } from "./api.ts";
import { dashboard } from "./dashboard-words.ts";
import { part } from "./dom.ts";
import { showFailure } from "./error-banner.ts";
import { Figures } from "./figures.ts";
import { LatestBookings } from "./latest-bookings.ts";

export class ArchivedShow {
  readonly #api: OrganiserApi;
  readonly #show: string;
  readonly #latest: LatestBookings;

  constructor(api: OrganiserApi, show: string) {
    this.#api = api;
    this.#show = show;
    // There is no map to show their seats on.
    this.#latest = new LatestBookings(api, show, () => {});
  }

  start(): void {
    part("csv").addEventListener("click", () =>
      this.#try(() => this.#latest.download(), dashboard.text("notDownloaded")),
    );
    void this.#try(async () => {
      new Figures().show(await this.#api.summary(this.#show));
      await this.#latest.refresh();
    }, dashboard.text("unknown"));
  }

  async #try(work: () => Promise<void>, failed: string): Promise<void> {
    try {
      await work();
    } catch (error) {
      showFailure(error, failed);
    }
  }
}
