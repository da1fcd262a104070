/** The <seat-picker> element: creates a seat map from its attributes and renders it. */

import { ignoreRefusal, Refusal } from "../http/refusal.ts";
import { setupError } from "../http/setup-error.ts";
import { type Held, SeatMap, type Token, type Trouble } from "../seat-map.ts";
import { languageOf } from "../util/language.ts";
import { ConnectionNotice } from "./connection-notice.ts";
import { PickerController } from "./controller.ts";
import { checkoutDetail, forwardEvents, type SeatPickerEvents } from "./events.ts";
import { Localizer } from "./i18n/localizer.ts";
import { Layout } from "./layout.ts";
import { STYLES } from "./styles/index.ts";
import { TypedElement } from "./typed-element.ts";
import { adoptStyles } from "./ui/stylesheets.ts";

/** Frameworks put an element in before they know its show. */
const PATIENCE_MS = 2_000;

export class SeatPicker extends TypedElement {
  static readonly observedAttributes = ["show", "server", "token", "lang", "theme"];

  readonly #root = this.attachShadow({ mode: "open" });
  readonly #darkness = matchMedia("(prefers-color-scheme: dark)");
  #token: Token | undefined;
  #map: SeatMap | undefined;
  /** Whether the browser took the styles; undefined while they are not needed. */
  #styled: boolean | undefined;
  /** What the map was made for, and what it is drawn in. */
  #made: unknown[] = [];
  #drawnLanguage = "";
  #controller: PickerController | undefined;
  #connectionNotice: ConnectionNotice | undefined;
  #due = false;
  #trouble: Trouble | undefined;
  #missingShowTimer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    // Set before this module had loaded, it lies on the element itself.
    if (Object.hasOwn(this, "token")) {
      const { token } = this;
      Reflect.deleteProperty(this, "token");
      this.token = token;
    }
  }

  /** The state behind it; undefined while there is no show. */
  get map(): SeatMap | undefined {
    return this.#map;
  }

  get basket(): Held[] {
    return this.#map?.basket ?? [];
  }

  /** The shop's JWT, or a function that fetches one; it goes before the attribute. */
  get token(): Token | undefined {
    return this.#token || this.#attribute("token");
  }

  set token(token: Token | undefined) {
    this.#token = token;
    this.#scheduleUpdate();
  }

  /** Return where a seat is in the window, in CSS pixels; undefined when it is out of sight. */
  rectOf(seat: string): DOMRect | undefined {
    return this.#controller?.views.rectOf(seat);
  }

  /** Put the keyboard on a seat. */
  focusSeat(seat: string): void {
    this.#controller?.views.focus(seat);
  }

  connectedCallback(): void {
    this.#darkness.addEventListener("change", this.#restyle);
    this.#styled ??= adoptStyles(this.#root, STYLES);
    this.#scheduleUpdate();
  }

  disconnectedCallback(): void {
    this.#darkness.removeEventListener("change", this.#restyle);
    this.#scheduleUpdate();
  }

  attributeChangedCallback(name: string): void {
    if (name === "theme") this.#restyle();
    else this.#scheduleUpdate();
  }

  readonly #restyle = () => this.#controller?.views.restyle();

  /** A page may set one thing after another, or move the element: look when it has done. */
  #scheduleUpdate(): void {
    if (this.#due) return;
    this.#due = true;
    queueMicrotask(() => {
      this.#due = false;
      this.#update();
    });
  }

  #update(): void {
    const made = [this.#attribute("show"), this.#attribute("server"), this.token];
    const isMade = this.#made.length > 0 && made.every((part, index) => part === this.#made[index]);
    // A document without a window, such as a template's, is no page.
    if (!this.isConnected || !this.ownerDocument.defaultView) this.#stop();
    else if (!isMade) this.#start(made);
    else if (this.#language !== this.#drawnLanguage) this.#draw();
  }

  #start(made: unknown[]): void {
    this.#stop();
    this.#made = made;
    const show = this.#attribute("show");
    this.#map = show ? this.#newMap(show) : undefined;
    if (!show) this.#missingShowTimer = setTimeout(() => this.#reportMissingShow(), PATIENCE_MS);
    this.#draw();
    if (this.#trouble) this.#emit("error", this.#trouble);
    if (!this.#styled) this.#emit("error", setupError("styles_blocked", { show: show ?? "", server: "" }));
    if (this.#map) this.#forwardEvents(this.#map);
    this.#map?.start().catch(ignoreRefusal); // the event `gone` reports it
  }

  #newMap(show: string): SeatMap | undefined {
    try {
      return new SeatMap({ show, server: this.#attribute("server"), token: this.token });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#trouble = { code: "invalid_server", message: error.message };
      return undefined;
    }
  }

  #reportMissingShow(): void {
    this.#trouble = setupError("show_missing", { show: "", server: "" });
    this.#draw();
    this.#emit("error", this.#trouble);
  }

  #stop(): void {
    this.#clear();
    clearTimeout(this.#missingShowTimer);
    const map = this.#map;
    this.#map = undefined;
    this.#made = [];
    this.#trouble = undefined;
    map?.stop();
  }

  #clear(): void {
    this.#connectionNotice?.end();
    this.#controller?.end();
    this.#controller = undefined;
  }

  /** Render the layout, once its texts are there; the hall is rendered as soon as the map is live. */
  #draw(): void {
    this.#clear();
    const language = this.#language;
    this.#drawnLanguage = language;
    const loading = Localizer.load(language);
    if (!loading) this.#render(language);
    void loading?.then(() => {
      if (this.#made.length && this.#drawnLanguage === language) this.#render(language);
    });
  }

  #render(language: string): void {
    this.#clear();
    const i18n = new Localizer(language);
    const layout = new Layout(i18n);
    this.#root.querySelector(".picker")?.remove();
    this.#root.append(layout.element);
    const map = this.#map;
    if (map) this.#connectionNotice = this.#newConnectionNotice(map, i18n, layout);
    else if (this.#trouble) layout.fail(i18n.trouble(this.#trouble.code) ?? this.#trouble.message);
    this.dataset.connection = map?.connection ?? (this.#trouble ? "offline" : "connecting");
  }

  #newConnectionNotice(map: SeatMap, i18n: Localizer, layout: Layout): ConnectionNotice {
    return new ConnectionNotice(map, {
      i18n,
      layout,
      trouble: this.#trouble?.code,
      retry: () => this.#start(this.#made),
      enable: (live) => {
        if (live) this.#controller ??= this.#open(map, i18n, layout);
        if (this.#controller) this.#controller.live = live;
      },
    });
  }

  #open(map: SeatMap, i18n: Localizer, layout: Layout): PickerController | undefined {
    const { hall, show } = map;
    return (
      hall &&
      show &&
      new PickerController({
        map,
        hall,
        show,
        i18n,
        layout,
        checkedOut: () => this.#emit("checkout", checkoutDetail(map)),
      })
    );
  }

  /** Dispatch the map's events on the element. */
  #forwardEvents(map: SeatMap): void {
    map.on("connection", ({ connection }) => {
      if (map !== this.#map) return;
      this.dataset.connection = connection;
      if (connection === "live") this.#trouble = undefined;
    });
    map.on("error", (trouble) => {
      this.#trouble = trouble;
    });
    forwardEvents(map, (name, detail) => this.#emit(name, detail));
  }

  /** Return an attribute; an empty one is none. */
  #attribute(name: string): string | undefined {
    return this.getAttribute(name)?.trim() || undefined;
  }

  #emit<Name extends keyof SeatPickerEvents>(name: Name, detail: SeatPickerEvents[Name]): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: name !== "error", composed: true }));
  }

  get #language(): string {
    return this.#attribute("lang") ?? languageOf(this) ?? navigator.language;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "seat-picker": SeatPicker;
  }
}
