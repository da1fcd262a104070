/** A show's room: stays registered and joined, and passes the server's announcements on in order. */
import type { Api, Status } from "../http/api.ts";
import { Refusal } from "../http/refusal.ts";
import { Backoff, sleep } from "../http/retry.ts";
import type { Connection } from "../types.ts";
import type { Announcement } from "./announcements.ts";
import { Sequencer } from "./sequencer.ts";
import { AcknowledgementTimeout, isAuthRefusal, ReconnectingSocket } from "./socket.ts";

/** Anything that the server sends to a show's room. */
type Message = Partial<Announcement> & Pacing & { revision?: number; gone?: boolean };

/** Within what time the server wants its sockets back if they all break at once. */
interface Pacing {
  reconnectSeconds?: number;
}

export interface ShowRoomSink {
  /** The whole state, asked for at `askedAt` by `performance.now()`; `reconnected`: the connection broke before it. */
  replace(status: Status, askedAt: number, reconnected: boolean): void;
  apply(announcement: Announcement): void;
  connection(connection: Connection): void;
  /** Whether the visitor has seats to lose. */
  holdsSeats(): boolean;
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
  "areas-changed",
] satisfies Announcement["kind"][];

const GONE = { code: "show_not_found", message: "There is no such show." };

/** All in ms. */
export const TIMES = {
  connect: 5_000,
  acknowledge: 5_000,
  /** The server sends `show-seq` every 10 s: after so long without one, the state is fetched over HTTP. */
  silence: 25_000,
  /** An announcement may be a moment behind the `show-seq` that counts it. */
  late: 300,
};

export class ShowRoom {
  readonly #showId: string;
  readonly #api: Api;
  readonly #sink: ShowRoomSink;
  readonly #times: typeof TIMES;
  readonly #socket: ReconnectingSocket;
  readonly #sequencer: Sequencer<Announcement>;
  readonly #backoff = new Backoff();
  #synchronizing = false;
  #synchronized = Promise.resolve();
  #stale = false;
  #timeouts = 0;
  #joined: string | undefined; // the connection that is registered and in the room
  #userId = "";
  #receivedAt = 0;
  #reconnectSeconds = 0;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #ended = false;

