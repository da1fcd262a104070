/** A show's seats as one visitor sees them: the library's front door. */
import { onActivity } from "./activity.ts";
import { Api, type Booking } from "./api.ts";
import { Clock } from "./clock.ts";
import { Emitter } from "./emitter.ts";
import { Live, TIMES } from "./live.ts";
import { LockKeeper } from "./lockkeeper.ts";
import { News } from "./news.ts";
import { Orders } from "./orders.ts";
import type { Hall, Show } from "./plan.ts";
import { Refusal } from "./refusal.ts";
import { Seats, type Wanted } from "./seats.ts";
import type { ShowChange } from "./showchange.ts";
import { ShowState } from "./showstate.ts";
import { together } from "./together.ts";
import { Troubles, troubleOf } from "./trouble.ts";
import type { Connection, Held, Sales, SeatMapEvents, SeatMapOptions, SeatState } from "./types.ts";

export type { Aspect, ShowChange } from "./showchange.ts";
export type { Trouble, TroubleCode } from "./trouble.ts";
export type { Connection, Held, Sales, SeatMapEvents, SeatMapOptions, SeatState, Token } from "./types.ts";

const TICK_MS = 250;

export class SeatMap {
  connection: Connection = "connecting";

  readonly #activity: EventTarget | null | undefined;
  readonly #api: Api;
  readonly #clock = new Clock();
  readonly #events = new Emitter<SeatMapEvents>();
  readonly #seats = new Seats((seats, own) => this.#changed(seats, own));
  readonly #state: ShowState;
  readonly #troubles: Troubles;
  readonly #orders: Orders;
  readonly #live: Live;
  readonly #locks: LockKeeper;
  /** How the seats are to be heard, whether the show is here or not. */
  #reached: Connection = "connecting";
  #started: Promise<void> | undefined;
  #stopped = false;
  #goneAs: Refusal | undefined; // why there is nothing to choose from any more
  #ends: (() => void)[] = [];

