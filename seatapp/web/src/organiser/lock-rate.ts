/** How many seats were locked in each minute. */

const MINUTE = 60_000;

export interface Minute {
  /** When it began, in ms since 1970. */
  start: number;
  /** Undefined when nobody was watching. */
  locks: number | undefined;
}

/** Counts locks by minute of the clock, for the last `span` minutes. Instants are ms since 1970. */
export class LockRate {
  readonly #locks = new Map<number, number>();

  readonly #span: number;

  constructor(span: number) {
    this.#span = span;
  }

  /** Record that the seat map was live at this instant, and how many seats were locked since the last call. */
  note(now: number, locks = 0): void {
    const minute = Math.floor(now / MINUTE);
    this.#locks.set(minute, (this.#locks.get(minute) ?? 0) + locks);
    for (const old of this.#locks.keys()) if (old <= minute - this.#span) this.#locks.delete(old);
  }

  /** Return the last minutes, the one that is running at the end. */
  minutes(now: number): Minute[] {
    const last = Math.floor(now / MINUTE);
    return Array.from({ length: this.#span }, (_, index) => {
      const minute = last - this.#span + 1 + index;
      return { start: minute * MINUTE, locks: this.#locks.get(minute) };
    });
  }
}
