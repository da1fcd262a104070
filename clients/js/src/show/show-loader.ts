/** Loads a show, and loads it again when the server has a newer revision. */

import { Refusal } from "../http/refusal.ts";
import { Backoff, sleep } from "../http/retry.ts";
import { isForeign } from "../http/setup-error.ts";
import type { Show } from "../plan.ts";

/** All who look at a show learn of its change at once, and ask for it spread over this time, ms. */
const SPREAD_MS = 1_000;

export interface ShowLoaderSink {
  /** The show, or a newer revision of it. */
  loaded(show: Show): void;
  /** It cannot be fetched now, and is tried again. */
  unreachable(refusal: Refusal): void;
  gone(refusal: Refusal): void;
}

export class ShowLoader {
  readonly #fetch: () => Promise<Show>;
  readonly #sink: ShowLoaderSink;
  readonly #backoff: Backoff;
  readonly #spread: number;
  /** The newest revision that we have, and the newest that we know of. */
  #known = -1;
  #announced = 0;
  #wanted = false;
  #running: Promise<void> | undefined;
  #ended = false;

  constructor(fetch: () => Promise<Show>, sink: ShowLoaderSink, backoff = new Backoff(), spread = SPREAD_MS) {
    this.#fetch = fetch;
    this.#sink = sink;
    this.#backoff = backoff;
    this.#spread = spread;
  }

  /** Fetch it again; resolves when that is done, however long the server is away. */
  refresh(): Promise<void> {
    this.#wanted = true;
    this.#running ??= this.#run();
    return this.#running;
  }

  /** There is this revision of the show: fetch it in a moment unless we have it. */
  announce(revision: number): void {
    this.#announced = Math.max(this.#announced, revision);
    if (this.#isBehind) this.#running ??= sleep(Math.random() * this.#spread).then(() => this.#run());
  }

  stop(): void {
    this.#ended = true;
  }

  get #isBehind(): boolean {
    return this.#known < this.#announced;
  }

  async #run(): Promise<void> {
    try {
      while ((this.#wanted || this.#isBehind) && !this.#ended) await this.#attempt();
    } finally {
      this.#running = undefined;
    }
  }

  async #attempt(): Promise<void> {
    this.#wanted = false;
    const refusal = await this.#load();
    if (this.#ended) return;
    if (refusal?.status === 404 && !isForeign(refusal)) return this.#end(refusal);
    if (refusal) {
      this.#wanted = true;
      this.#sink.unreachable(refusal);
    }
    // Behind after an answer: it came from a worker that has not noticed the change yet.
    if (refusal || this.#isBehind) await sleep(this.#backoff.next());
    else this.#backoff.reset();
  }

  /** Take the show if it is newer than what we have; return why it did not come. */
  async #load(): Promise<Refusal | undefined> {
    try {
      const show = await this.#fetch();
      if (this.#ended || show.revision <= this.#known) return undefined;
      this.#known = show.revision;
      this.#sink.loaded(show);
      return undefined;
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  }

  #end(refusal: Refusal): void {
    this.stop();
    this.#sink.gone(refusal);
  }
}
