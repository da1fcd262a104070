/** The show and its hall as they are now, and whether it is on sale. */

import { Hall } from "../hall.ts";
import type { Refusal } from "../http/refusal.ts";
import type { Show } from "../plan.ts";
import type { Sales } from "../types.ts";
import type { ServerClock } from "../util/server-clock.ts";
import { salesAt } from "./sales.ts";
import { compare, type ShowChange } from "./show-change.ts";
import { ShowLoader } from "./show-loader.ts";

export interface ShowStateSink {
  /** The seats in the basket. */
  own(): string[];
  /** The show is here for the first time, or (with `change`) another than before. */
  loaded(change?: ShowChange): void;
  sales(sales: Sales): void;
  unreachable(refusal: Refusal): void;
  gone(refusal: Refusal): void;
}

export class ShowState {
  show: Show | undefined;
  hall: Hall | undefined;
  sales: Sales = { state: "closed" };
  readonly #clock: ServerClock;
  readonly #sink: ShowStateSink;
  readonly #current: ShowLoader;

  constructor(fetch: () => Promise<Show>, clock: ServerClock, sink: ShowStateSink) {
    this.#clock = clock;
    this.#sink = sink;
    this.#current = new ShowLoader(fetch, {
      loaded: (show) => this.#take(show),
      unreachable: (refusal) => sink.unreachable(refusal),
      gone: (refusal) => sink.gone(refusal),
    });
  }

  /** Fetch the show; resolves when that is done, however long the server is away. */
  refresh(): Promise<void> {
    return this.#current.refresh();
  }

  /** There is this revision of the show. */
  announce(revision: number): void {
    this.#current.announce(revision);
  }

  stop(): void {
    this.#current.stop();
  }

  /** Notice that sales have begun or ended meanwhile. */
  tick(): void {
    if (!this.show) return;
    const sales = this.#salesOf(this.show);
    if (sales.state === this.sales.state && sales.opensAt === this.sales.opensAt) return;
    this.sales = sales;
    this.#sink.sales(sales);
  }

  #take(show: Show): void {
    const hall = new Hall(show);
    const change = this.show && this.hall && compare([this.show, this.hall], [show, hall], this.#sink.own());
    [this.show, this.hall] = [show, hall];
    if (change) this.tick();
    else this.sales = this.#salesOf(show);
    this.#sink.loaded(change);
  }

  #salesOf(show: Show): Sales {
    return salesAt(show, this.#clock.serverNow());
  }
}
