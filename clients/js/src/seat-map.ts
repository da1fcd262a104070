/** A show's seats as one visitor sees them: the library's public API. */

import type { TypeCounts } from "./areas/commands.ts";
import { TIMES } from "./connection/show-room.ts";
import type { Hall } from "./hall.ts";
import type { Booking, SelectOptions, Terms, Wish } from "./http/api.ts";
import { ignoreRefusal, Refusal } from "./http/refusal.ts";
import { LiveShow } from "./live-show.ts";
import type { Show } from "./plan.ts";
import type {
  Chosen,
  Connection,
  Held,
  HeldPlaces,
  Sales,
  SeatMapEvents,
  SeatMapOptions,
  SeatState,
  Wanted,
} from "./types.ts";

export type { SelectOptions, Wish } from "./http/api.ts";
export type { Trouble, TroubleCode } from "./http/setup-error.ts";
export type { Aspect, ShowChange } from "./show/show-change.ts";
export type {
  Chosen,
  Connection,
  Held,
  HeldPlaces,
  Sales,
  SeatChange,
  SeatLook,
  SeatMapEvents,
  SeatMapOptions,
  SeatState,
  Token,
  Wanted,
} from "./types.ts";

/** How to book: what it may cost, who it is for, and a `key` of your own for doing it once. */
export interface BookOptions extends Terms {
  key?: string | undefined;
}

export class SeatMap {
  readonly #live: LiveShow;
  #started: Promise<void> | undefined;

  constructor({ activity = globalThis.window, ...options }: SeatMapOptions, times = TIMES) {
    this.#live = new LiveShow({ ...options, activity }, times);
  }

