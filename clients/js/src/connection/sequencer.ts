/** Puts announcements in the order of their sequence numbers. */

interface Numbered {
  seq: number;
}

export interface SequencerSink<Announcement> {
  apply(announcement: Announcement): void;
  /** Announcements were missed: the whole state is needed, and the stream is paused until it comes. */
  gap(): void;
}

/**
 * Passes announcements on in the order of their `seq`. One that came before is dropped; behind a gap everything
 * waits until the whole state has been fetched.
 */
export class Sequencer<Announcement extends Numbered> {
  readonly #sink: SequencerSink<Announcement>;
  #last: number | undefined; // undefined: we do not know the state, so announcements wait for it
  #waiting: Announcement[] = [];

  constructor(sink: SequencerSink<Announcement>) {
    this.#sink = sink;
  }

  /** Whether announcements wait for the whole state. */
  get paused(): boolean {
    return this.#last === undefined;
  }

  /** Whether announcement `seq` was made and has not come. */
  misses(seq: number): boolean {
    return this.#last !== undefined && this.#last < seq;
  }

  announce(announcement: Announcement): void {
    if (this.#last === undefined) {
      this.#waiting.push(announcement);
    } else if (announcement.seq === this.#last + 1) {
      this.#last = announcement.seq;
      this.#sink.apply(announcement);
    } else if (announcement.seq > this.#last) {
      this.pause();
      this.#waiting.push(announcement);
      this.#sink.gap();
    }
  }

  /** From here on announcements wait for the whole state. */
  pause(): void {
    this.#last = undefined;
  }

  /** A new connection: what waited came from the old one. */
  restart(): void {
    this.pause();
    this.#waiting = [];
  }

  /** The whole state was taken, as it is after announcement `seq`; go on with what was announced since. */
  resume(seq: number): void {
    const waiting = this.#waiting.sort((a, b) => a.seq - b.seq);
    this.#waiting = [];
    this.#last = seq;
    for (const announcement of waiting) this.announce(announcement);
  }
}
