/** The basket: each of the visitor's seats with its price, the time left, and a button that gives it back. */
import type { Schemas } from "../http/schemas.ts";
import type { Seat } from "../plan.ts";
import type { Held, HeldPlaces } from "../seat-map.ts";
import type { PlacesList } from "./areas/places-list.ts";
import type { Localizer } from "./i18n/localizer.ts";
import type { SeatNames } from "./i18n/seat-names.ts";
import { h, write } from "./ui/dom.ts";
import { icon } from "./ui/icons.ts";
import { viewPicture } from "./view-picture.ts";

type TicketType = Schemas["TicketTypeAnswer"];

export interface BasketOptions {
  i18n: Localizer;
  names: SeatNames;
  colorOf(category: string): string;
  giveBack(seat: string): void;
  /** Where places of areas are listed. */
  places: PlacesList;
  /** The server's origin, that pictures may be on; "" is the page's own. */
  server: string;
  /** The ticket types that the seat may be sold as. */
  typesOf(seat: Seat): readonly TicketType[];
  /** Let the seat be sold as another type; whether that was done. */
  retype(seat: string, type: string): Promise<boolean>;
  clear(): void;
}

/** Seats whose locks end together share one countdown. */
interface Hold {
  element: HTMLElement;
  clock: HTMLElement;
  seats: HTMLElement;
  deadline: number | undefined;
}

const SAME_MS = 1_000;
const SOON_MS = 10_000;

export class Basket {
  readonly element: HTMLElement;
  readonly #options: BasketOptions;
  readonly #title: HTMLElement;
  readonly #none: HTMLElement;
  readonly #clear: HTMLButtonElement;
  readonly #box = h("div", { class: "holds" });
  readonly #rows = new Map<string, HTMLElement>();
  #holds: Hold[] = [];

