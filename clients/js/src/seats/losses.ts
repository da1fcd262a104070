/** Applies the server's announcements to the stores, and reports what of the visitor's was booked or lost. */

import { reportLost } from "../areas/losses.ts";
import type { AreaStore } from "../areas/store.ts";
import type { Announcement, SeatAnnouncement } from "../connection/announcements.ts";
import type { Status } from "../http/api.ts";
import type { SeatMapEvents } from "../types.ts";
import type { Emitter } from "../util/emitter.ts";
import type { ServerClock } from "../util/server-clock.ts";
import type { SeatStore } from "./store.ts";

const SLACK_MS = 500; // an expiry may be announced so long before it comes by our clock

export class LossDetector {
  readonly #seats: SeatStore;
  readonly #areas: AreaStore;
  readonly #clock: ServerClock;
  readonly #events: Emitter<SeatMapEvents>;
  readonly #hasTypes: () => boolean;

  /** `hasTypes`: whether the show has ticket types, which announcements do not tell. */
  constructor(
    stores: { seats: SeatStore; areas: AreaStore },
    clock: ServerClock,
    events: Emitter<SeatMapEvents>,
    hasTypes = () => false,
  ) {
    this.#seats = stores.seats;
    this.#areas = stores.areas;
    this.#clock = clock;
    this.#events = events;
    this.#hasTypes = hasTypes;
  }

  /** Take the whole state; `reconnected`: the connection was down before it. */
  replace(status: Status, askedAt: number, reconnected: boolean): void {
    if (status.now) this.#clock.learn(Date.parse(status.now));
    const own = this.#own(this.#seats.own);
    this.#seats.replace(status, askedAt);
    const gone = this.#gone(own);
    // Whoever was away may have lost a seat to another, who booked it.
    const booked = reconnected ? [] : gone.filter((seat) => this.#seats.stateOf(seat) === "booked");
    this.#booked(booked);
    this.#lostOf(own, without(gone, booked));
    reportLost(this.#areas.replace(status), this.#clock, this.#events);
  }

  apply(announcement: Announcement): void {
    if (announcement.kind === "areas-changed") this.#areas.announce(announcement.areas);
    else this.#applyToSeats(announcement);
  }

  #applyToSeats({ kind, seats, reason, expiresAt, prices }: SeatAnnouncement): void {
    const own = this.#own(seats);
    if (this.#hasTypes()) this.#seats.reprice(prices);
    else this.#seats.agree(prices);
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
