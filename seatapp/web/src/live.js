/** The connection to a show's room: stays registered and joined, and hands on what the server announces. */
import { io } from "socket.io-client";

import { Stream } from "./stream.js";

const ANNOUNCEMENTS = ["seats-selected", "seats-held", "seats-released", "seats-booked", "seats-blocked"];
const NOT_US = ["unauthenticated", "invalid_token", "forbidden"]; // a fresh session may help
const ACK_TIMEOUT_MS = 5_000;
const RETRY_MS = 1_500;
const PATIENCE_MS = 300; // an announcement may be a moment behind the `show-seq` that counts it

export class Live {
  #showId;
  #api;
  #sink;
  #stream;
  #socket;
  #registered = "";
  #joining = null;
  #retry = null;

  /**
   * `sink` hears replace(status) and apply(kind, data) in order, conflict(data),
   * status("connecting" | "live" | "offline") and gone(message) when the show is no more.
   */
  constructor(showId, api, sink) {
    this.#showId = showId;
    this.#api = api;
    this.#sink = sink;
    this.#stream = new Stream({
      apply: (kind, data) => sink.apply(kind, data),
      replace: (status) => sink.replace(status),
      behind: () => this.join(),
    });
    this.#socket = io({
      transports: ["websocket"],
      auth: (send) => this.#authenticate(send),
      reconnectionDelay: 500,
      reconnectionDelayMax: 3_000,
      timeout: 8_000,
      autoConnect: false,
    });
    this.#listen();
  }

  start() {
    this.#sink.status("connecting");
    this.#socket.connect();
  }

  /** Fetch the whole state again, keeping what is announced meanwhile. */
  join() {
    this.#stream.pause();
    if (!this.#socket.connected) return undefined; // the next connection joins by itself
    this.#joining ??= this.#join().finally(() => (this.#joining = null));
    return this.#joining;
  }

  #listen() {
    const socket = this.#socket;
    socket.on("connect", () => this.#enter());
    socket.on("disconnect", (reason) => {
      this.#offline();
      if (reason === "io server disconnect") this.#later(() => socket.connect());
    });
    socket.on("connect_error", () => {
      this.#offline();
      // Refused rather than unreachable: the library does not try again by itself.
      if (!socket.active) this.#later(() => socket.connect());
    });
    for (const kind of ANNOUNCEMENTS) {
      socket.on(kind, (data) => this.#concerns(data) && this.#stream.announce(kind, data));
    }
    socket.on("show-seq", (data) => this.#concerns(data) && this.#compare(data.seq));
    socket.on("seat-conflict", (data) => this.#concerns(data) && this.#sink.conflict(data));
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && !socket.connected) socket.connect();
    });
  }

  async #authenticate(send) {
    try {
      this.session = await this.#api.session();
    } catch {
      // The server is away. Connecting will fail too, and be tried again.
    }
    send({ token: this.session?.token });
  }

  /** Register and join, on every new connection: the server has forgotten the old one. */
  async #enter() {
    this.#stream.restart();
    await this.#joining;
    await this.join();
  }

  async #join() {
    const sid = this.#socket.id;
    let status;
    try {
      if (this.#registered !== sid) await this.#ask("register-user", this.session?.userId);
      this.#registered = sid;
      status = await this.#ask("join-show", this.#showId);
    } catch (refusal) {
      if (refusal.code === "show_not_found") {
        this.#sink.gone(refusal.message);
      } else if (this.#socket.id === sid && this.#socket.connected) {
        this.#offline();
        this.#later(() => (NOT_US.includes(refusal.code) ? this.#reconnect() : this.join()));
      }
      return;
    }
    if (this.#socket.id !== sid) return; // the answer of a connection that is gone
    this.#stream.replace(status);
    this.#sink.status("live");
  }

  async #ask(event, payload) {
    const answer = await this.#socket.timeout(ACK_TIMEOUT_MS).emitWithAck(event, payload);
    if (!answer?.success) throw answer ?? { success: false };
    return answer;
  }

  #reconnect() {
    this.#socket.disconnect();
    this.#socket.connect();
  }

  #compare(seq) {
    const missing = () => this.#stream.last !== null && this.#stream.last < seq;
    if (missing()) setTimeout(() => missing() && this.join(), PATIENCE_MS);
  }

  #offline() {
    this.#sink.status("offline");
  }

  #later(task) {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(task, RETRY_MS);
  }

  #concerns(data) {
    return data?.showId === this.#showId;
  }
}
