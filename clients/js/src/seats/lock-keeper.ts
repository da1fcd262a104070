/** Timed work for the visitor's locks: renewals, warnings, and a refresh where an expected announcement is missing. */
import type { ServerClock } from "../util/server-clock.ts";
import { type Lock, Renewal, type Warning } from "./renewal.ts";
import type { SeatStore } from "./store.ts";

const CONFIRMED_MS = 3_000; // an answer's announcement that has not come by then was missed

export interface LockKeeperSink {
  /** Renew the locks of these seats. */
  renew(seats: string[]): Promise<void>;
  warn(warning: Warning): void;
  /** The warning is over. */
  settled(): void;
  /** What we know of the seats may be wrong. */
  doubt(): void;
}

export class LockKeeper {
  readonly #seats: SeatStore;
  readonly #clock: ServerClock;
  readonly #sink: LockKeeperSink;
  readonly #renewal: Renewal;
  #checkedAt = 0;

  constructor(seats: SeatStore, clock: ServerClock, sink: LockKeeperSink) {
    this.#seats = seats;
    this.#clock = clock;
    this.#sink = sink;
    this.#renewal = new Renewal({
      renew: (ids) => sink.renew(ids),
      warn: (warning) => sink.warn(warning),
      settled: () => sink.settled(),
      overdue: () => sink.doubt(),
    });
  }

  /** The visitor did something. */
  active(): void {
    this.#renewal.active(this.#clock.now());
  }

  /** The locks on these seats will not be prolonged any more. */
  finish(seats: string[]): void {
    this.#renewal.finish(seats);
  }

  /** The visitor has other locks, or they end at another time. */
  note(): void {
    this.#renewal.note(this.#locks(), this.#clock.now());
  }

  /** Do what is due now. */
  tick(): void {
    const now = this.#clock.now();
    this.#renewal.tick(this.#locks(), now);
    const missed = this.#seats.unpriced || this.#seats.unconfirmedSince(now - CONFIRMED_MS);
    if (now < this.#checkedAt + CONFIRMED_MS || !missed) return;
    this.#checkedAt = now;
    this.#sink.doubt();
  }

  /** The visitor has no seats any more, and is not to be warned of them. */
  end(): void {
    this.#renewal.tick([], this.#clock.now());
  }

  #locks(): Lock[] {
    return this.#seats.own.flatMap((seat) => {
      const until = this.#seats.untilOf(seat);
      const leaving = this.#seats.pending(seat) === "free";
      return until === undefined || leaving ? [] : { seat, until, deadline: this.#clock.at(until) };
    });
  }
}