  constructor(options: BasketOptions) {
    const { i18n } = options;
    this.#options = options;
    this.#title = h("h2", { tabindex: -1 }, i18n.text("yourSeats"));
    this.#none = h("p", { class: "quiet" }, i18n.text("noSeats"));
    this.#clear = h(
      "button",
      { type: "button", class: "link", on: { click: options.clear } },
      i18n.text("clear"),
    );
    const head = h("div", { class: "head" }, this.#title, this.#clear);
    this.element = h("section", { class: "basket" }, head, this.#none, this.#box, options.places.element);
    this.update([], []);
  }

  /** Show these seats and places. Whoever is at one of them with the keyboard stays there, or at the next. */
  update(basket: Held[], places: HeldPlaces[]): void {
    const atPlaces = this.#options.places.element.contains(this.#active);
    this.#options.places.update(places);
    const focused = this.#focusedRow();
    const clearing = this.#clear === this.#active;
    const ids = new Set(basket.map(({ seat }) => seat.id));
    const next = focused && nextOf(focused, ids);
    for (const [id, row] of this.#rows) {
      if (ids.has(id)) continue;
      row.remove();
      this.#rows.delete(id);
    }
    this.#arrange(byDeadline(basket));
    this.#none.hidden = basket.length + places.length > 0;
    this.#clear.hidden = basket.length + places.length < 2;
    if (focused && !focused.contains(this.#active)) (next?.querySelector("button") ?? this.#title).focus();
    if (clearing && this.#clear.hidden) this.#title.focus();
    if (atPlaces && !this.#active) this.#title.focus();
  }

  /** Show these seats anew: what they are called, their colours or their prices changed. */
  redraw(basket: Held[], places: HeldPlaces[]): void {
    const focused = this.#focusedRow()?.dataset.held;
    for (const row of this.#rows.values()) row.remove();
    this.#rows.clear();
    this.update(basket, places);
    if (focused !== undefined) (this.#rows.get(focused)?.querySelector("button") ?? this.#title).focus();
  }

  /** Write how long is left, by the map's clock. */
  tick(now: number): void {
    this.#options.places.tick(now);
    for (const { clock, deadline } of this.#holds) {
      clock.hidden = deadline === undefined;
      if (deadline === undefined) continue;
      write(clock, this.#options.i18n.text("heldFor", { time: this.#options.i18n.time(deadline - now) }));
      clock.toggleAttribute("data-soon", deadline - now < SOON_MS);
    }
  }

  #arrange(groups: Held[][]): void {
    while (this.#holds.length > groups.length) this.#holds.pop()?.element.remove();
    while (this.#holds.length < groups.length) {
      const hold = newHold();
      this.#holds.push(hold);
      this.#box.append(hold.element);
    }
    groups.forEach((group, index) => {
      const hold = this.#holds[index] as Hold;
      hold.deadline = firstEnd(group);
      group.forEach((held, place) => {
        const [row, there] = [this.#rowOf(held), hold.seats.children[place]];
        if (row !== there) hold.seats.insertBefore(row, there ?? null);
      });
    });
  }

  #rowOf(held: Held): HTMLElement {
    const { seat, price, ticketType } = held;
    const known = this.#rows.get(seat.id);
    if (known) {
      write(known.querySelector(".price") as HTMLElement, this.#options.names.money(price));
      const choice = known.querySelector("select");
      if (choice) choice.value = ticketType ?? "";
      return known;
    }
    const { i18n, names, colorOf, giveBack } = this.#options;
    const name = i18n.fill("{name}", { name: names.of([seat.id]) });
    const dot = h("span", { class: "dot" });
    dot.style.setProperty("--color", colorOf(seat.category));
    const more = [seat.category, names.kind(seat), ...names.facts(seat)].filter(Boolean).join(" · ");
    const view = viewPicture(seat, this.#options);
    const label = i18n.text("giveBack", { seats: names.of([seat.id]) });
    const click = () => giveBack(seat.id);
    const row = h(
      "li",
      { "data-held": seat.id },
      dot,
      h(
        "span",
        { class: "description" },
        h("b", {}, name),
        h("small", {}, more),
        ...this.#typeChoice(held),
        view,
      ),
      h("span", { class: "price" }, names.money(price)),
      h("button", { type: "button", class: "close", "aria-label": label, on: { click } }, icon("close")),
    );
    this.#rows.set(seat.id, row);
    return row;
  }

  /** As what the seat is sold, to be changed where there is a choice. */
  #typeChoice({ seat, ticketType }: Held): HTMLElement[] {
    const { i18n, names, typesOf, retype } = this.#options;
    const types = typesOf(seat);
    if (types.length < 2) return types.map(({ title }) => h("small", {}, title));
    const options = types.map(({ id, title, prices }) =>
      h("option", { value: id }, `${title} · ${names.money(prices[seat.category] ?? 0)}`),
    );
    const choice = h(
      "select",
      { class: "ticket-type", "aria-label": i18n.text("ticketTypeOf", { seats: names.of([seat.id]) }) },
      ...options,
    );
    choice.value = ticketType ?? "";
    let chosen = choice.value;
    choice.addEventListener("change", async () => {
      if (await retype(seat.id, choice.value)) chosen = choice.value;
      else choice.value = chosen;
    });
    return [choice];
  }

  get #active(): Element | null {
    return (this.element.getRootNode() as ShadowRoot).activeElement;
  }

  #focusedRow(): HTMLElement | undefined {
    return [...this.#rows.values()].find((row) => row.contains(this.#active));
  }
}

function newHold(): Hold {
  const clock = h("p", { class: "clock", role: "timer" });
  const seats = h("ul", {});
  return { element: h("div", { class: "hold" }, clock, seats), clock, seats, deadline: undefined };
}

/** Return the row itself if it stays, else the first after it or before it that does. */
function nextOf(row: HTMLElement, staying: ReadonlySet<string>): HTMLElement | undefined {
  const all = [...(row.closest(".holds")?.querySelectorAll<HTMLElement>("[data-held]") ?? [])];
  const at = all.indexOf(row);
  const candidates = [...all.slice(at), ...all.slice(0, at).reverse()];
  return candidates.find(({ dataset }) => staying.has(dataset.held ?? ""));
}

/**
 * Group seats whose locks end at the same time, the first to end first; those of unknown end are last. In a group
 * they are in the order of the basket.
 */
export function byDeadline(basket: Held[]): Held[][] {
  const end = ({ deadline }: Held) => deadline ?? Number.POSITIVE_INFINITY;
  const groups: Held[][] = [];
  for (const held of [...basket].sort((a, b) => compare(end(a), end(b)))) {
    const last = groups.at(-1);
    const same = last?.[0] && (end(last[0]) === end(held) || end(held) - end(last[0]) < SAME_MS);
    if (same) last.push(held);
    else groups.push([held]);
  }
  const places = new Map(basket.map((held, place) => [held, place]));
  return groups.map((group) => group.sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0)));
}

/** Return when the first of them is released, as far as that is known. */
export function firstEnd(basket: Pick<Held, "deadline">[]): number | undefined {
  const ends = basket.flatMap(({ deadline }) => deadline ?? []);
  return ends.length ? Math.min(...ends) : undefined;
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}
