/** What is kept of a show that is over: how it sold, and its bookings. Nothing of it changes by itself. */
import type { OrganiserApi } from "./api.ts";
import { dashboard } from "./dashboard-words.ts";
import { part } from "./dom.ts";
import { showFailure } from "./error-banner.ts";
import { Figures } from "./figures.ts";
import { ShowBookings } from "./show-bookings.ts";

export class ArchivedShow {
  readonly #api: OrganiserApi;
  readonly #show: string;
  readonly #bookings: ShowBookings;

  constructor(api: OrganiserApi, show: string) {
    this.#api = api;
    this.#show = show;
    this.#bookings = new ShowBookings(api, show, {
      open: () => {}, // there is no map to show the seats on
      wanted: () => void this.#try(() => this.#bookings.refresh(), dashboard.text("unknown")),
    });
  }

  start(): void {
    part("csv").addEventListener("click", () =>
      this.#try(() => this.#bookings.download(), dashboard.text("notDownloaded")),
    );
    void this.#try(async () => {
      new Figures().show(await this.#api.summary(this.#show));
      await this.#bookings.refresh();
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
