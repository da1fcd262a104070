/** The hall on the dashboard: every seat's state, and what a click on a seat does. */
import type { Hall, SeatChange, SeatLook, SeatMap, SeatState, ShowChange } from "seatapp";
import { adoptStyles, HallMap, mapStyles, type Viewport } from "seatapp/map";

import type { OrganiserApi } from "./api.ts";
import { Blocking } from "./blocking.ts";
import { h, part } from "./dom.ts";
import { placeOf, price } from "./format.ts";
import { SeatPanel, STATE_WORDS, seatOfLink } from "./seat-panel.ts";
import { type Tally, tally } from "./transitions.ts";

const WORDS = {
  map: "Seats of the hall",
  help: "The arrow keys move from seat to seat, Enter chooses one, plus and minus zoom.",
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  fit: "Show the whole hall",
  overview: "Overview",
};

const BLOCKABLE: SeatState[] = ["free", "blocked"];

export class HallView {
  readonly #seats: SeatMap;
  readonly #box = shadowed(part("map"));
  #hall: Hall;
  #currency: string;
  readonly #blocking: Blocking;
  readonly #panel: SeatPanel;
  #map: HallMap;
  #enabled = true;

  /** Draw the hall of a map that has been live; `onSeatsChanged` is called with each change of its seats. */
  constructor(seats: SeatMap, api: OrganiserApi, onSeatsChanged: (tally: Tally) => void) {
    const { hall, show } = seats;
    if (!hall || !show) throw new Error("the seat map has not started");
    [this.#seats, this.#hall, this.#currency] = [seats, hall, show.currency];
    const stateOf = (seat: string) => this.#stateOf(seat);
    const point = (marked: string[]) => this.point(marked);
    const changed = (changes: SeatChange[]) => this.#map.update(changes);
    const now = { hall: () => this.#hall, currency: () => this.#currency };
    const around = { api, show: show.showId, ...now, stateOf, point, changed };
    this.#blocking = new Blocking(around);
    this.#panel = new SeatPanel(around);
    this.#map = this.#draw();
    seats.on("change", ({ changes }) => {
      const seen = changes.map(asOrganiser);
      this.#map.update(seen);
      onSeatsChanged(tally(seen));
      void this.#panel.update();
    });
    seats.on("changed", (change) => this.#redraw(change));
    addEventListener("hashchange", () => this.#inspectLinked());
    this.#inspectLinked();
  }

  get colours(): ReadonlyMap<string, string> {
    return new Map([...this.#hall.categories.values()].map(({ name, color }) => [name, color]));
  }

  /** Show where these seats are. */
  point(seats: string[]): void {
    this.#map.highlight(seats);
    this.#map.reveal(seats);
  }

  enable(enabled: boolean): void {
    this.#enabled = enabled;
    this.#map.enabled = enabled;
  }

  /** The show was changed, in another tab or by somebody else. */
  #redraw({ what }: ShowChange): void {
    const { hall, show } = this.#seats;
    if (!hall || !show) return;
    [this.#hall, this.#currency] = [hall, show.currency];
    if (what.includes("plan")) {
      const { viewport, focused } = this.#map;
      this.#map.destroy();
      this.#map = this.#draw(viewport);
      this.#map.enabled = this.#enabled;
      if (focused !== undefined) this.#map.focus(focused);
    }
    void this.#panel.redraw();
  }

  #inspectLinked(): void {
    const seat = seatOfLink(location.hash);
    if (seat !== null) this.#inspect(seat);
  }

  #draw(viewport?: Viewport): HallMap {
    return new HallMap(this.#box, {
      hall: this.#hall,
      viewport,
      words: WORDS,
      stateOf: (seat) => this.#stateOf(seat),
      pending: (seat) => this.#blocking.pending(seat),
      describe: (seat) => this.#describe(seat),
      press: (seat) => this.#press(seat),
      pressable: (seat) => !this.#blocking.on || BLOCKABLE.includes(this.#stateOf(seat)),
    });
  }

  #stateOf(id: string): SeatState {
    return stateAsOrganiser(this.#seats.stateOf(id));
  }

  #describe(id: string): string {
    const seat = this.#hall.seats.get(id);
    if (!seat) return id;
    const cost = price(this.#hall.priceOf(id), this.#currency);
    return [placeOf(seat), `${seat.category}, ${cost}`, STATE_WORDS[this.#stateOf(id)]].join(" · ");
  }

  #press(seat: string): void {
    if (this.#blocking.on) void this.#blocking.press(seat);
    else this.#inspect(seat);
  }

  #inspect(seat: string): void {
    this.#map.highlight([seat]);
    void this.#panel.inspect(seat);
  }
}

/** A seat that this browser's owner is choosing in another tab is, to the organiser, somebody's. */
function stateAsOrganiser(state: SeatState): SeatState {
  return state === "mine" ? "taken" : state;
}

function asOrganiser({ seat, before, after }: SeatChange): SeatChange {
  const look = (seen: SeatLook) => ({ ...seen, state: stateAsOrganiser(seen.state) });
  return { seat, before: look(before), after: look(after) };
}

/** Return a box that fills `host` and that the page's own styles do not reach into. */
function shadowed(host: HTMLElement): HTMLElement {
  const root = host.attachShadow({ mode: "open" });
  adoptStyles(root, [".box { position: absolute; inset: 0; }", mapStyles]);
  return root.appendChild(h("div", { class: "box" }));
}