  /**
   * Fetch the show and stay connected, however often the connection breaks; resolves when the map is first
   * live, rejects with a `Refusal` when there is no such show.
   */
  start(): Promise<void> {
    this.#started ??= new Promise((resolve, reject) => {
      this.on("connection", ({ connection }) => connection === "live" && resolve());
      this.on("gone", ({ message }) => reject(new Refusal(404, { code: "show_not_found", message })));
      this.#live.start().catch(reject);
    });
    this.#started.catch(ignoreRefusal); // the event `gone` reports it too
    return this.#started;
  }

  /**
   * Disconnect, for good; the basket is empty from here on. The server gives the locks back, unless another tab is
   * open or checkout has begun.
   */
  stop(): void {
    this.#live.stop();
  }

  /** Call `handler` at each such event; the function returned ends that. */
  on<Name extends keyof SeatMapEvents>(
    name: Name,
    handler: (event: SeatMapEvents[Name]) => void,
  ): () => void {
    return this.#live.events.on(name, handler);
  }

  get connection(): Connection {
    return this.#live.connection;
  }

  /** The server's origin; "" is the page's own. */
  get server(): string {
    return this.#live.api.origin;
  }

  /** Who the visitor is to the server: for whom the shop's backend books. Undefined until there is a session. */
  get userId(): string | undefined {
    return this.#live.api.visitor?.userId;
  }

  /** Undefined, as `hall` is, until `start` has fetched it; a `change` then names every seat. */
  get show(): Show | undefined {
    return this.#live.state.show;
  }

  get hall(): Hall | undefined {
    return this.#live.state.hall;
  }

  /** Whether the show is on sale, by the server's clock. */
  get sales(): Sales {
    return this.#live.state.sales;
  }

  stateOf(seat: string): SeatState {
    return this.#live.seats.stateOf(seat);
  }

  /** Return what has been requested for this seat and not been answered yet, if anything. */
  pending(seat: string): Wanted | undefined {
    return this.#live.seats.pending(seat);
  }

  get basket(): Held[] {
    return this.#live.basket.held;
  }

  /** The visitor's places of areas for standing and free seating, beside the `basket`. */
  get places(): HeldPlaces[] {
    return this.#live.basket.places;
  }

  /** Return how many places of an area are free. */
  leftIn(area: string): number {
    return this.#live.areas.leftIn(area);
  }

  /** What a seat costs the visitor, in minor units: their own what was agreed, any other what the show asks. */
  priceOf(seat: string): number {
    return this.#live.basket.priceOf(seat);
  }

  /** What the basket costs, in minor units. */
  get total(): number {
    return this.#live.basket.total;
  }

  /** An even clock in ms, by which deadlines are given. */
  now(): number {
    return this.#live.clock.now();
  }

  /**
   * Lock these seats, all or none, and of tables that are sold as a whole all others; rejects with a `Refusal`,
   * "offline" while the map is not live. `types` are ids of ticket types by seat; others have the first that is for
   * them. `accessible`: wheelchair places are asked for, which a show may keep for those who do.
   */
  async select(
    seats: string[],
    types: Record<string, string> = {},
    options: Omit<SelectOptions, "types"> = {},
  ): Promise<void> {
    this.#requireLive();
    await this.#live.commands.select(this.#whole(seats), { types, ...options });
  }

  /** Lock the best free seats for a wish, beside what the visitor has; rejects with a `Refusal`. */
  async choose(wish: Wish): Promise<Chosen> {
    this.#requireLive();
    return await this.#live.chooser.choose(wish);
  }

  /**
   * Lock the next best in the place of seats that were chosen; rejects with a `Refusal` when there are none, and they
   * are kept.
   */
  async chooseOther(chosen: Chosen): Promise<Chosen> {
    this.#requireLive();
    return await this.#live.chooser.chooseOther(chosen);
  }

  /**
   * Have so many places of each area in all, 0 for none, all or none; rejects with a `Refusal`. `types` are how many of
   * them shall be of which ticket type, by area; the others are of the first that is for the area.
   */
  async choosePlaces(counts: Record<string, number>, types: TypeCounts = {}): Promise<void> {
    this.#requireLive();
    await this.#live.areaCommands.choose(counts, types);
  }

  /** Let seats of the basket be sold as other ticket types, all or none; rejects with a `Refusal`. */
  retype(types: Record<string, string>): Promise<void> {
    return this.#live.commands.retype(types);
  }

  /** Give these seats back, and of tables that are sold as a whole all others; rejects with a `Refusal`. */
  release(seats: string[]): Promise<void> {
    return this.#live.commands.release(this.#whole(seats));
  }

  /** Give the whole basket back. */
  async clear(): Promise<void> {
    const { seats, areas } = this.#live;
    if (seats.own.length) await this.release(seats.own);
    const none = areas.own.map((area) => [area, 0]);
    if (none.length) await this.#live.areaCommands.choose(Object.fromEntries(none));
  }

  /** Renew the locks of the whole basket. */
  keep(): Promise<void> {
    return this.#live.renew(this.#live.seats.own, this.#live.areas.own);
  }

  /** Hold the basket for the payment, once. */
  checkout(): Promise<void> {
    return this.#live.commands.checkout();
  }

  /**
   * Book the basket. A second call answers with the same booking, whatever was lost on the way: by your `key`, or
   * by one that is made here and kept, over a reload too, until an answer has come. It is made at what the
   * visitor was shown, `expectedTotal`, or else `total`; "price_changed" has the `total` that it would have come to.
   */
  book(options: string | BookOptions = {}): Promise<Booking> {
    const { key, customer, ...more } = typeof options === "string" ? { key: options } : options;
    const { expectedTotal = this.basket.length || this.places.length ? this.total : undefined } = more;
    return this.#live.commands.book({ expectedTotal, customer }, key);
  }

  /**
   * Return `count` free seats next to each other, near this seat or the best in the hall, and none of `avoid`; [] if
   * there are none.
   */
  together(count: number, near?: string, avoid: string[] = []): string[] {
    return this.#live.together(count, near, avoid);
  }

  #whole(seats: string[]): string[] {
    return this.hall?.withWholeTables(seats) ?? seats;
  }

  #requireLive(): void {
    if (this.#live.goneAs) throw this.#live.goneAs;
    if (this.connection === "live") return;
    throw new Refusal(0, { code: "offline", message: "Not connected: nothing can be chosen right now." });
  }
}
