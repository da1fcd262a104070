/** <seat-picker>: a show's hall in any page, to choose seats in and to go on from to pay. */
import { type Held, SeatMap, type Token } from "../seatmap.ts";
import { Contact } from "./contact.ts";
import { adopt } from "./dom.ts";
import { orderOf, repeat, type SeatPickerEvents } from "./events.ts";
import { Frame } from "./frame.ts";
import { STYLES } from "./styles.ts";
import { Visit } from "./visit.ts";
import { Words } from "./words.ts";

export class SeatPicker extends HTMLElement {
  static readonly observedAttributes = ["show", "server", "token", "lang", "theme"];

  readonly #root = this.attachShadow({ mode: "open" });
  readonly #darkness = matchMedia("(prefers-color-scheme: dark)");
  #token: Token | undefined;
  #map: SeatMap | undefined;
  /** What the map was made for, and what it is drawn in. */
  #made: unknown[] = [];
  #drawn = "";
  #visit: Visit | undefined;
  #contact: Contact | undefined;
  #due = false;

  constructor() {
    super();
    adopt(this.#root, STYLES);
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
    return this.#token ?? this.getAttribute("token") ?? undefined;
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
    const show = this.getAttribute("show");
    const made = [show, this.getAttribute("server"), this.token];
    if (!this.isConnected || !show) this.#stop();
    else if (!this.#map || made.some((part, index) => part !== this.#made[index])) this.#start(made, show);
    else if (this.#language !== this.#drawn) this.#draw(this.#map);
  }

  #start(made: unknown[], show: string): void {
    this.#stop();
    const map = new SeatMap({ show, server: this.getAttribute("server") ?? undefined, token: this.token });
    this.#map = map;
    this.#made = made;
    this.#repeat(map);
    this.#draw(map);
    map.start().catch(() => {}); // the event `gone` tells
  }

  #stop(): void {
    this.#clear();
    const map = this.#map;
    this.#map = undefined;
    map?.stop();
  }

  #clear(): void {
    this.#contact?.end();
    this.#visit?.end();
    this.#visit = undefined;
  }

  /** Show the places; the hall comes into them as soon as the map is live. */
  #draw(map: SeatMap): void {
    this.#clear();
    this.#drawn = this.#language;
    const words = new Words(this.#drawn);
    const frame = new Frame(words);
    this.#root.replaceChildren(frame.element);
    this.#contact = new Contact(map, {
      words,
      frame,
      retry: () => this.#start(this.#made, String(this.#made[0])),
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
    this.dataset.connection = map.connection;
    map.on("connection", ({ connection }) => {
      if (map === this.#map) this.dataset.connection = connection;
    });
    repeat(map, (name, detail) => this.#tell(name, detail));
  }

  #tell<Name extends keyof SeatPickerEvents>(name: Name, detail: SeatPickerEvents[Name]): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  get #language(): string {
    const page = this.closest("[lang]")?.getAttribute("lang");
    return this.getAttribute("lang") || page || navigator.language;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "seat-picker": SeatPicker;
  }
}
