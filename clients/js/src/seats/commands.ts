/** The visitor's commands for a show's seats: select, release, renew, check out, book. */
import type { Api, Booking, Grant, SelectOptions, Terms, Wish } from "../http/api.ts";
import { IdempotencyKey } from "../http/idempotency-key.ts";
import { Refusal } from "../http/refusal.ts";
import { retry } from "../http/retry.ts";
import type { Chosen, SeatMapEvents } from "../types.ts";
import type { Emitter } from "../util/emitter.ts";
import type { ServerClock } from "../util/server-clock.ts";
import { KeyedQueue } from "./keyed-queue.ts";
import type { Ask, SeatStore } from "./store.ts";

const BOOKING_MS = 20_000;
/** The show is another than we think. */
const OUTDATED = ["sales_closed", "unknown_seats"];
const DOUBTFUL = ["lock_expired", "price_changed"]; // what we show of our seats is not so
const LOST = ["seats_unavailable", "lock_expired"]; // some seats are not ours any more; the others may be kept

export interface CommandsSink {
  /** What we know of the seats may be wrong. */
  doubt(): Promise<void>;
  /** What we know of the show may be old. */
  outdated(): void;
  /** The locks on these seats will not be prolonged any more. */
  final(seats: string[]): void;
  /** How many places of areas the visitor has, by area. */
  places(): Record<string, number>;
  /** Return as many free seats as are `wanted`, next to each other and none of `avoid`. */
  alternatives(wanted: string[], avoid: string[]): string[];
  gone(refusal: Refusal): void;
}

/** Each call rejects with a `Refusal`. */
export class SeatCommands {
  readonly #showId: string;
  readonly #api: Api;
  readonly #seats: SeatStore;
  readonly #clock: ServerClock;
  readonly #events: Emitter<SeatMapEvents>;
  readonly #sink: CommandsSink;
  readonly #key: IdempotencyKey;
  readonly #queue = new KeyedQueue();

  constructor(
    showId: string,
    parts: { api: Api; seats: SeatStore; clock: ServerClock; events: Emitter<SeatMapEvents> },
    sink: CommandsSink,
  ) {
    this.#showId = showId;
    this.#api = parts.api;
    this.#seats = parts.seats;
    this.#clock = parts.clock;
    this.#events = parts.events;
    this.#sink = sink;
    this.#key = new IdempotencyKey(showId, parts.api.origin);
  }

