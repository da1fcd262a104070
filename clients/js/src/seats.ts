/**
 * What every seat of the hall is. The announcements are the truth; what this visitor has asked for is laid over
 * it: pending until the server answers, accepted until the announcement confirms it. Pure: no page, no net.
 */
import type { Status } from "./api.ts";
import type { SeatState } from "./types.ts";

export type Announced = "seats-selected" | "seats-held" | "seats-released" | "seats-booked" | "seats-blocked";

const BECOMES: Record<Announced, SeatState> = {
  "seats-selected": "taken",
  "seats-held": "mine",
  "seats-released": "free",
  "seats-booked": "booked",
  "seats-blocked": "blocked",
};

/** What a visitor asks seats to become. */
export type Wanted = "mine" | "free";

/** Something that was asked of the server for some seats, and shall make them `state`. */
export interface Ask {
  readonly seats: readonly string[];
  readonly state: SeatState;
  /** When the server said yes; undefined while it has not answered. */
  acceptedAt?: number;
}

export class Seats {
  #known = new Map<string, SeatState>(); // as announced; a free seat is absent
  readonly #asked = new Map<string, Ask>(); // what is not announced yet
  readonly #until = new Map<string, number>(); // the seats that are "mine" → when their locks end, epoch ms
  readonly #changed: (seats: ReadonlySet<string>, own: boolean) => void;

  /** `changed` hears which seats may look different now, and whether own ones or their time are among them. */
  constructor(changed: (seats: ReadonlySet<string>, own: boolean) => void) {
    this.#changed = changed;
  }

  stateOf(seat: string): SeatState {
    const asked = this.#asked.get(seat);
    return asked?.acceptedAt === undefined ? this.#announced(seat) : asked.state;
  }

  /** Return the state that has been asked for and not been answered yet, if any. */
  pending(seat: string): Wanted | undefined {
    const asked = this.#asked.get(seat);
    return asked?.acceptedAt === undefined ? (asked?.state as Wanted | undefined) : undefined;
  }

  /** Whether the seat can be asked for, as far as we know. */
  isOpen(seat: string): boolean {
    return this.stateOf(seat) === "free" && !this.#asked.has(seat);
  }

  /** The visitor's own seats, in the order in which they became so. */
  get own(): string[] {
    return [...this.#until.keys()];
  }

  /** Return when our lock on this seat ends by the server's clock, epoch ms; undefined where nobody told. */
  untilOf(seat: string): number | undefined {
    return this.#until.get(seat) || undefined;
  }

  /** Take the whole state, asked for at `askedAt`. What is pending, and what was accepted since, stays so. */
  replace(status: Status, askedAt: number): void {
    const before = this.#known;
    this.#known = new Map([
      ...status.bookedSeats.map((seat) => [seat, "booked"] as const),
      ...status.blockedSeats.map((seat) => [seat, "blocked"] as const),
      ...status.lockedByOthers.map((seat) => [seat, "taken"] as const),
      ...status.lockedByMe.map((seat) => [seat, "mine"] as const),
    ]);
    const touched = new Set<string>();
    for (const [seat, ask] of this.#asked) {
      const overruled = ask.acceptedAt !== undefined && ask.acceptedAt < askedAt;
      if (overruled || ask.state === this.#announced(seat)) this.#asked.delete(seat);
      touched.add(seat);
    }
    for (const seat of before.keys()) if (before.get(seat) !== this.#known.get(seat)) touched.add(seat);
    for (const seat of this.#known.keys()) if (!before.has(seat)) touched.add(seat);
    const told = new Map(Object.entries(status.heldUntil ?? {}).map(([seat, at]) => [seat, Date.parse(at)]));
    this.#touch(new Set([...touched, ...told.keys()]), (seat) => told.get(seat));
  }

  /** Apply one announcement; `until` goes with "seats-held". */
  apply(kind: Announced, seats: readonly string[], until?: number): void {
    const state = BECOMES[kind];
    for (const seat of seats) {
      if (state === "free") this.#known.delete(seat);
      else this.#known.set(seat, state);
      if (this.#asked.get(seat)?.state === state) this.#asked.delete(seat);
    }
    this.#touch(new Set(seats), (seat) => this.#later(seat, until));
  }

  /** The visitor asks for these seats to become `state`: pending until `accept` or `drop`. */
  ask(seats: readonly string[], state: Wanted): Ask {
    const ask: Ask = { seats, state };
    for (const seat of seats) this.#asked.set(seat, ask);
    this.#touch(new Set(seats));
    return ask;
  }

  /**
   * The server said yes. Seats whose announcement came first are left as that and later ones made them; one
   * that does not come within a while was missed (see `unconfirmedSince`). `until` goes with "mine".
   */
  accept(ask: Ask, now: number, until?: number): void {
    ask.acceptedAt = now;
    for (const seat of ask.seats) {
      if (this.#asked.get(seat) === ask && ask.state === this.#announced(seat)) this.#asked.delete(seat);
    }
    this.#touch(new Set(ask.seats), (seat) => this.#later(seat, until));
  }

  /** An answer tells by the way that these seats are in `state`. */
  learn(seats: readonly string[], state: SeatState, now: number): void {
    const ask: Ask = { seats, state };
    for (const seat of seats) this.#asked.set(seat, ask);
    this.accept(ask, now);
  }

  /** What was asked came to nothing. */
  drop(ask: Ask): void {
    for (const seat of ask.seats) if (this.#asked.get(seat) === ask) this.#asked.delete(seat);
    this.#touch(new Set(ask.seats));
  }

  /** Our locks on these seats end at `until`, epoch ms, or later. */
  hold(seats: readonly string[], until: number): void {
    this.#touch(new Set(seats), (seat) => this.#later(seat, until));
  }

  /** Say whether something accepted before `then` still waits for its announcement. */
  unconfirmedSince(then: number): boolean {
    return [...this.#asked.values()].some(({ acceptedAt }) => acceptedAt !== undefined && acceptedAt < then);
  }

  #announced(seat: string): SeatState {
    return this.#known.get(seat) ?? "free";
  }

  /** What is told of several locks is the end of the first, so it shortens none. */
  #later(seat: string, until = 0): number {
    return Math.max(until, this.#until.get(seat) ?? 0);
  }

  #touch(seats: ReadonlySet<string>, until: (seat: string) => number | undefined = () => undefined): void {
    let own = false;
    for (const seat of seats) {
      const before = this.#until.get(seat);
      if (this.stateOf(seat) === "mine") this.#until.set(seat, until(seat) ?? before ?? 0);
      else this.#until.delete(seat);
      own ||= before !== this.#until.get(seat);
    }
    if (seats.size) this.#changed(seats, own);
  }
}
