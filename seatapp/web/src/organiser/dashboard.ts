/** One show as it sells: what happens in its hall is counted, and has the figures asked for again. */
import { type Connection, Refusal, SeatMap } from "seatapp";
import { HEADING, renew } from "../renew.ts";
import type { OrganiserApi } from "./api.ts";
import { LatestBookings } from "./bookings.ts";
import { RateChart } from "./chart.ts";
import { part, write } from "./dom.ts";
import { Figures } from "./figures.ts";
import { HallView } from "./hallview.ts";
import { complain, complainOf } from "./problem.ts";
import { LockRate } from "./rate.ts";
import { Refresher } from "./refresher.ts";
import { SalesSwitch } from "./sales.ts";
import type { Changes } from "./transitions.ts";
import { atMinute } from "./words.ts";

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
  readonly #latest: LatestBookings;
  readonly #rate = new LockRate(MINUTES_SHOWN);
  readonly #chart = new RateChart(this.#rate);
  readonly #summaryDue = new Refresher(() => this.#quietly(() => this.#showSummary()), PAUSE_MS);
  readonly #bookingsDue = new Refresher(() => this.#quietly(() => this.#latest.refresh()), PAUSE_MS);
  #hall: HallView | undefined;

  constructor(api: OrganiserApi, show: string) {
    this.#api = api;
    this.#show = show;
    // The dashboard looks on as a stranger, who has no seats to renew.
    this.#seats = new SeatMap({ show, activity: null });
    this.#sales = new SalesSwitch((open) => this.#setSales(open));
    this.#latest = new LatestBookings(api, show, (seats) => this.#hall?.point(seats));
  }

  /** Show the figures, and the hall as soon as it can be heard. */
  start(): void {
    part("csv").addEventListener("click", () => this.#download());
    this.#seats.on("connection", ({ connection }) => this.#connected(connection));
    this.#seats.on("changed", () => this.#changed());
    this.#seats.on("sales", () => this.#refresh());
    this.#seats.on("gone", ({ message }) => this.#end(message));
    this.#refresh();
    setInterval(() => this.#refresh(), REFRESH_MS);
    // A show that is gone has been complained of.
    this.#seats.start().then(
      () => this.#openHall(),
      () => {},
    );
  }

  #openHall(): void {
    this.#hall = new HallView(this.#seats, this.#api, (changes) => this.#heard(changes));
    this.#watch();
    write(part("since"), ` at ${atMinute(Date.now())}`);
    setInterval(() => this.#watch(), TICK_MS);
    this.#refresh();
  }

  /** The show was changed, in another tab or by somebody else. */
  #changed(): void {
    part("inside").dataset.zone = this.#seats.show?.timeZone;
    this.#refresh();
    void renew(HEADING);
  }

  #refresh(): void {
    this.#summaryDue.ask();
    this.#bookingsDue.ask();
  }

  #heard({ locked, sold }: Changes): void {
    this.#watch(locked);
    this.#summaryDue.ask();
    if (sold) this.#bookingsDue.ask();
  }

  #watch(locked = 0): void {
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
    complain(message);
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
      complainOf(error, `Sales were not ${open ? "opened" : "closed"}.`);
      return false;
    }
  }

  async #download(): Promise<void> {
    try {
      await this.#latest.download();
    } catch (error) {
      complainOf(error, "The bookings were not downloaded.");
    }
  }

  /** What is asked for again anyway need not be complained of while the server is away. */
  async #quietly(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Refusal && error.temporary)) complainOf(error, "The figures are old.");
    }
  }
}
