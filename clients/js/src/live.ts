/** A show's room: stays registered and joined, and hands on in order what the server announces there. */
import type { Api, Status } from "./api.ts";
import { Backoff, sleep } from "./backoff.ts";
import { isStranger, Line, Unanswered } from "./line.ts";
import { Refusal } from "./refusal.ts";
import type { Announced } from "./seats.ts";
import { Stream } from "./stream.ts";
import type { Connection } from "./types.ts";

export interface Announcement {
  kind: Announced;
  showId: string;
  seats: string[];
  seq: number;
  reason?: "released" | "expired" | "cancelled" | "unblocked";
  /** With "seats-held": when the first of these locks ends. */
  expiresAt?: string;
  /** With "seats-held": what was agreed for each of them, in minor units. */
  prices?: Record<string, number>;
}

/** Anything that the server sends to a show's room. */
type Message = Partial<Announcement> & { revision?: number; gone?: boolean };

export interface LiveSink {
  /** The whole state, asked for at `askedAt` by `performance.now()`; `anew`: the connection broke before it. */
  replace(status: Status, askedAt: number, anew: boolean): void;
  apply(announcement: Announcement): void;
  connection(connection: Connection): void;
  /** The show itself is of this revision now. */
  revised(revision: number): void;
  /** There is no such show any more. */
  gone(refusal: Refusal): void;
}

const ANNOUNCED: readonly string[] = [
  "seats-selected",
  "seats-held",
  "seats-released",
  "seats-booked",
  "seats-blocked",
] satisfies Announced[];

const GONE = { code: "show_not_found", message: "There is no such show." };

/** All in ms. */
export const TIMES = {
  connect: 5_000,
  acknowledge: 5_000,
  /** The server says `show-seq` every 10 s: so long without one, and it is asked over HTTP. */
  silence: 25_000,
  /** An announcement may be a moment behind the `show-seq` that counts it. */
  late: 300,
};

export class Live {
  readonly #showId: string;
  readonly #api: Api;
  readonly #sink: LiveSink;
  readonly #times: typeof TIMES;
  readonly #line: Line;
  readonly #stream: Stream<Announcement>;
  readonly #backoff = new Backoff();
  #synchronizing = false;
  #synchronized = Promise.resolve();
  #stale = false;
  #unanswered = 0;
  #joined: string | undefined; // the connection that is registered and in the room
  #userId = "";
  #heardAt = 0;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #ended = false;

  constructor(showId: string, api: Api, sink: LiveSink, times = TIMES) {
    this.#showId = showId;
    this.#api = api;
    this.#sink = sink;
    this.#times = times;
    this.#stream = new Stream({
      apply: (announcement) => sink.apply(announcement),
      behind: () => this.#synchronize(),
    });
    this.#line = new Line(
      api,
      {
        up: () => {
          this.#stream.restart();
          this.#synchronize();
        },
        down: () => {
          if (this.#ended) return;
          this.#stream.pause();
          sink.connection("offline");
        },
        awake: () => {
          if (performance.now() - this.#heardAt > times.silence / 2) this.refresh();
        },
        heard: (event, data) => this.#hear(event, data as Message | undefined),
      },
      times,
    );
  }

  start(): void {
    this.#heard();
    this.#line.start();
  }

  stop(): void {
    this.#ended = true;
    clearTimeout(this.#silence);
    this.#line.stop();
  }

  /** Fetch the whole state again; resolves when that is done, or cannot be done now. */
  refresh(): Promise<void> {
    this.#stale = true;
    return this.#synchronize();
  }

  #hear(event: string, data: Message | undefined): void {
    if (data?.showId !== this.#showId) return;
    if (ANNOUNCED.includes(event)) {
      this.#stream.announce({ ...(data as Announcement), kind: event as Announced });
    } else if (event === "show-changed" || event === "show-seq") {
      if (data.gone) this.#end(new Refusal(404, GONE));
      else if (data.revision !== undefined) this.#sink.revised(data.revision);
      if (event === "show-seq") this.#counted(data.seq ?? 0);
    }
  }

  /** So many announcements have been made. */
  #counted(seq: number): void {
    this.#heard();
    if (this.#stream.misses(seq)) {
      setTimeout(() => this.#stream.misses(seq) && this.refresh(), this.#times.late);
    }
  }

  #heard(): void {
    this.#heardAt = performance.now();
    clearTimeout(this.#silence);
    if (!this.#ended) this.#silence = setTimeout(() => this.#askOverHttp(), this.#times.silence);
  }

  #synchronize(): Promise<void> {
    if (!this.#synchronizing) this.#synchronized = this.#joinUntilUpToDate();
    return this.#synchronized;
  }

  async #joinUntilUpToDate(): Promise<void> {
    this.#synchronizing = true;
    try {
      while ((this.#stale || this.#stream.paused) && this.#line.id) {
        this.#stale = false;
        this.#stream.pause();
        await this.#join(this.#line.id).catch((error) => this.#recover(error));
      }
    } finally {
      this.#synchronizing = false;
    }
  }

  /** Register and join on this connection, and take the state as it is then. */
  async #join(connection: string): Promise<void> {
    const askedAt = performance.now();
    const patience = this.#times.acknowledge * (1 + this.#unanswered);
    const anew = this.#joined !== connection;
    const { userId } = await this.#api.session();
    // Over HTTP we became somebody else meanwhile.
    if (!anew && userId !== this.#userId) return this.#line.reconnect();
    const [, status] = await Promise.all([
      anew && this.#line.ask("register-user", userId, patience),
      this.#line.ask<Status>("join-show", this.#showId, patience),
    ]);
    if (this.#line.id !== connection) return; // the answer of a connection that is gone
    this.#joined = connection;
    this.#userId = userId;
    this.#unanswered = 0;
    this.#backoff.reset();
    this.#replace(status, askedAt, anew);
    if (!this.#ended) this.#sink.connection("live");
  }

  async #recover(error: unknown): Promise<void> {
    if (this.#ended || !this.#line.id) return; // the next connection joins by itself
    this.#sink.connection("offline");
    if (error instanceof Unanswered) {
      this.#unanswered = (this.#unanswered + 1) % 2;
      if (this.#unanswered === 0) this.#line.reconnect();
      return;
    }
    if (!(error instanceof Refusal)) throw error;
    if (error.code === "show_not_found") return this.#end(error);
    await sleep(this.#backoff.next());
    if (isStranger(error) && !this.#ended) this.#line.reconnect(true);
  }

  async #askOverHttp(): Promise<void> {
    this.#heard();
    if (this.#synchronizing) return;
    this.#stream.pause();
    const askedAt = performance.now();
    try {
      const status = await this.#api.status(this.#showId);
      if (this.#synchronizing || !this.#stream.paused || this.#ended) return;
      this.#replace(status, askedAt, !this.#line.id);
    } catch (error) {
      if (error instanceof Refusal && error.code === "show_not_found") this.#end(error);
    }
    this.#synchronize();
  }

  #replace(status: Status, askedAt: number, anew: boolean): void {
    this.#heard();
    this.#sink.replace(status, askedAt, anew);
    this.#stream.resume(status.seq);
    if (status.revision !== undefined) this.#sink.revised(status.revision);
  }

  #end(refusal: Refusal): void {
    if (this.#ended) return;
    this.stop();
    this.#sink.gone(refusal);
  }
}
