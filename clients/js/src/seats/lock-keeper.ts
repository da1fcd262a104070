/** Timed work for the visitor's locks: renewals, warnings, and a refresh where an expected announcement is missing. */
import type { AreaStore } from "../areas/store.ts";
import type { SeatMapEvents } from "../types.ts";
import type { ServerClock } from "../util/server-clock.ts";
import { type Lock, Renewal, type Warning } from "./renewal.ts";
import type { SeatStore } from "./store.ts";

const CONFIRMED_MS = 3_000; // an answer's announcement that has not come by then was missed

export interface LockKeeperSink {
  /** Renew the locks of these seats, and of the visitor's places of these areas. */
  renew(seats: string[], areas: string[]): Promise<void>;
  warn(warning: SeatMapEvents["expiring"]): void;
  /** The warning is over. */
  settled(): void;
  /** What we know of the seats may be wrong. */
  doubt(): void;
}

export class LockKeeper {
  readonly #seats: SeatStore;
  readonly #areas: AreaStore;
  readonly #clock: ServerClock;
  readonly #sink: LockKeeperSink;
  readonly #renewal: Renewal;
  #checkedAt = 0;

  constructor(parts: { seats: SeatStore; areas: AreaStore }, clock: ServerClock, sink: LockKeeperSink) {
    this.#seats = parts.seats;
    this.#areas = parts.areas;
    this.#clock = clock;
    this.#sink = sink;
    this.#renewal = new Renewal({
      renew: (ids) => sink.renew(...this.#sorted(ids)),
      warn: (warning) => sink.warn(this.#named(warning)),
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

  /** Return which are seats, and which areas: their ids are no seat's. */
  #sorted(ids: string[]): [string[], string[]] {
    const areas = new Set(this.#areas.own);
    return [ids.filter((id) => !areas.has(id)), ids.filter((id) => areas.has(id))];
  }

  #named({ seats: ids, ...warning }: Warning): SeatMapEvents["expiring"] {
    const [seats, areas] = this.#sorted(ids);
    return { seats, areas, ...warning };
  }

  #locks(): Lock[] {
    const kept = this.#seats.own.filter((seat) => this.#seats.pending(seat) !== "free");
    const ends = [
      ...kept.map((seat) => [seat, this.#seats.untilOf(seat)] as const),
      ...this.#areas.own.map((area) => [area, this.#areas.ownIn(area)?.until] as const),
    ];
    return ends.flatMap(([seat, until]) =>
      until === undefined ? [] : { seat, until, deadline: this.#clock.at(until) },
    );
  }
}