  async select(seats: string[], options: SelectOptions = {}): Promise<void> {
    const others = seats.filter((seat) => this.#seats.stateOf(seat) !== "mine");
    const ask = this.#seats.ask(others, "mine");
    try {
      const grant = await this.#queue.run(seats, () => this.#api.select(this.#showId, seats, options));
      this.#granted(ask, seats, grant);
    } catch (error) {
      this.#seats.drop(ask);
      throw this.refused(error, seats);
    }
  }

  /** Lock the best seats for a wish, beside what the visitor has. */
  async best(wish: Wish): Promise<Chosen> {
    try {
      const grant = await this.#api.best(this.#showId, wish);
      const { seats, together } = grant;
      const unannounced = seats.filter((seat) => this.#seats.stateOf(seat) !== "mine");
      this.#granted(this.#seats.ask(unannounced, "mine"), seats, grant);
      return { seats, together, wish };
    } catch (error) {
      throw this.refused(error);
    }
  }

  /** Let own seats be sold as other ticket types, all or none. */
  async retype(types: Record<string, string>): Promise<void> {
    const seats = Object.keys(types);
    try {
      const terms = await this.#queue.run(seats, () => this.#api.retype(this.#showId, types));
      this.#seats.agree(terms.prices, terms.ticketTypes);
    } catch (error) {
      throw this.refused(error);
    }
  }

  async release(seats: string[]): Promise<void> {
    const ask = this.#seats.ask(seats, "free");
    try {
      const released = await this.#queue.run(seats, () => this.#api.release(this.#showId, seats));
      if (released.length === seats.length) return this.#seats.accept(ask, this.#clock.now());
      this.#seats.drop(ask); // some were not ours
      void this.#sink.doubt();
    } catch (error) {
      this.#seats.drop(ask);
      throw this.refused(error);
    }
  }

  /** Lock again what is ours of these seats; what is not prolonged by that is final. */
  async renew(seats: string[]): Promise<void> {
    const before = new Map<string, number>();
    const renew = async () => {
      for (const seat of seats) if (this.#isKept(seat)) before.set(seat, this.#seats.untilOf(seat) ?? 0);
      const kept = [...before.keys()];
      if (kept.length) this.#hold(await this.#api.select(this.#showId, kept));
    };
    const same = () => [...before].filter(([seat, until]) => this.#seats.untilOf(seat) === until);
    try {
      await this.#queue.run(seats, renew);
      // An answer has the end of the first lock; the whole state has each.
      if (same().length && before.size > 1) await this.#sink.doubt();
      this.#sink.final(same().map(([seat]) => seat));
    } catch (error) {
      if (error instanceof Refusal) this.#notRenewed(error, [...before.keys()]);
      throw this.refused(error);
    }
  }

  #notRenewed(refusal: Refusal, seats: string[]): void {
    if (refusal.temporary) return;
    if (LOST.includes(refusal.code)) void this.#sink.doubt();
    else this.#sink.final(seats);
  }

  async checkout(): Promise<void> {
    try {
      const grant = await this.#queue.run(this.#seats.own, () => this.#api.checkout(this.#showId));
      this.#hold(grant);
      const areas = Object.keys(grant.areas ?? {});
      if (areas.length) await this.#sink.doubt();
      this.#sink.final([...grant.seats, ...areas]);
    } catch (error) {
      throw this.refused(error);
    }
  }

  /** Book on these terms, under this key, or under one of our own until an answer has come. */
  book(terms: Terms, key?: string): Promise<Booking> {
    return key === undefined ? this.#bookOnce(terms) : this.#book(terms, key);
  }

  async #bookOnce(terms: Terms): Promise<Booking> {
    try {
      const places = Object.entries(this.#sink.places()).map(([area, count]) => `${area}: ${count}`);
      const booking = await this.#book(terms, this.#key.for([...this.#seats.own, ...places]));
      this.#key.settle();
      // The answer to an old order for these seats, cancelled since: they are wanted anew.
      return booking.status === "cancelled" ? await this.#bookOnce(terms) : booking;
    } catch (error) {
      if (error instanceof Refusal && !error.temporary) this.#key.settle();
      throw error;
    }
  }

  async #book(terms: Terms, key: string): Promise<Booking> {
    const book = () => retry(() => this.#api.book(this.#showId, key, terms), BOOKING_MS);
    try {
      const booking = await this.#queue.run(this.#seats.own, book);
      if (booking.status === "confirmed") this.#booked(booking.seats);
      return booking;
    } catch (error) {
      throw this.refused(error);
    }
  }

  #booked(seats: string[]): void {
    const own = seats.filter((seat) => this.#seats.stateOf(seat) === "mine");
    this.#seats.learn(seats, "booked", this.#clock.now());
    if (own.length) this.#events.emit("booked", { seats: own });
    if (Object.keys(this.#sink.places()).length) void this.#sink.doubt();
  }

  /** Whether the visitor still has this seat and means to keep it. */
  #isKept(seat: string): boolean {
    const until = this.#seats.untilOf(seat) ?? Infinity;
    const over = this.#clock.at(until) <= this.#clock.now();
    return this.#seats.stateOf(seat) === "mine" && !this.#seats.pending(seat) && !over;
  }

  #hold(grant: Grant): void {
    this.#seats.agree(grant.prices, grant.ticketTypes);
    this.#seats.hold(grant.seats, this.#learn(grant));
  }

  #granted(ask: Ask, seats: string[], grant: Grant): void {
    this.#seats.agree(grant.prices, grant.ticketTypes);
    this.#seats.accept(ask, this.#clock.now(), this.#learn(grant));
    this.#seats.hold(seats, Date.parse(grant.expiresAt));
  }

  /** Return when the grant ends, epoch ms, and learn from it what time it is. */
  #learn({ expiresAt, expiresIn }: Grant): number {
    const until = Date.parse(expiresAt);
    this.#clock.learn(until - expiresIn * 1000);
    return until;
  }

  /** Apply what a refusal says about the show and its seats, and return it. */
  refused(error: unknown, wanted: string[] = []): unknown {
    if (!(error instanceof Refusal)) return error;
    if (error.code === "show_not_found") this.#sink.gone(error);
    if (OUTDATED.includes(error.code)) this.#sink.outdated();
    if (DOUBTFUL.includes(error.code)) void this.#sink.doubt();
    if (error.code === "seats_unavailable" && wanted.length) this.#conflict(wanted, error);
    return error;
  }

  #conflict(wanted: string[], { details }: Refusal): void {
    const conflicts = strings(details.conflicts);
    // A cooling seat is free for everybody else.
    const cooling = strings(details.coolingDown);
    const taken = conflicts.filter((seat) => !cooling.includes(seat) && this.#seats.isOpen(seat));
    this.#seats.learn(taken, "taken", this.#clock.now());
    const alternatives = this.#sink.alternatives(wanted, conflicts);
    this.#events.emit("conflict", { wanted, conflicts, alternatives });
  }
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
