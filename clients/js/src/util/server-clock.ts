/**
 * The server's time by a clock of our own that runs evenly. The device's time of day may be hours off and
 * changes nothing: the server's is learned from its answers.
 */
export class ServerClock {
  #offset: number | undefined; // the server's time minus ours, ms
  readonly #now: () => number;

  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  /** Our clock, ms. */
  now(): number {
    return this.#now();
  }

  /** Learn that it was `instant` (epoch ms) for the server when it sent what has just come. */
  learn(instant: number): void {
    const offset = instant - this.#now();
    // The longer an answer was under way the smaller this comes out: the largest is the best.
    this.#offset = Math.max(offset, this.#offset ?? offset);
  }

  /** Return when the server's `instant` (epoch ms) is, by our clock. */
  at(instant: number): number {
    return instant - this.#lead;
  }

  /** Return what time it is for the server, epoch ms. */
  serverNow(): number {
    return this.#now() + this.#lead;
  }

  get #lead(): number {
    return this.#offset ?? Date.now() - this.#now();
  }
}
