/** What the server tells unasked, and what of it concerns the visitor: seats that were booked or lost. */
import type { Status } from "./api.ts";
import type { Clock } from "./clock.ts";
import type { Emitter } from "./emitter.ts";
import type { Announcement } from "./live.ts";
import type { Seats } from "./seats.ts";
import type { SeatMapEvents } from "./types.ts";

const SLACK_MS = 500; // an end may be told so much before it has come by our clock

export class News {
  readonly #seats: Seats;
  readonly #clock: Clock;
  readonly #events: Emitter<SeatMapEvents>;

  constructor(seats: Seats, clock: Clock, events: Emitter<SeatMapEvents>) {
    this.#seats = seats;
    this.#clock = clock;
    this.#events = events;
  }

  /** Take the whole state; `anew`: we were away before it. */
  replace(status: Status, askedAt: number, anew: boolean): void {
    if (status.now) this.#clock.learn(Date.parse(status.now));
    const own = this.#own(this.#seats.own);
    this.#seats.replace(status, askedAt);
    const gone = this.#gone(own);
    // Whoever was away may have lost a seat to another, who booked it.
    const booked = anew ? [] : gone.filter((seat) => this.#seats.stateOf(seat) === "booked");
    this.#booked(booked);
    this.#lostOf(own, without(gone, booked));
  }

  apply({ kind, seats, reason, expiresAt, prices }: Announcement): void {
    const own = this.#own(seats);
    this.#seats.agree(prices);
    this.#seats.apply(kind, seats, expiresAt === undefined ? undefined : Date.parse(expiresAt));
    const gone = this.#gone(own);
    if (kind === "seats-booked") this.#booked(gone);
    else if (reason === "expired") this.#lost(gone, "expired");
    else if (reason !== "released") this.#lostOf(own, gone); // released: in another tab
  }

  /** Those of the seats that the visitor has and means to keep → when their locks end. */
  #own(seats: string[]): Map<string, number | undefined> {
    const kept = seats.filter((seat) => this.#seats.stateOf(seat) === "mine" && !this.#seats.pending(seat));
    return new Map(kept.map((seat) => [seat, this.#seats.untilOf(seat)]));
  }

  #gone(own: Map<string, unknown>): string[] {
    return [...own.keys()].filter((seat) => this.#seats.stateOf(seat) !== "mine");
  }

  #lostOf(own: Map<string, number | undefined>, gone: string[]): void {
    const expired = gone.filter((seat) => this.#isOver(own.get(seat)));
    this.#lost(expired, "expired");
    this.#lost(without(gone, expired), "lost");
  }

  #isOver(until: number | undefined): boolean {
    return until !== undefined && this.#clock.at(until) - SLACK_MS <= this.#clock.now();
  }

  #booked(seats: string[]): void {
    if (seats.length) this.#events.emit("booked", { seats });
  }

  #lost(seats: string[], reason: "expired" | "lost"): void {
    if (seats.length) this.#events.emit("lost", { seats, reason });
  }
}

function without(seats: string[], others: string[]): string[] {
  return seats.filter((seat) => !others.includes(seat));
}
