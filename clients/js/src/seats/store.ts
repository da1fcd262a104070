/**
 * What every seat of the hall is. The announcements are the truth; what this visitor has asked for is laid over
 * it: pending until the server answers, accepted until the announcement confirms it. Pure: no DOM, no I/O.
 */
import type { Status } from "../http/api.ts";
import type { SeatChange, SeatLook, SeatState, Wanted } from "../types.ts";
import { differing, instant, isAgreedAlike, isAlike, statesIn } from "./states.ts";

export type Announced = "seats-selected" | "seats-held" | "seats-released" | "seats-booked" | "seats-blocked";

const BECOMES: Record<Announced, SeatState> = {
  "seats-selected": "taken",
  "seats-held": "mine",
  "seats-released": "free",
  "seats-booked": "booked",
  "seats-blocked": "blocked",
};

/** Something that was asked of the server for some seats, and shall make them `state`. */
export interface Ask {
  readonly seats: readonly string[];
  readonly state: Wanted;
}

/** What was agreed for a seat: in minor units, and as what in a show with ticket types. */
interface Terms {
  price: number | undefined;
  ticketType: string | undefined;
}

/** What the server's answer of `at` made of a seat. */
interface Accepted {
  state: SeatState;
  at: number;
}

export class SeatStore {
  #known = new Map<string, SeatState>(); // as announced; a free seat is absent
  readonly #accepted = new Map<string, Accepted>(); // answered and not announced yet
  readonly #pending = new Map<string, Ask>(); // neither answered nor announced yet
  readonly #until = new Map<string, number>(); // the seats that are "mine" → when their locks end, epoch ms
  readonly #terms = new Map<string, Terms>(); // of own seats, as agreed, as far as the server knows
  readonly #changed: (changes: readonly SeatChange[], own: boolean) => void;

  /** `changed` receives each difference, and whether own seats, their prices or their times are others. */
  constructor(changed: (changes: readonly SeatChange[], own: boolean) => void) {
    this.#changed = changed;
  }

  stateOf(seat: string): SeatState {
    return this.#accepted.get(seat)?.state ?? this.#announced(seat);
  }

  /** Return the state that has been asked for and not been answered yet, if any. */
  pending(seat: string): Wanted | undefined {
    return this.#pending.get(seat)?.state;
  }

  /** Whether the seat can be asked for, as far as we know. */
  isOpen(seat: string): boolean {
    return this.stateOf(seat) === "free" && !this.#pending.has(seat);
  }

