/** The hall on the dashboard: every seat's state, and what a click on a seat does. */
import type { Hall, Place, SeatChange, SeatLook, SeatMap, SeatState, ShowChange } from "seatapp";
import { adoptStyles, HallMap, mapStyles, type Viewport } from "seatapp/map";

import type { OrganiserApi, OrganiserBooking, SoldBooking } from "./api.ts";
import { Blocking } from "./blocking.ts";
import type { BookingTask } from "./booking-task.ts";
import { h, part } from "./dom.ts";
import { placeOf, price } from "./format.ts";
import { GivingBack } from "./giving-back.ts";
import { hall as words } from "./hall-words.ts";
import type { Surroundings } from "./map-tool.ts";
import { Moving } from "./moving.ts";
import { SeatPanel, seatOfLink } from "./seat-panel.ts";
import { Selling } from "./selling.ts";
import { Toolbox } from "./toolbox.ts";
import { type Tally, tally } from "./transitions.ts";

export class HallView {
  readonly #seats: SeatMap;
  readonly #box = shadowed(part("map"));
  #hall: Hall;
  #currency: string;
  readonly #panel: SeatPanel;
  readonly #tools: Toolbox;
  #map: HallMap;
  #enabled = true;

  /** Draw the hall of a map that has been live; `onSeatsChanged` is called with each change of its seats. */
  constructor(seats: SeatMap, api: OrganiserApi, onSeatsChanged: (tally: Tally) => void) {
    const { hall, show } = seats;
    if (!hall || !show) throw new Error("the seat map has not started");
    [this.#seats, this.#hall, this.#currency] = [seats, hall, show.currency];
    const around = this.#surroundings(api, show.showId);
    const giveBack = (booking: SoldBooking, chosen: string[]) => begin(givingBack, booking, chosen);
    const move = (booking: SoldBooking, chosen: string[]) => begin(moving, booking, chosen);
    const end = (seat: string, done: string) => this.#open(seat, done);
    const [givingBack, moving] = [new GivingBack(around, end), new Moving(around, end)];
    const begin = (task: BookingTask, booking: SoldBooking, chosen: string[]) => {
      this.#tools.use(task);
      task.begin(booking, chosen);
    };
    this.#panel = new SeatPanel(around, { giveBack, move });
    this.#tools = new Toolbox({
      inspect: this.#panel,
      sell: new Selling(around, (booking) => giveBack(booking, booking.seats)),
      block: new Blocking(around, this.#panel),
    });
    this.#map = this.#draw();
    seats.on("change", ({ changes }) => {
      const seen = changes.map(asOrganiser);
      this.#map.update(
        seen.map((change) => (this.#tools.tool.picked(change.seat) ? asPicked(change) : change)),
      );
      onSeatsChanged(tally(seen));
      this.#tools.tool.follow();
    });
    seats.on("changed", (change) => this.#redraw(change));
    addEventListener("hashchange", () => this.#inspectLinked());
    this.#inspectLinked();
  }

  get colours(): ReadonlyMap<string, string> {
    return new Map([...this.#hall.categories.values()].map(({ name, color }) => [name, color]));
  }

  /** Show where a booking's seats are and, unless it was cancelled, what can be done with it. */
  show({ status, items }: OrganiserBooking): void {
    const seats = items.flatMap(({ seat }) => seat ?? []);
    const [first] = seats;
    if (status === "confirmed" && first !== undefined) this.#open(first);
    this.#point(seats);
  }

  enable(enabled: boolean): void {
    this.#enabled = enabled;
    this.#map.enabled = enabled;
  }

  /** The show was changed, in another tab or by somebody else. */
  #redraw({ what }: ShowChange): void {
    const { hall, show } = this.#seats;
    if (!hall || !show) return;
    const former = this.#hall;
    [this.#hall, this.#currency] = [hall, show.currency];
    if (what.includes("plan")) {
      const { viewport, focused } = this.#map;
      this.#map.destroy();
      this.#map = this.#draw(viewport);
      this.#map.enabled = this.#enabled;
      if (focused !== undefined) this.#map.focus(inPlaceOf(focused, former, hall));
    }
    this.#tools.tool.follow(true);
  }

  #inspectLinked(): void {
    const seat = seatOfLink(location.hash);
    if (seat !== null) this.#inspect(seat);
  }

  #draw(viewport?: Viewport): HallMap {
    return new HallMap(this.#box, {
      hall: this.#hall,
      viewport,
      words: words.texts.map,
      stateOf: (seat) => (this.#tools.tool.picked(seat) ? "mine" : this.#stateOf(seat)),
      pending: (seat) => this.#tools.tool.pending(seat),
      describe: (seat) => this.#describe(seat),
      press: (seat) => this.#tools.tool.press(seat),
      pressable: (seat) => this.#tools.tool.pressable(seat),
    });
  }

  #surroundings(api: OrganiserApi, show: string): Surroundings {
    return {
      api,
      show,
      hall: () => this.#hall,
      currency: () => this.#currency,
      stateOf: (seat) => this.#stateOf(seat),
      changed: (changes) => this.#map.update(changes),
      mark: (seats) => this.#map.highlight(seats),
      point: (seats) => this.#point(seats),
    };
  }

  #stateOf(id: string): SeatState {
    return stateAsOrganiser(this.#seats.stateOf(id));
  }

  #describe(id: string): string {
    const seat = this.#hall.seats.get(id);
    if (!seat) return id;
    const cost = price(this.#hall.priceOf(id), this.#currency);
    return [
      placeOf(seat),
      `${seat.category}, ${cost}`,
      this.#tools.tool.word(id) ?? words.texts.states[this.#stateOf(id)],
    ].join(" · ");
  }

  #point(seats: string[]): void {
    this.#map.highlight(seats);
    this.#map.reveal(seats);
  }

  #open(seat: string, done = ""): void {
    this.#inspect(seat, done);
    this.#panel.panel.focus({ preventScroll: true });
    this.#panel.panel.scrollIntoView({ block: "nearest" });
  }

  #inspect(seat: string, done = ""): void {
    this.#tools.choose("inspect");
    void this.#panel.inspect(seat, done);
  }
}

/** Return this seat, or if the hall has lost it, the one that is nearest to where it was. */
function inPlaceOf(id: string, former: Hall, hall: Hall): string {
  const was = former.seats.get(id);
  if (!was || hall.seats.has(id)) return id;
  const away = ({ x, y }: Place) => Math.hypot(x - was.x, y - was.y);
  const [nearest] = [...hall.seats.values()].sort((a, b) => away(a) - away(b));
  return nearest?.id ?? id;
}

/** A seat that this browser's owner is choosing in another tab is, to the organiser, somebody's. */
function stateAsOrganiser(state: SeatState): SeatState {
  return state === "mine" ? "taken" : state;
}

function asOrganiser({ seat, before, after }: SeatChange): SeatChange {
  const look = (seen: SeatLook) => ({ ...seen, state: stateAsOrganiser(seen.state) });
  return { seat, before: look(before), after: look(after) };
}

/** What changes about a seat that is drawn as picked is not seen. */
function asPicked({ seat, before, after }: SeatChange): SeatChange {
  const look = (seen: SeatLook): SeatLook => ({ ...seen, state: "mine" });
  return { seat, before: look(before), after: look(after) };
}

/** Return a box that fills `host` and that the page's own styles do not reach into. */
function shadowed(host: HTMLElement): HTMLElement {
  const root = host.attachShadow({ mode: "open" });
  adoptStyles(root, [".box { position: absolute; inset: 0; }", mapStyles]);
  return root.appendChild(h("div", { class: "box" }));
}
