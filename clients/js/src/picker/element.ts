/** <seat-picker>: a show's hall in any page, to choose seats in and to go on from to pay. */

import { ignoreRefusal, Refusal } from "../http/refusal.ts";
import { setupError } from "../http/setup-error.ts";
import { type Held, SeatMap, type Token, type Trouble } from "../seat-map.ts";
import { languageOf } from "../util/language.ts";
import { Contact } from "./contact.ts";
import { orderOf, repeat, type SeatPickerEvents } from "./events.ts";
import { Frame } from "./frame.ts";
import { adopt } from "./sheets.ts";
import { STYLES } from "./styles.ts";
import { Visit } from "./visit.ts";
import { Words } from "./words.ts";

/** Frameworks put an element in before they know its show. */
const PATIENCE_MS = 2_000;

export class SeatPicker extends HTMLElement {
  static readonly observedAttributes = ["show", "server", "token", "lang", "theme"];

  readonly #root = this.attachShadow({ mode: "open" });
  readonly #darkness = matchMedia("(prefers-color-scheme: dark)");
  #token: Token | undefined;
  #map: SeatMap | undefined;
  /** Whether the browser took the styles; undefined while they are not needed. */
  #styled: boolean | undefined;
  /** What the map was made for, and what it is drawn in. */
  #made: unknown[] = [];
  #drawn = "";
  #visit: Visit | undefined;
  #contact: Contact | undefined;
  #due = false;
  #trouble: Trouble | undefined;
  #nameless: ReturnType<typeof setTimeout> | undefined;

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
    return this.#token || this.#given("token");
  }

  set token(token: Token | undefined) {
    this.#token = token;
    this.#later();
  }

  /** Return where a seat is in the window, in CSS pixels; undefined when it is out of sight. */
  rectOf(seat: string): DOMRect | undefined {
    return this.#visit?.views.rectOf(seat);
  }

  /** Put the keyboard on a seat. */
  focusSeat(seat: string): void {
    this.#visit?.views.focus(seat);
  }

  connectedCallback(): void {
    this.#darkness.addEventListener("change", this.#restyle);
    this.#styled ??= adopt(this.#root, STYLES);
    this.#later();
  }

  disconnectedCallback(): void {
    this.#darkness.removeEventListener("change", this.#restyle);
    this.#later();
  }

  attributeChangedCallback(name: string): void {
    if (name === "theme") this.#restyle();
    else this.#later();
  }

  readonly #restyle = () => this.#visit?.views.restyle();

  /** A page may set one thing after another, or move the element: look when it has done. */
  #later(): void {
    if (this.#due) return;
    this.#due = true;
    queueMicrotask(() => {
      this.#due = false;
      this.#settle();
    });
  }

  #settle(): void {
    const made = [this.#given("show"), this.#given("server"), this.token];
    const isMade = this.#made.length > 0 && made.every((part, index) => part === this.#made[index]);
    // A document without a window, such as a template's, is no page.
    if (!this.isConnected || !this.ownerDocument.defaultView) this.#stop();
    else if (!isMade) this.#start(made);
    else if (this.#language !== this.#drawn) this.#draw();
  }

  #start(made: unknown[]): void {
    this.#stop();
    this.#made = made;
    const show = this.#given("show");
    this.#map = show ? this.#newMap(show) : undefined;
    if (!show) this.#nameless = setTimeout(() => this.#missShow(), PATIENCE_MS);
    this.#draw();
    if (this.#trouble) this.#tell("error", this.#trouble);
    if (!this.#styled) this.#tell("error", setupError("styles_blocked", { show: show ?? "", server: "" }));
    if (this.#map) this.#repeat(this.#map);
    this.#map?.start().catch(ignoreRefusal); // the event `gone` reports it
  }

  #newMap(show: string): SeatMap | undefined {
    try {
      return new SeatMap({ show, server: this.#given("server"), token: this.token });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#trouble = { code: "invalid_server", message: error.message };
      return undefined;
    }
  }

  #missShow(): void {
    this.#trouble = setupError("show_missing", { show: "", server: "" });
    this.#draw();
    this.#tell("error", this.#trouble);
  }

  #stop(): void {
    this.#clear();
    clearTimeout(this.#nameless);
    const map = this.#map;
    this.#map = undefined;
    this.#made = [];
    this.#trouble = undefined;
    map?.stop();
  }

  #clear(): void {
    this.#contact?.end();
    this.#visit?.end();
    this.#visit = undefined;
  }

  /** Show the places; the hall comes into them as soon as the map is live. */
  #draw(): void {
    this.#clear();
    this.#drawn = this.#language;
    const words = new Words(this.#drawn);
    const frame = new Frame(words);
    this.#root.querySelector(".picker")?.remove();
    this.#root.append(frame.element);
    const map = this.#map;
    if (map) this.#contact = this.#newContact(map, words, frame);
    else if (this.#trouble) frame.fail(words.trouble(this.#trouble.code) ?? this.#trouble.message);
    this.dataset.connection = map?.connection ?? (this.#trouble ? "offline" : "connecting");
  }

  #newContact(map: SeatMap, words: Words, frame: Frame): Contact {
    return new Contact(map, {
      words,
      frame,
      trouble: this.#trouble?.code,
      retry: () => this.#start(this.#made),
      enable: (live) => {
        if (live) this.#visit ??= this.#open(map, words, frame);
        if (this.#visit) this.#visit.live = live;
      },
    });
  }

  #open(map: SeatMap, words: Words, frame: Frame): Visit | undefined {
    const { hall, show } = map;
    return (
      hall &&
      show &&
      new Visit({ map, hall, show, words, frame, checkedOut: () => this.#tell("checkout", orderOf(map)) })
    );
  }

  /** Say on the element what the map says. */
  #repeat(map: SeatMap): void {
    map.on("connection", ({ connection }) => {
      if (map !== this.#map) return;
      this.dataset.connection = connection;
      if (connection === "live") this.#trouble = undefined;
    });
    map.on("error", (trouble) => {
      this.#trouble = trouble;
    });
    repeat(map, (name, detail) => this.#tell(name, detail));
  }

  /** Return an attribute; an empty one is none. */
  #given(name: string): string | undefined {
    return this.getAttribute(name)?.trim() || undefined;
  }

  #tell<Name extends keyof SeatPickerEvents>(name: Name, detail: SeatPickerEvents[Name]): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: name !== "error", composed: true }));
  }

  get #language(): string {
    return this.#given("lang") ?? languageOf(this) ?? navigator.language;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "seat-picker": SeatPicker;
  }
}