  /** The visitor's own seats, in the order in which they became so. */
  get own(): string[] {
    return [...this.#until.keys()];
  }

  /** Return when our lock on this seat ends by the server's clock, epoch ms; undefined where it is unknown. */
  untilOf(seat: string): number | undefined {
    return this.#until.get(seat) || undefined;
  }

  /** Return what was agreed for a seat of ours, in minor units; undefined where it is unknown. */
  priceOf(seat: string): number | undefined {
    return this.#terms.get(seat)?.price;
  }

  /** Return as what a seat of ours is sold, by the ticket type's id; undefined where the show has no types. */
  ticketTypeOf(seat: string): string | undefined {
    return this.#terms.get(seat)?.ticketType;
  }

  /** Whether there are own seats whose price the server has not been asked for: another tab took them. */
  get unpriced(): boolean {
    return this.own.some((seat) => !this.#terms.has(seat) && !this.#pending.has(seat));
  }

  /** Store the prices and ticket types that an answer has for these seats. */
  agree(prices: Record<string, number> = {}, types: Record<string, string> = {}): void {
    const own = Object.keys(prices).filter((seat) => this.#until.has(seat));
    this.#change(own, () => {
      for (const [seat, price] of Object.entries(prices))
        this.#terms.set(seat, { price, ticketType: types[seat] });
    });
  }

  /** These are the prices of our seats by now: where they are others, we do not know as what they are sold. */
  reprice(prices: Record<string, number> = {}): void {
    for (const [seat, price] of Object.entries(prices))
      if (this.priceOf(seat) !== price) this.#terms.delete(seat);
  }

  /** Take the whole state, asked for at `askedAt`. What is pending, and what was accepted since, stays so. */
  replace(status: Status, askedAt: number): void {
    const { lockedByMe, heldUntil = {}, heldPrices = {}, ticketTypes = {} } = status;
    const known = statesIn(status);
    const asked = [...this.#accepted.keys(), ...this.#pending.keys()];
    const touched = [...differing(this.#known, known), ...asked, ...lockedByMe];
    const replace = () => {
      this.#known = known;
      for (const seat of asked) this.#confirm(seat, this.#announced(seat));
      for (const [seat, { at }] of this.#accepted) if (at < askedAt) this.#accepted.delete(seat);
      for (const seat of lockedByMe)
        this.#terms.set(seat, { price: heldPrices[seat], ticketType: ticketTypes[seat] });
    };
    this.#change(touched, replace, (seat) => instant(heldUntil[seat]));
  }

  /** Apply one announcement; `until` goes with "seats-held". */
  apply(kind: Announced, seats: readonly string[], until?: number): void {
    const state = BECOMES[kind];
    const apply = () => {
      for (const seat of seats) {
        if (state === "free") this.#known.delete(seat);
        else this.#known.set(seat, state);
        this.#confirm(seat, state);
      }
    };
    this.#change(seats, apply, (seat) => this.#later(seat, until));
  }

  /** The visitor asks for these seats to become `state`: pending until `accept` or `drop`. */
  ask(seats: readonly string[], state: Wanted): Ask {
    const ask: Ask = { seats, state };
    this.#change(seats, () => {
      for (const seat of seats) this.#pending.set(seat, ask);
    });
    return ask;
  }

  /**
   * The server said yes. Seats whose announcement came first are left as that and later ones made them; one
   * that does not come within a while was missed (see `unconfirmedSince`). `until` goes with "mine".
   */
  accept(ask: Ask, at: number, until?: number): void {
    const accept = () => {
      for (const seat of this.#end(ask)) this.#accepted.set(seat, { state: ask.state, at });
    };
    this.#change(ask.seats, accept, (seat) => this.#later(seat, until));
  }

  /** What was asked came to nothing. */
  drop(ask: Ask): void {
    this.#change(ask.seats, () => this.#end(ask));
  }

  /** An answer of `at` shows that these seats are in `state`. */
  learn(seats: readonly string[], state: SeatState, at: number): void {
    this.#change(seats, () => {
      for (const seat of seats) {
        if (this.#announced(seat) === state) this.#accepted.delete(seat);
        else this.#accepted.set(seat, { state, at });
      }
    });
  }

  /** The visitor leaves: nothing is theirs any more, and nothing is asked for. */
  forget(): void {
    this.#change([...this.#until.keys(), ...this.#pending.keys()], () => {
      for (const seat of this.#until.keys()) {
        this.#accepted.delete(seat);
        this.#known.delete(seat);
      }
      this.#pending.clear();
    });
  }

  /** Our locks on these seats end at `until`, epoch ms, or later. */
  hold(seats: readonly string[], until: number): void {
    const longer = seats.filter((seat) => until > (this.#until.get(seat) ?? Infinity));
    for (const seat of longer) this.#until.set(seat, until);
    if (longer.length) this.#changed([], true);
  }

  /** Whether something accepted before `then` still waits for its announcement. */
  unconfirmedSince(then: number): boolean {
    return [...this.#accepted.values()].some(({ at }) => at < then);
  }

  #announced(seat: string): SeatState {
    return this.#known.get(seat) ?? "free";
  }

  /** It was announced that the seat is in `state`. */
  #confirm(seat: string, state: SeatState): void {
    if (this.#accepted.get(seat)?.state === state) this.#accepted.delete(seat);
    if (this.pending(seat) === state) this.#pending.delete(seat);
  }

  /** Return which of the seats were still pending for this. */
  #end(ask: Ask): string[] {
    const seats = ask.seats.filter((seat) => this.#pending.get(seat) === ask);
    for (const seat of seats) this.#pending.delete(seat);
    return seats;
  }

  /** The server sends the end of the first of several locks, so it shortens none. */
  #later(seat: string, until = 0): number {
    return Math.max(until, this.#until.get(seat) ?? 0);
  }

  #forget(seat: string): void {
    this.#until.delete(seat);
    if (!this.#pending.has(seat)) this.#terms.delete(seat);
  }

  /** Let `change` change these seats, and report what is different since; `until` says when own locks end. */
  #change(
    seats: Iterable<string>,
    change: () => void,
    until: (seat: string) => number | undefined = () => undefined,
  ): void {
    const looks = new Map<string, SeatLook>();
    for (const seat of seats) looks.set(seat, this.#lookOf(seat));
    change();
    let own = false;
    const changes: SeatChange[] = [];
    for (const [seat, before] of looks) {
      const end = this.#until.get(seat);
      if (this.stateOf(seat) === "mine") this.#until.set(seat, until(seat) ?? end ?? 0);
      else this.#forget(seat);
      const after = this.#lookOf(seat);
      own ||= end !== this.#until.get(seat) || !isAgreedAlike(before, after);
      if (!isAlike(before, after)) changes.push({ seat, before, after });
    }
    if (changes.length || own) this.#changed(changes, own);
  }

  #lookOf(seat: string): SeatLook {
    const state = this.stateOf(seat);
    const { price, ticketType } = (state === "mine" && this.#terms.get(seat)) || {};
    return { state, pending: this.pending(seat), price, ticketType };
  }
}
