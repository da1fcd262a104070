/** A Socket.IO connection that reconnects by itself, authenticated by the visitor's session. */
import { Manager, type Socket } from "socket.io-client";
import { Decoder, Encoder } from "socket.io-parser";

import type { Api } from "../http/api.ts";
import { Refusal, type RefusalBody } from "../http/refusal.ts";
import { Backoff } from "../http/retry.ts";
import { ownValue } from "../util/json.ts";
import { PAUSES, spread } from "./spread.ts";
import { onWake } from "./wake.ts";

export interface SocketSink {
  connected(): void;
  disconnected(): void;
  /** Within how many ms to come back after the connection broke; 0 for as soon as usual. */
  reconnectWithin(): number;
  /** The page or the device woke up while the socket was connected: it may have missed something. */
  woken(): void;
  received(event: string, data: unknown): void;
}

export interface SocketTimes {
  connect: number;
  acknowledge: number;
}

/** No acknowledgement came in time, or the connection broke before it. */
export class AcknowledgementTimeout extends Error {}

/** Return whether the server refused the session: then a new one may help. */
export function isAuthRefusal(refusal: { code?: string } | undefined): boolean {
  return AUTH_CODES.includes(refusal?.code ?? "");
}

const AUTH_CODES = ["unauthenticated", "invalid_token", "forbidden"];
const WEBSOCKET_FIRST = ["websocket", "polling"];
const POLLING_FIRST = ["polling", "websocket"]; // for networks that swallow upgrades; upgraded where that works

/** Ignores a `toJSON` that the page has added to built-in prototypes. */
class OwnValueEncoder extends Encoder {
  constructor() {
    super(ownValue);
  }
}

export class ReconnectingSocket {
  readonly #api: Api;
  readonly #sink: SocketSink;
  readonly #times: SocketTimes;
  readonly #manager: Manager;
  readonly #socket: Socket;
  readonly #backoff = new Backoff();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #endWake = () => {};
  #started = false;

  constructor(api: Api, sink: SocketSink, times: SocketTimes) {
    this.#api = api;
    this.#sink = sink;
    this.#times = times;
    this.#manager = new Manager(api.origin || undefined, {
      transports: WEBSOCKET_FIRST,
      tryAllTransports: true,
      ...PAUSES,
      timeout: times.connect,
      autoConnect: false,
      parser: { Encoder: OwnValueEncoder, Decoder },
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
    this.#started = true;
    this.#endWake = onWake(() => this.#wake());
    void this.#open();
  }

  stop(): void {
    this.#started = false;
    clearTimeout(this.#timer);
    this.#endWake();
    this.#socket.disconnect();
  }

  /** Disconnect and connect again at once; with a new session if `renewSession`. */
  reconnect(renewSession = false): void {
    this.#socket.disconnect();
    void this.#open(renewSession);
  }

  /** Return the acknowledgement; throws its `Refusal`, or `AcknowledgementTimeout` after `timeoutMs`. */
  async request<Answer>(event: string, payload: unknown, timeoutMs: number): Promise<Answer> {
    const answer = await this.#socket
      .timeout(timeoutMs)
      .emitWithAck(event, payload)
      .catch((cause) => {
        throw new AcknowledgementTimeout("There was no acknowledgement in time.", { cause });
      });
    if (!answer?.success) throw new Refusal(0, (answer ?? {}) as RefusalBody);
    return answer;
  }

  #listen(): void {
    this.#manager.on("open", () => this.#schedule(this.#times.acknowledge, () => this.reconnect()));
    this.#socket.on("connect", () => {
      clearTimeout(this.#timer);
      this.#backoff.reset();
      this.#sink.connected();
    });
    this.#socket.on("disconnect", (reason) => {
      const ms = this.#sink.reconnectWithin();
      spread(this.#manager, ms); // it takes the pause after this
      this.#sink.disconnected();
      if (reason === "io server disconnect") {
        this.#schedule(this.#backoff.next() + Math.random() * ms, () => this.#open());
      }
    });
    this.#socket.on("connect_error", (error) => this.#connectionFailed(error));
    this.#socket.onAny((event, data) => this.#sink.received(event, data));
  }

  /** Connect with the session, or with a new one if `renewSession`. */
  async #open(renewSession = false): Promise<void> {
    try {
      await (renewSession ? this.#api.renewSession() : this.#api.session());
    } catch (error) {
      if (!this.#started) return;
      this.#sink.disconnected();
      this.#retryLater(renewSession);
      if (!(error instanceof Refusal)) throw error;
      return;
    }
    if (this.#started) this.#socket.connect();
  }

  #connectionFailed(error: Error & { data?: RefusalBody }): void {
    this.#sink.disconnected();
    const swallowed = error.message === "timeout" && this.#manager.opts.transports !== POLLING_FIRST;
    this.#manager.opts.transports = swallowed ? POLLING_FIRST : WEBSOCKET_FIRST;
    // Refused rather than unreachable: the manager does not try again by itself.
    if (!this.#socket.active) this.#retryLater(isAuthRefusal(error.data));
  }

  #retryLater(renewSession = false): void {
    this.#schedule(this.#backoff.next(), () => this.#open(renewSession));
  }

  #schedule(ms: number, task: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#started) task();
    }, ms);
  }

  #wake(): void {
    if (this.#socket.connected) this.#sink.woken();
    else this.reconnect();
  }
}
