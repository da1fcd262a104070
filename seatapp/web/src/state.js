/**
 * What every seat of the hall is. The announcements are the truth; what this page has asked for is laid over
 * it: pending until the server answers, accepted until the announcement confirms it. Pure: no page, no net.
 */
export const FREE = "free";
export const MINE = "mine";
export const TAKEN = "taken";
export const BOOKED = "booked";
export const BLOCKED = "blocked";

const BECOMES = {
  "seats-selected": TAKEN,
  "seats-held": MINE,
  "seats-released": FREE,
  "seats-booked": BOOKED,
  "seats-blocked": BLOCKED,
};

export class Seats {
  #known = new Map(); // seat → its state as announced; a free seat is absent
  #asked = new Map(); // seat → {state, pending, at}: what this page asked for
  #own = new Set(); // the seats that are MINE
  #deadlines = new Map(); // seat → when our lock on it ends, by the page's clock
  #changed;

  /** `changed(seats)` is called with the ids of the seats that may look different now. */
  constructor(changed = () => {}) {
    this.#changed = changed;
  }

  stateOf(seat) {
    const asked = this.#asked.get(seat);
    return asked && !asked.pending ? asked.state : (this.#known.get(seat) ?? FREE);
  }

  /** Return the state that has been asked for and not been answered yet, if any. */
  pending(seat) {
    const asked = this.#asked.get(seat);
    return asked?.pending ? asked.state : undefined;
  }

  /** Return our own seats as [{seat, deadline}]; deadline is undefined where nobody told us. */
  mine() {
    return [...this.#own].map((seat) => ({ seat, deadline: this.#deadlines.get(seat) }));
  }

  /** Take the whole state, as join-show gives it. What is still pending stays so. */
  replace({ bookedSeats = [], lockedByOthers = [], lockedByMe = [], blockedSeats = [] }) {
    const before = [...this.#known.keys(), ...this.#asked.keys()];
    this.#known.clear();
    for (const seat of bookedSeats) this.#known.set(seat, BOOKED);
    for (const seat of blockedSeats) this.#known.set(seat, BLOCKED);
    for (const seat of lockedByOthers) this.#known.set(seat, TAKEN);
    for (const seat of lockedByMe) this.#known.set(seat, MINE);
    for (const [seat, asked] of this.#asked) if (!asked.pending) this.#asked.delete(seat);
    this.#touch([...before, ...this.#known.keys()]);
  }

  /** Apply one announcement; `deadline` goes with "seats-held". */
  apply(kind, seats, deadline) {
    const state = BECOMES[kind];
    for (const seat of seats) {
      if (state === FREE) this.#known.delete(seat);
      else this.#known.set(seat, state);
      const asked = this.#asked.get(seat);
      if (asked?.pending) asked.overtaken = true;
      else this.#asked.delete(seat);
      if (state === MINE && deadline !== undefined) this.#deadlines.set(seat, deadline);
    }
    this.#touch(seats);
  }

  /** The page asks for these seats to become MINE or FREE. */
  ask(seats, state) {
    for (const seat of seats) this.#asked.set(seat, { state, pending: true, overtaken: false });
    this.#touch(seats);
  }

  /**
   * The server answered: these seats are in `state` now. An announcement that came while the answer was under
   * way knows better, and one that has not come within a while means that we missed it (see `overdue`).
   */
  settle(seats, state, now, deadline) {
    for (const seat of seats) {
      const overtaken = this.#asked.get(seat)?.overtaken;
      if (overtaken || (this.#known.get(seat) ?? FREE) === state) this.#asked.delete(seat);
      else this.#asked.set(seat, { state, pending: false, at: now });
      if (deadline !== undefined) this.#deadlines.set(seat, deadline);
    }
    this.#touch(seats);
  }

  /** What was asked for came to nothing, because others have the `conflicts`. */
  forget(seats, conflicts = [], now = 0) {
    for (const seat of seats) this.#asked.delete(seat);
    this.#touch(seats);
    const news = conflicts.filter((seat) => [FREE, MINE].includes(this.stateOf(seat)));
    this.settle(news, TAKEN, now);
  }

  /** Say whether an answer has waited for its announcement, or a lock of ours for its end, since `before`. */
  overdue(before) {
    const unconfirmed = [...this.#asked.values()].some((asked) => !asked.pending && asked.at < before);
    return unconfirmed || this.mine().some(({ deadline }) => deadline < before);
  }

  /** Tell when our locks on these seats end, where nothing newer is known. */
  remember(deadlines) {
    for (const [seat, deadline] of deadlines) {
      if (!this.#deadlines.has(seat)) this.#deadlines.set(seat, deadline);
    }
    this.#touch([...deadlines.keys()]);
  }

  #touch(seats) {
    for (const seat of seats) {
      if (this.stateOf(seat) === MINE) {
        this.#own.add(seat);
      } else {
        this.#own.delete(seat);
        this.#deadlines.delete(seat);
      }
    }
    this.#changed(new Set(seats));
  }
}
