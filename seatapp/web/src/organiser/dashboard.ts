/** The dashboard of one show: its hall, its figures, its latest bookings. */
import { type Connection, Refusal, SeatMap } from "seatapp";
import { HEADING, refreshParts } from "../page-parts.ts";
import type { OrganiserApi } from "./api.ts";
import { listenForAtHand } from "./at-hand.ts";
import { dashboard } from "./dashboard-words.ts";
import { part, write } from "./dom.ts";
import { showError, showFailure } from "./error-banner.ts";
import { Figures } from "./figures.ts";
import { atMinute } from "./format.ts";
import { HallView } from "./hall-view.ts";
import { LockRate } from "./lock-rate.ts";
import { RateChart } from "./lock-rate-chart.ts";
import { Refresher } from "./refresher.ts";
import { SalesSwitch } from "./sales-switch.ts";
import { ShowBookings } from "./show-bookings.ts";
import type { Tally } from "./transitions.ts";
import { WheelchairRelease } from "./wheelchair-release.ts";

const MINUTES_SHOWN = 30;
const PAUSE_MS = 1000;
const REFRESH_MS = 30_000;
const TICK_MS = 5000;

export class Dashboard {
  readonly #api: OrganiserApi;
  readonly #show: string;
  readonly #seats: SeatMap;
  readonly #figures = new Figures();
  readonly #sales: SalesSwitch;
  readonly #bookings: ShowBookings;
  readonly #wheelchair: WheelchairRelease;
  readonly #rate = new LockRate(MINUTES_SHOWN);
  readonly #chart = new RateChart(this.#rate);
  readonly #summaryRefresher = new Refresher(() => this.#quietly(() => this.#showSummary()), PAUSE_MS);
  readonly #bookingsRefresher = new Refresher(() => this.#quietly(() => this.#bookings.refresh()), PAUSE_MS);
  #hall: HallView | undefined;

  constructor(api: OrganiserApi, show: string) {
    this.#api = api;
    this.#show = show;
    // The dashboard is a guest without seats to renew.
    this.#seats = new SeatMap({ show, activity: null });
    this.#sales = new SalesSwitch((open) => this.#setSales(open));
    this.#wheelchair = new WheelchairRelease(api, show);
    this.#bookings = new ShowBookings(api, show, {
      open: (booking) => this.#hall?.show(booking),
      wanted: () => this.#bookingsRefresher.request(),
    });
  }

  /** Show the figures, and the hall as soon as the seat map is live. */
  start(): void {
    listenForAtHand();
    part("csv").addEventListener("click", () => this.#download());
    this.#seats.on("connection", ({ connection }) => this.#connected(connection));
    this.#seats.on("changed", () => this.#changed());
    this.#seats.on("sales", () => this.#refresh());
    this.#seats.on("gone", () => this.#end(dashboard.text("gone")));
    this.#refresh();
    setInterval(() => this.#refresh(), REFRESH_MS);
    this.#seats.start().then(
      () => this.#openHall(),
      (error) => {
        // The event `gone` has reported a refusal.
        if (!(error instanceof Refusal)) throw error;
      },
    );
  }

  #openHall(): void {
    this.#hall = new HallView(this.#seats, this.#api, (tally) => this.#seatsChanged(tally));
    this.#showWheelchair();
    this.#updateRate();
    write(part("since"), ` ${dashboard.text("since", { time: atMinute(Date.now()) })}`);
    setInterval(() => this.#updateRate(), TICK_MS);
    this.#refresh();
  }

  /** The show was changed, in another tab or by somebody else. */
  #changed(): void {
    part("inside").dataset.zone = this.#seats.show?.timeZone;
    this.#showWheelchair();
    this.#refresh();
    void refreshParts(HEADING);
  }

  #showWheelchair(): void {
    const { hall, show } = this.#seats;
    if (hall && show) this.#wheelchair.show(hall, show);
  }

  #refresh(): void {
    this.#summaryRefresher.request();
    this.#bookingsRefresher.request();
  }

  #seatsChanged({ locked, sold }: Tally): void {
    this.#updateRate(locked);
    this.#summaryRefresher.request();
    if (sold) this.#bookingsRefresher.request();
  }

  #updateRate(locked = 0): void {
    if (this.#seats.connection === "live") this.#rate.note(Date.now(), locked);
    this.#chart.draw();
  }

  #connected(connection: Connection): void {
    const offline = connection === "offline";
    part("inside").dataset.connection = connection;
    part("offline").hidden = !offline;
    this.#hall?.enable(!offline);
    if (!offline) this.#refresh();
  }

  #end(message: string): void {
    part("offline").hidden = true;
    showError(message);
  }

  async #showSummary(): Promise<void> {
    const summary = await this.#api.summary(this.#show);
    this.#figures.show(summary, this.#hall?.colours);
    this.#sales.show(summary.salesOpen, summary.salesState);
  }

  async #setSales(open: boolean): Promise<boolean> {
    try {
      await this.#api.setSales(this.#show, open);
      return true;
    } catch (error) {
      showFailure(error, dashboard.text(open ? "opened" : "closed"));
      return false;
    }
  }

  async #download(): Promise<void> {
    try {
      await this.#bookings.download();
    } catch (error) {
      showFailure(error, dashboard.text("notDownloaded"));
    }
  }

  /** What is asked for again anyway need not be complained of while the server is away. */
  async #quietly(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Refusal && error.temporary)) showFailure(error, dashboard.text("old"));
    }
  }
}
