/** A socket that stays connected, as the visitor that the session says. */
import { Manager, type Socket } from "socket.io-client";
import { Decoder, Encoder } from "socket.io-parser";

import type { Api } from "./api.ts";
import { Backoff } from "./backoff.ts";
import { plainly } from "./json.ts";
import { Refusal, type RefusalBody } from "./refusal.ts";
import { onWake } from "./wakes.ts";

export interface LineSink {
  up(): void;
  down(): void;
  /** The line was up all the time, as far as we know; the device slept, perhaps. */
  awake(): void;
  heard(event: string, data: unknown): void;
}

export interface LineTimes {
  connect: number;
  acknowledge: number;
}

/** No acknowledgement came in time, or the connection broke before it. */
export class Unanswered extends Error {}

/** Say whether the server refused us for who we are: then another session may help. */
export function isStranger(refusal: { code?: string } | undefined): boolean {
  return NOT_US.includes(refusal?.code ?? "");
}

const NOT_US = ["unauthenticated", "invalid_token", "forbidden"];
const WEBSOCKET_FIRST = ["websocket", "polling"];
const POLLING_FIRST = ["polling", "websocket"]; // for networks that swallow upgrades; upgraded where that works

/** What is sent is not to be changed by what a page has taught its lists. */
class PlainEncoder extends Encoder {
  constructor() {
    super(plainly);
  }
}

export class Line {
  readonly #api: Api;
  readonly #sink: LineSink;
  readonly #times: LineTimes;
  readonly #manager: Manager;
  readonly #socket: Socket;
  readonly #backoff = new Backoff();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sleepless = () => {};
  #wanted = false;

  constructor(api: Api, sink: LineSink, times: LineTimes) {
    this.#api = api;
    this.#sink = sink;
    this.#times = times;
    this.#manager = new Manager(api.origin || undefined, {
      transports: WEBSOCKET_FIRST,
      tryAllTransports: true,
      reconnectionDelay: 500,
      reconnectionDelayMax: 3_000,
      timeout: times.connect,
      autoConnect: false,
      parser: { Encoder: PlainEncoder, Decoder },
    });
    const auth = (send: (data: object) => void) => send({ token: api.visitor?.token });
    this.#socket = this.#manager.socket("/", { auth });
    this.#listen();
  }

  /** The connection's id; undefined while there is none. */
  get id(): string | undefined {
    return this.#socket.connected ? this.#socket.id : undefined;
  }

  start(): void {
    this.#wanted = true;
    this.#sleepless = onWake(() => this.#wake());
    void this.#open();
  }

  stop(): void {
    this.#wanted = false;
    clearTimeout(this.#timer);
    this.#sleepless();
    this.#socket.disconnect();
  }

  /** Hang up and call again, at once; `anew`, with a fresh session. */
  reconnect(anew = false): void {
    this.#socket.disconnect();
    void this.#open(anew);
  }

  /** Return the acknowledgement; throws its `Refusal`, or `Unanswered` after `patience` ms. */
  async ask<Answer>(event: string, payload: unknown, patience: number): Promise<Answer> {
    const answer = await this.#socket
      .timeout(patience)
      .emitWithAck(event, payload)
      .catch(() => {
        throw new Unanswered();
      });
    if (!answer?.success) throw new Refusal(0, (answer ?? {}) as RefusalBody);
    return answer;
  }

  #listen(): void {
    this.#manager.on("open", () => this.#await(this.#times.acknowledge, () => this.reconnect()));
    this.#socket.on("connect", () => {
      clearTimeout(this.#timer);
      this.#backoff.reset();
      this.#sink.up();
    });
    this.#socket.on("disconnect", (reason) => {
      this.#sink.down();
      if (reason === "io server disconnect") this.#later();
    });
    this.#socket.on("connect_error", (error) => this.#failed(error));
    this.#socket.onAny((event, data) => this.#sink.heard(event, data));
  }

  /** Connect as who the session says; `anew`, as who a fresh one says. */
  async #open(anew = false): Promise<void> {
    try {
      await (anew ? this.#api.renewSession() : this.#api.session());
    } catch {
      if (!this.#wanted) return;
      this.#sink.down();
      this.#later(anew);
      return;
    }
    if (this.#wanted) this.#socket.connect();
  }

  #failed(error: Error & { data?: RefusalBody }): void {
    this.#sink.down();
    const swallowed = error.message === "timeout" && this.#manager.opts.transports !== POLLING_FIRST;
    this.#manager.opts.transports = swallowed ? POLLING_FIRST : WEBSOCKET_FIRST;
    // Refused rather than unreachable: the manager does not try again by itself.
    if (!this.#socket.active) this.#later(isStranger(error.data));
  }

  #later(anew = false): void {
    this.#await(this.#backoff.next(), () => this.#open(anew));
  }

  #await(ms: number, task: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#wanted) task();
    }, ms);
  }

  #wake(): void {
    if (this.#socket.connected) this.#sink.awake();
    else this.reconnect();
  }
}
