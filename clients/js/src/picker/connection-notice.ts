/** Shows the connection's state, once it has been lost for longer than a second. */
import type { Connection, SeatMap, TroubleCode } from "../seat-map.ts";
import type { Localizer } from "./i18n/localizer.ts";
import type { Layout } from "./layout.ts";

export interface ConnectionNoticeOptions {
  i18n: Localizer;
  layout: Layout;
  /** What has been wrong so far. */
  trouble: TroubleCode | undefined;
  /** Whether seats can be had. */
  enable(live: boolean): void;
  /** The visitor does not want to wait for the next attempt. */
  retry(): void;
}

const PATIENCE_MS = 1_000;

export class ConnectionNotice {
  readonly #options: ConnectionNoticeOptions;
  readonly #ends: (() => void)[];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wasLive = false;
  #announced = false;
  /** Why it will hardly come by itself. */
  #reason: string | undefined;

  constructor(map: SeatMap, options: ConnectionNoticeOptions) {
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
    const { layout, i18n, enable } = this.#options;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#wasLive = true;
    this.#reason = undefined;
    layout.notices.hide("connection");
    if (this.#announced) layout.liveRegion.announce(i18n.text("online"));
    this.#announced = false;
    enable(true);
  }

  #failed(code: TroubleCode, connection: Connection): void {
    if (connection === "live") return; // refused actions have texts of their own
    this.#reason = this.#options.i18n.trouble(code);
    if (this.#reason) this.#offline();
  }

  #offline(): void {
    const { layout, i18n, enable, retry } = this.#options;
    const text = this.#reason ?? i18n.text(this.#wasLive ? "offline" : "unreachable");
    const action = this.#wasLive ? undefined : { label: i18n.text("tryNow"), run: retry };
    layout.notices.show("connection", { sign: "warning", text, action });
    layout.liveRegion.announce(text);
    this.#announced = true;
    enable(false);
  }

  #gone(): void {
    const { layout, i18n, enable } = this.#options;
    const text = this.#wasLive ? i18n.text("gone") : i18n.texts.refusals.show_not_found;
    this.end();
    layout.close();
    for (const past of ["connection", "changed", "sales"]) layout.notices.hide(past);
    layout.notices.show("gone", { sign: "info", text });
    layout.liveRegion.announce(text);
    enable(false);
  }
}
