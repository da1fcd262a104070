/** The door list: every ticket of the show by name or by seat, each with a box to tick on paper. */
import { h, part, write } from "../organiser/dom.ts";
import { showFailure } from "../organiser/error-banner.ts";
import { atMinute, atSecond, placeOf, seatsOf } from "../organiser/format.ts";
import type { DoorApi, SoldSeat } from "./door-api.ts";
import { door } from "./door-words.ts";
import { nameOf } from "./people.ts";

type Order = "name" | "seat";
/** What is on paper beside each other: a line has some seats of one booking. */
type Line = [SoldSeat, ...SoldSeat[]];

const COLUMNS: Record<Order, ("seat" | "name" | "reference" | "seats")[]> = {
  name: ["name", "reference", "seats"],
  seat: ["seat", "name", "reference"],
};

export class DoorList {
  readonly #api: DoorApi;
  readonly #table = part<HTMLTableElement>("list");
  readonly #filter = part<HTMLInputElement>("filter");
  #seats: SoldSeat[] = [];

  constructor(api: DoorApi) {
    this.#api = api;
  }

  async start(): Promise<void> {
    part("order").addEventListener("change", () => this.#draw());
    part("filter-form").addEventListener("submit", (event) => event.preventDefault());
    this.#filter.addEventListener("input", () => this.#sift());
    part("print").addEventListener("click", () => print());
    part("refresh").addEventListener("click", () => this.#load());
    await this.#load();
  }

  async #load(): Promise<void> {
    try {
      const { seats, asOf } = await this.#api.list();
      this.#seats = seats;
      write(part("as-of"), door.text("asOf", { time: atSecond(asOf) }));
      this.#draw();
    } catch (error) {
      showFailure(error, door.text("notListed"));
    }
  }

  #draw(): void {
    const order: Order = part<HTMLInputElement>("order").querySelector<HTMLInputElement>(":checked")
      ?.value as Order;
    const lines = order === "name" ? byName(this.#seats) : this.#seats.map((seat): Line => [seat]);
    const heads = COLUMNS[order].map((column) => h("th", { scope: "col" }, door.text(column)));
    part("columns").replaceChildren(...heads);
    this.#table.tBodies[0]?.replaceChildren(
      ...lines.map((line) => (order === "name" ? nameRow(line) : seatRow(line[0]))),
    );
    this.#sift();
  }

  /** Leave what has these words in sight, and on paper. */
  #sift(): void {
    const words = folded(this.#filter.value).split(/\s+/).filter(Boolean);
    let n = 0;
    for (const row of this.#table.tBodies[0]?.rows ?? []) {
      const text = folded(row.textContent ?? "");
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) n += row.querySelectorAll(".box").length;
    }
    write(part("listed"), door.text("listed", { n }));
  }
}

/** Return the seats by booking, sorted by name as the language sorts; who said no name comes last. */
function byName(seats: SoldSeat[]): Line[] {
  const bookings = new Map<string, Line>();
  for (const seat of seats) {
    const line = bookings.get(seat.bookingId);
    if (line) line.push(seat);
    else bookings.set(seat.bookingId, [seat]);
  }
  const collator = new Intl.Collator(door.lang, { numeric: true });
  const rank = ([seat]: Line) => (seat.customer ? 0 : 1);
  return [...bookings.values()].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      collator.compare(nameOf(a[0]), nameOf(b[0])) ||
      collator.compare(a[0].reference, b[0].reference),
  );
}

function nameRow(line: Line): HTMLElement {
  const places = line.map((seat) => h("li", {}, box(seat), ` ${place(seat)}`, since(seat)));
  return h("tr", {}, who(line[0], "th"), reference(line[0]), h("td", {}, h("ul", {}, ...places)));
}

function seatRow(seat: SoldSeat): HTMLElement {
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, box(seat), ` ${place(seat)}`, since(seat)),
    who(seat, "td"),
    reference(seat),
  );
}

function who(seat: SoldSeat, cell: "th" | "td"): HTMLElement {
  const email = seat.customer?.name ? seat.customer.email : undefined;
  const scope = cell === "th" ? "row" : undefined;
  return h(cell, { scope }, nameOf(seat), email && h("span", { class: "hint" }, ` ${email}`));
}

function reference({ reference }: SoldSeat): HTMLElement {
  const link = `check-in#${new URLSearchParams({ code: reference })}`;
  return h("td", {}, h("a", { href: link }, reference));
}

/** A box that is ticked already for who is inside. */
function box({ checkedInAt }: SoldSeat): HTMLElement {
  return h("span", { class: "box", "aria-hidden": "true" }, checkedInAt ? "✓" : "");
}

function since({ checkedInAt }: SoldSeat): HTMLElement | undefined {
  if (!checkedInAt) return undefined;
  const time = atMinute(Date.parse(checkedInAt));
  return h("span", { class: "hint" }, ` ${door.text("insideAt", { time })}`);
}

function place(seat: SoldSeat): string {
  const [named] = seatsOf({ items: [seat] });
  return named ? placeOf(named) : "";
}

/** Return the text in lower case and without accents: "muller" finds Müller. */
function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
