/** Says how the connection is, calmly: what lasts less than a second is not worth a word. */
import type { Connection, SeatMap, TroubleCode } from "../seatmap.ts";
import type { Frame } from "./frame.ts";
import type { Words } from "./words.ts";

export interface ContactOptions {
  words: Words;
  frame: Frame;
  /** What has been wrong so far. */
  trouble: TroubleCode | undefined;
  /** Whether seats can be had. */
  enable(live: boolean): void;
  /** The visitor does not want to wait for the next attempt. */
  retry(): void;
}

const PATIENCE_MS = 1_000;

export class Contact {
  readonly #options: ContactOptions;
  readonly #ends: (() => void)[];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wasLive = false;
  #told = false;
  /** Why it will hardly come by itself. */
  #reason: string | undefined;

  constructor(map: SeatMap, options: ContactOptions) {
    this.#options = options;
    this.#ends = [
      map.on("connection", ({ connection }) => this.#changed(connection)),
      map.on("error", ({ code }) => this.#failed(code, map.connection)),
      map.on("gone", () => this.#gone()),
    ];
    this.#changed(map.connection);
    if (options.trouble) this.#failed(options.trouble, map.connection);
  }

  end(): void {
    clearTimeout(this.#timer);
    for (const end of this.#ends) end();
  }

  #changed(connection: Connection): void {
    if (connection === "live") this.#live();
    else if (connection === "offline") this.#timer ??= setTimeout(() => this.#offline(), PATIENCE_MS);
  }

  #live(): void {
    const { frame, words, enable } = this.#options;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#wasLive = true;
    this.#reason = undefined;
    frame.notices.hide("connection");
    if (this.#told) frame.voice.tell(words.say("online"));
    this.#told = false;
    enable(true);
  }

  #failed(code: TroubleCode, connection: Connection): void {
    if (connection === "live") return; // what the visitor does is refused, with its own words
    this.#reason = this.#options.words.trouble(code);
    if (this.#reason) this.#offline();
  }

  #offline(): void {
    const { frame, words, enable, retry } = this.#options;
    const text = this.#reason ?? words.say(this.#wasLive ? "offline" : "unreachable");
    const action = this.#wasLive ? undefined : { label: words.say("tryNow"), run: retry };
    frame.notices.show("connection", { sign: "warning", text, action });
    frame.voice.tell(text);
    this.#told = true;
    enable(false);
  }

  #gone(): void {
    const { frame, words, enable } = this.#options;
    const text = this.#wasLive ? words.say("gone") : words.texts.refusals.show_not_found;
    this.end();
    frame.close();
    for (const past of ["connection", "changed", "sales"]) frame.notices.hide(past);
    frame.notices.show("gone", { sign: "info", text });
    frame.voice.tell(text);
    enable(false);
  }
}
