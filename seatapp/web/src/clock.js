/**
 * When a lock ends, by a clock of our own that runs evenly. The device's time of day may be hours off and
 * changes nothing: the server's is learned from its answers, which say both how long and until when.
 */
export class Clock {
  #offset = null; // the server's time minus ours, ms
  #exact = false;
  #now;

  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  now() {
    return this.#now();
  }

  /** Learn from an answer: exactly from expiresIn + expiresAt, else to the second from its Date header. */
  learn({ expiresIn, expiresAt }, date) {
    if (expiresIn && expiresAt) {
      const offset = new Date(expiresAt).getTime() - expiresIn * 1000 - this.#now();
      // The longer an answer was under way the smaller this comes out: the largest is the best.
      this.#offset = this.#exact ? Math.max(offset, this.#offset) : offset;
      this.#exact = true;
    } else if (date && !this.#exact) {
      // It leaves out the milliseconds: rather promise a second less than one too many.
      this.#offset = new Date(date).getTime() + 1000 - this.#now();
    }
  }

  /** Return when `seconds` from now is, by our clock. */
  in(seconds) {
    return this.#now() + seconds * 1000;
  }

  /** Return when the server's `expiresAt` is, by our clock. */
  at(expiresAt) {
    const offset = this.#offset ?? Date.now() - this.#now();
    return new Date(expiresAt).getTime() - offset;
  }
}
