/**
 * Puts announcements in order by their `seq`. One that came before is dropped; behind a gap everything waits
 * until the whole state has been fetched. Pure: what to do is told to the `sink` as
 * `apply(kind, data)`, `replace(status)` and `behind()`, which asks for the whole state.
 */
export class Stream {
  #sink;
  #last = null; // null: we do not know the state, so announcements wait for it
  #waiting = [];

  constructor(sink) {
    this.#sink = sink;
  }

  /** The number of the last announcement that was applied; null while the state is unknown. */
  get last() {
    return this.#last;
  }

  announce(kind, data) {
    if (this.#last === null) {
      this.#waiting.push([kind, data]);
    } else if (data.seq === this.#last + 1) {
      this.#last = data.seq;
      this.#sink.apply(kind, data);
    } else if (data.seq > this.#last) {
      this.pause();
      this.#waiting.push([kind, data]);
      this.#sink.behind();
    }
  }

  /** From here on announcements wait for the whole state. */
  pause() {
    this.#last = null;
  }

  /** A new connection: what waited came from the old one. */
  restart() {
    this.pause();
    this.#waiting = [];
  }

  /** Take the whole state, then what was announced since it was read. */
  replace(status) {
    const waiting = this.#waiting.sort(([, a], [, b]) => a.seq - b.seq);
    this.#waiting = [];
    this.#last = status.seq;
    this.#sink.replace(status);
    for (const [kind, data] of waiting) this.announce(kind, data);
  }
}