  constructor({ show, server, token, activity = globalThis.window }: SeatMapOptions, times = TIMES) {
    this.#activity = activity;
    if (!show?.trim()) throw new Refusal(0, { ...troubleOf("show_missing", { show, server: "" }) });
    this.#api = new Api(server, token, (code) => this.#troubles.begin(code));
    this.#troubles = new Troubles(
      { show, server: this.#api.origin || String(globalThis.location?.origin) },
      (trouble) => this.#stopped || this.#events.emit("error", trouble),
    );
    this.#state = new ShowState(() => this.#api.show(show), this.#clock, {
      own: () => this.#seats.own,
      loaded: (change) => this.#loaded(change),
      sales: (sales) => this.#events.emit("sales", sales),
      unreachable: (refusal) => this.hall || this.#unreachable(refusal),
      gone: (refusal) => this.#gone(refusal),
    });
    const news = new News(this.#seats, this.#clock, this.#events);
    this.#live = new Live(
      show,
      this.#api,
      {
        replace: (status, askedAt, anew) => news.replace(status, askedAt, anew),
        apply: (announcement) => news.apply(announcement),
        connection: (connection) => this.#reach(connection),
        revised: (revision) => this.#state.announce(revision),
        gone: (refusal) => this.#gone(refusal),
      },
      times,
    );
    this.#locks = new LockKeeper(this.#seats, this.#clock, {
      renew: (seats) => this.#orders.renew(seats).catch(() => {}),
      warn: (warning) => this.#events.emit("expiring", warning),
      settled: () => this.#events.emit("settled", {}),
      doubt: () => void this.#live.refresh(),
    });
    this.#orders = new Orders(
      show,
      { api: this.#api, seats: this.#seats, clock: this.#clock, events: this.#events },
      {
        doubt: () => this.#live.refresh(),
        outdated: () => void this.#state.refresh(),
        final: (seats) => this.#locks.finish(seats),
        alternatives: (wanted, avoid) => this.together(wanted.length, wanted[0], avoid),
        gone: (refusal) => this.#gone(refusal),
      },
    );
  }

  /**
   * Fetch the show and stay connected, however often the connection breaks; resolves when the map is first
   * live, rejects with a `Refusal` when there is no such show.
   */
  start(): Promise<void> {
    this.#started ??= new Promise((resolve, reject) => {
      this.on("connection", ({ connection }) => connection === "live" && resolve());
      this.on("gone", ({ message }) => reject(new Refusal(404, { code: "show_not_found", message })));
      this.#begin().catch(reject);
    });
    this.#started.catch(() => {}); // who does not wait for it hears of it by the event
    return this.#started;
  }

  /**
   * Hang up, for good; the basket is empty from here on. The server gives the locks back, unless another tab is
   * open or checkout has begun.
   */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    for (const end of this.#ends) end();
    this.#state.stop();
    this.#live.stop();
    this.#seats.forget();
    this.#locks.end();
    this.#connect("offline");
  }

  /** Call `handler` at each such event; the function returned ends that. */
  on<Name extends keyof SeatMapEvents>(
    name: Name,
    handler: (event: SeatMapEvents[Name]) => void,
  ): () => void {
    return this.#events.on(name, handler);
  }

  /** Undefined, as `hall` is, until `start` has fetched it; a `change` then names every seat. */
  get show(): Show | undefined {
    return this.#state.show;
  }

  get hall(): Hall | undefined {
    return this.#state.hall;
  }

  /** Whether the show is on sale, by the server's clock. */
  get sales(): Sales {
    return this.#state.sales;
  }

  stateOf(seat: string): SeatState {
    return this.#seats.stateOf(seat);
  }

  /** Return what has been asked for this seat and not been answered yet, if anything. */
  pending(seat: string): Wanted | undefined {
    return this.#seats.pending(seat);
  }

  /** The visitor's seats, in the plan's order. */
  get basket(): Held[] {
    return (this.hall?.inOrder(this.#seats.own) ?? []).map((seat) => {
      const until = this.#seats.untilOf(seat.id);
      const deadline = until && this.#clock.at(until);
      return { seat, price: this.priceOf(seat.id), deadline };
    });
  }

  /** What a seat costs the visitor, in minor units: their own what was agreed, any other what the show asks. */
  priceOf(seat: string): number {
    return this.#seats.priceOf(seat) ?? this.hall?.priceOf(seat) ?? 0;
  }

  /** What the basket costs, in minor units. */
  get total(): number {
    return this.basket.reduce((total, { price }) => total + price, 0);
  }

  /** An even clock in ms, by which deadlines are given. */
  now(): number {
    return this.#clock.now();
  }

  /** Lock these seats, all or none; rejects with a `Refusal`, "offline" while the map is not live. */
  async select(seats: string[]): Promise<void> {
    if (this.#goneAs) throw this.#goneAs;
    if (this.connection !== "live") {
      throw new Refusal(0, { code: "offline", message: "Not connected: nothing can be chosen right now." });
    }
    await this.#orders.select(seats);
  }

  /** Give these seats back; rejects with a `Refusal`. */
  release(seats: string[]): Promise<void> {
    return this.#orders.release(seats);
  }

  /** Give the whole basket back. */
  async clear(): Promise<void> {
    const { own } = this.#seats;
    if (own.length) await this.release(own);
  }

  /** Renew the locks of the whole basket. */
  keep(): Promise<void> {
    return this.#orders.renew(this.#seats.own);
  }

  /** Hold the basket for the payment, once. */
  checkout(): Promise<void> {
    return this.#orders.checkout();
  }

  /**
   * Book the basket. A second call answers with the same booking, whatever was lost on the way: by your `key`, or
   * by one that is made here and kept, over a reload too, until an answer has come. It is made at what the
   * visitor was shown, `expectedTotal`; "price_changed" tells the `total` that it would have come to.
   */
  book(key?: string, expectedTotal = this.basket.length ? this.total : undefined): Promise<Booking> {
    return this.#orders.book(expectedTotal, key);
  }

  /**
   * Return `count` free seats next to each other, near this seat or the best in the hall, and none of `avoid`; [] if
   * there are none.
   */
  together(count: number, near?: string, avoid: string[] = []): string[] {
    if (!this.hall) return [];
    return together(this.hall, {
      count,
      near: near === undefined ? undefined : this.hall.seats.get(near),
      isFree: (seat) => this.#seats.isOpen(seat) && !avoid.includes(seat),
    });
  }

  async #begin(): Promise<void> {
    const ticking = setInterval(() => this.#tick(), TICK_MS);
    this.#ends.push(() => clearInterval(ticking));
    this.#ends.push(onActivity(this.#activity, () => this.#locks.active()));
    this.#live.start(); // connected while the show is under way
    await this.#state.refresh();
  }

  /** The show is here, or it is another: what the visitor asks of seats goes on meanwhile. */
  #loaded(change: ShowChange | undefined): void {
    const lost = change?.lost.map(({ id }) => id) ?? [];
    if (lost.length) {
      this.#seats.learn(lost, "taken", this.now());
      this.#events.emit("lost", { seats: lost, reason: "removed" });
    }
    if (change) this.#events.emit("changed", change);
    this.#changed(new Set([...(this.hall?.seats.keys() ?? []), ...(change?.removed ?? [])]), true);
    if (!change) this.#reach(this.#reached);
    else if (change.what.includes("plan")) void this.#live.refresh();
  }

  #tick(): void {
    this.#state.tick();
    if (this.connection === "live") this.#locks.tick();
  }

  #changed(seats: ReadonlySet<string>, own: boolean): void {
    if (own) this.#locks.note();
    if (seats.size) this.#events.emit("change", { seats });
    if (own) this.#events.emit("basket", { basket: this.basket, total: this.total });
  }

  /** The seats are to be heard so; it takes the show, too, to be live. */
  #reach(connection: Connection): void {
    this.#reached = connection;
    if (connection !== "live" || this.hall) this.#connect(connection);
  }

  #connect(connection: Connection): void {
    if (this.connection === connection) return;
    this.connection = connection;
    if (connection === "live") this.#troubles.over();
    this.#events.emit("connection", { connection });
  }

  #unreachable(refusal: Refusal): void {
    this.#connect("offline");
    void this.#troubles.diagnose(refusal);
  }

  #gone(refusal: Refusal): void {
    if (this.#stopped) return;
    this.#goneAs = refusal;
    this.#state.sales = { state: "closed" };
    this.#troubles.begin("show_not_found");
    this.stop();
    this.#events.emit("gone", { message: refusal.message });
  }
}