  constructor(showId: string, api: Api, sink: ShowRoomSink, times = TIMES) {
    this.#showId = showId;
    this.#api = api;
    this.#sink = sink;
    this.#times = times;
    this.#sequencer = new Sequencer({
      apply: (announcement) => sink.apply(announcement),
      gap: () => this.#synchronize(),
    });
    this.#socket = new ReconnectingSocket(
      api,
      {
        connected: () => {
          this.#sequencer.restart();
          this.#synchronize();
        },
        disconnected: () => {
          if (this.#ended) return;
          this.#sequencer.pause();
          sink.connection("offline");
        },
        reconnectWithin: () => (sink.holdsSeats() ? 0 : 1_000 * this.#reconnectSeconds),
        woken: () => {
          if (performance.now() - this.#receivedAt > times.silence / 2) this.refresh();
        },
        received: (event, data) => this.#receive(event, data as Message | undefined),
      },
      times,
    );
  }

  start(): void {
    this.#restartSilenceTimer();
    this.#socket.start();
  }

  stop(): void {
    this.#ended = true;
    clearTimeout(this.#silence);
    this.#socket.stop();
  }

  /** Fetch the whole state again; resolves when that is done, or cannot be done now. */
  refresh(): Promise<void> {
    this.#stale = true;
    return this.#synchronize();
  }

  #receive(event: string, data: Message | undefined): void {
    if (data?.showId !== this.#showId) return;
    if (ANNOUNCED.includes(event)) {
      this.#sequencer.announce({ ...data, kind: event } as Announcement);
    } else if (event === "show-changed" || event === "show-seq") {
      if (data.gone) this.#end(new Refusal(404, GONE));
      else if (data.revision !== undefined) this.#sink.revised(data.revision);
      this.#pace(data);
      if (event === "show-seq") this.#receiveCount(data.seq ?? 0);
    }
  }

  #pace({ reconnectSeconds }: Pacing): void {
    this.#reconnectSeconds = reconnectSeconds ?? this.#reconnectSeconds;
  }

  /** Compare the server's count of announcements with what has arrived. */
  #receiveCount(seq: number): void {
    this.#restartSilenceTimer();
    if (this.#sequencer.misses(seq)) {
      setTimeout(() => this.#sequencer.misses(seq) && this.refresh(), this.#times.late);
    }
  }

  #restartSilenceTimer(): void {
    this.#receivedAt = performance.now();
    clearTimeout(this.#silence);
    if (!this.#ended) this.#silence = setTimeout(() => this.#fetchOverHttp(), this.#times.silence);
  }

  #synchronize(): Promise<void> {
    if (!this.#synchronizing) this.#synchronized = this.#joinUntilUpToDate();
    return this.#synchronized;
  }

  async #joinUntilUpToDate(): Promise<void> {
    this.#synchronizing = true;
    try {
      while ((this.#stale || this.#sequencer.paused) && this.#socket.id) {
        this.#stale = false;
        this.#sequencer.pause();
        await this.#join(this.#socket.id).catch((error) => this.#recover(error));
      }
    } finally {
      this.#synchronizing = false;
    }
  }

  /** Register and join on this connection, and take the state as it is then. */
  async #join(connection: string): Promise<void> {
    const askedAt = performance.now();
    const timeoutMs = this.#times.acknowledge * (1 + this.#timeouts);
    const reconnected = this.#joined !== connection;
    const { userId } = await this.#api.session();
    // An HTTP call has begun another session meanwhile.
    if (!reconnected && userId !== this.#userId) return this.#socket.reconnect();
    const [, status] = await Promise.all([
      reconnected && this.#socket.request("register-user", userId, timeoutMs),
      this.#socket.request<Status & Pacing>("join-show", this.#showId, timeoutMs),
    ]);
    if (this.#socket.id !== connection) return; // the answer of a connection that is gone
    this.#joined = connection;
    this.#userId = userId;
    this.#timeouts = 0;
    this.#backoff.reset();
    this.#pace(status);
    this.#replace(status, askedAt, reconnected);
    if (!this.#ended) this.#sink.connection("live");
  }

  async #recover(error: unknown): Promise<void> {
    if (this.#ended || !this.#socket.id) return; // the next connection joins by itself
    this.#sink.connection("offline");
    if (error instanceof AcknowledgementTimeout) {
      this.#timeouts = (this.#timeouts + 1) % 2;
      if (this.#timeouts === 0) this.#socket.reconnect();
      return;
    }
    if (!(error instanceof Refusal)) throw error;
    if (error.code === "show_not_found") return this.#end(error);
    await sleep(this.#backoff.next());
    if (isAuthRefusal(error) && !this.#ended) this.#socket.reconnect(true);
  }

  async #fetchOverHttp(): Promise<void> {
    this.#restartSilenceTimer();
    if (this.#synchronizing) return;
    this.#sequencer.pause();
    const askedAt = performance.now();
    try {
      const status = await this.#api.status(this.#showId);
      if (this.#synchronizing || !this.#sequencer.paused || this.#ended) return;
      this.#replace(status, askedAt, !this.#socket.id);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.code === "show_not_found") this.#end(error);
    } finally {
      this.#synchronize();
    }
  }

  #replace(status: Status, askedAt: number, reconnected: boolean): void {
    this.#restartSilenceTimer();
    this.#sink.replace(status, askedAt, reconnected);
    this.#sequencer.resume(status.seq);
    if (status.revision !== undefined) this.#sink.revised(status.revision);
  }

  #end(refusal: Refusal): void {
    if (this.#ended) return;
    this.stop();
    this.#sink.gone(refusal);
  }
}
