/** The hall as a list, for keyboards and screen readers and for whoever prefers it to the map. */
import type { Hall } from "../../hall.ts";
import type { Seat } from "../../plan.ts";
import type { SeatChange } from "../../seat-map.ts";
import { h } from "../ui/dom.ts";
import { windowRect } from "../ui/local-space.ts";
import type { ListContext } from "./context.ts";
import type { RowList } from "./row.ts";
import { SearchBox } from "./search-box.ts";
import { ZoneList } from "./zone.ts";

const OPENED_AT_MOST = 200;

export class SeatList {
  readonly element: HTMLElement;
  readonly #hall: Hall;
  readonly #context: ListContext;
  readonly #box: HTMLElement;
  readonly #zones: ZoneList[] = [];
  readonly #zoneOf = new Map<string, ZoneList>();
  readonly #nothing: HTMLElement;
  readonly #stale = new Set<ZoneList>();
  #frame = 0;
  #shown = false;
  #isRefiltered = false;

  /** What is in it is built when it is first shown: visitors of a large hall wait for the map. */
  constructor(hall: Hall, context: ListContext) {
    const { i18n } = context;
    this.#hall = hall;
    this.#context = context;
    this.#nothing = h("p", { class: "quiet", hidden: true }, i18n.text("nothingFound"));
    const keydown = (event: KeyboardEvent) => this.#key(event);
    this.#box = h("div", { class: "zones", on: { keydown } });
    this.element = h(
      "div",
      { class: "list" },
      h("h2", { class: "visually-hidden" }, i18n.text("seatingPlan")),
      new SearchBox(hall, context).element,
      h(
        "div",
        { class: "filters" },
        this.#toggle("onlyFree", "free"),
        this.#toggle("onlyWheelchair", "wheelchair"),
      ),
      context.areas,
      this.#nothing,
      this.#box,
    );
  }

  /** While it is not shown it does no work. */
  set shown(shown: boolean) {
    this.#shown = shown;
    if (shown) this.#build();
    this.#later();
  }

  /** Whether seats can be had; otherwise everything is grey. */
  set enabled(enabled: boolean) {
    this.#context.enabled = enabled;
    this.element.toggleAttribute("data-off", !enabled);
    for (const zone of this.#zones) this.#stale.add(zone);
    this.#later();
  }

  /** Show what is different. */
  update(changes: readonly SeatChange[]): void {
    for (const { seat } of changes) {
      const zone = this.#zoneOf.get(seat);
      if (zone) this.#stale.add(zone);
    }
    this.#later();
  }

  /** The filter is another. */
  refilter(): void {
    this.#isRefiltered = true;
    for (const zone of this.#zones) this.#stale.add(zone);
    this.#later();
  }

  /** What is open: the labels of the open rows, by the name of their part. */
  get opened(): ReadonlyMap<string, readonly string[]> {
    return new Map(this.#zones.flatMap(({ name, opened }) => (opened ? [[name, opened]] : [])));
  }

  /** Open what was open. */
  open(opened: ReadonlyMap<string, readonly string[]>): void {
    if (opened.size) this.#build();
    for (const zone of this.#zones) {
      const rows = opened.get(zone.name);
      if (rows) zone.open(rows);
    }
  }

  /** Return where a seat's button is in the window; undefined when it is out of sight. */
  rectOf(seat: string): DOMRect | undefined {
    const button = this.#zoneOf.get(seat)?.rowOf(seat)?.buttonOf(seat);
    const rect = button && windowRect(button);
    return rect?.width ? rect : undefined;
  }

  /** Put the keyboard on a seat. */
  focus(seat: string): void {
    this.#build();
    const zone = this.#zoneOf.get(seat);
    if (!zone) return;
    zone.disclosure.open = true;
    zone.rowOf(seat)?.focus(seat);
  }

  #build(): void {
    if (this.#zones.length) return;
    for (const zone of this.#hall.zones) this.#addZone(zone);
    for (const zone of this.#zones) this.#stale.add(zone);
    this.#box.append(...this.#zones.map(({ disclosure }) => disclosure.element));
    if (this.#zones.length === 1) (this.#zones[0] as ZoneList).disclosure.open = true;
  }

  #addZone(zone: Hall["zones"][number]): void {
    if (!zone.rows.some(({ seats }) => seats.length)) return;
    const list = new ZoneList(zone, this.#context);
    this.#zones.push(list);
    for (const { seats } of zone.rows) for (const { id } of seats) this.#zoneOf.set(id, list);
  }

  #toggle(label: "onlyFree" | "onlyWheelchair", what: "free" | "wheelchair"): HTMLButtonElement {
    const { i18n, filter } = this.#context;
    const pressed = { type: "button", "aria-pressed": String(filter[what]) };
    const button = h("button", pressed, i18n.text(label));
    button.addEventListener("click", () => {
      filter[what] = !filter[what];
      button.setAttribute("aria-pressed", String(filter[what]));
      this.refilter();
    });
    return button;
  }

  #later(): void {
    if (!this.#shown || this.#frame || !this.#stale.size) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      for (const zone of this.#stale) zone.refresh();
      this.#stale.clear();
      const all = this.#zones.reduce((sum, { listed }) => sum + listed, 0);
      this.#nothing.hidden = all > 0;
      if (this.#isRefiltered && this.#context.filter.wheelchair && all <= OPENED_AT_MOST) {
        for (const zone of this.#zones) if (zone.listed) zone.openListed();
      }
      this.#isRefiltered = false;
    });
  }

  #key(event: KeyboardEvent): void {
    const button = (event.target as Element).closest<HTMLElement>("[data-seat]");
    const id = button?.dataset.seat;
    const zone = id === undefined ? undefined : this.#zoneOf.get(id);
    const row = zone?.rowOf(id ?? "");
    const seat = this.#hall.seats.get(id ?? "");
    if (!zone || !row || !seat || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = this.#targetOf(event.key, zone, row, seat);
    if (!target) return;
    event.preventDefault();
    const [there, next] = target;
    there.focus(next.id);
  }

  #targetOf(key: string, zone: ZoneList, row: RowList, seat: Seat): [RowList, Seat] | undefined {
    if (key === "ArrowUp" || key === "ArrowDown") {
      const next = zone.neighbour(row, key === "ArrowUp" ? -1 : 1);
      const nearest = next && nearestTo(seat, next.walkable);
      return nearest && [next, nearest];
    }
    const target = inRow(key, row.walkable, seat, this.#context.i18n.dir === "rtl");
    return target && [row, target];
  }
}

function inRow(key: string, seats: Seat[], seat: Seat, rightToLeft: boolean): Seat | undefined {
  const forward = rightToLeft ? "ArrowLeft" : "ArrowRight";
  const backward = rightToLeft ? "ArrowRight" : "ArrowLeft";
  const at = seats.indexOf(seat);
  if (key === "Home") return seats[0];
  if (key === "End") return seats.at(-1);
  if (key === forward) return seats[at + 1];
  return key === backward && at > 0 ? seats[at - 1] : undefined;
}

function nearestTo({ x, y }: Seat, seats: Seat[]): Seat | undefined {
  const distance = (seat: Seat) => Math.hypot(seat.x - x, seat.y - y);
  return seats.reduce<Seat | undefined>(
    (best, seat) => (!best || distance(seat) < distance(best) ? seat : best),
    undefined,
  );
}
