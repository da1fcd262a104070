/** A zone of the hall in the list, with its rows. */
import type { Seat, Zone } from "../../plan.ts";
import type { ListContext } from "./context.ts";
import { Disclosure } from "./disclosure.ts";
import { fits } from "./filter.ts";
import { RowList } from "./row.ts";

export class ZoneList {
  readonly name: string;
  readonly disclosure: Disclosure;
  /** How many of its seats are listed, as of the last refresh. */
  listed = 0;
  readonly #context: ListContext;
  readonly #rows: [label: string, seats: Seat[]][];
  readonly #seats: Seat[];
  #lists: RowList[] = [];
  readonly #rowOf = new Map<string, RowList>();

  constructor({ name, rows }: Zone, context: ListContext) {
    this.name = name;
    this.#context = context;
    this.#seats = rows.flatMap(({ seats }) => seats);
    // A box has its seats in two lines that are one row to the visitor.
    const labels = new Map<string, Seat[]>();
    for (const { label, seats } of rows) labels.set(label, [...(labels.get(label) ?? []), ...seats]);
    this.#rows = [...labels];
    const build = () => this.#build();
    this.disclosure = new Disclosure("h3", name || context.i18n.text("seatingPlan"), build);
  }

  refresh(): void {
    const { map, i18n, names, filter } = this.#context;
    let [listed, free, least] = [0, 0, Infinity];
    for (const seat of this.#seats) {
      const state = map.stateOf(seat.id);
      if (!fits(seat, state, filter)) continue;
      listed += 1;
      if (state !== "free") continue;
      free += 1;
      least = Math.min(least, map.hall?.categories.get(seat.category)?.price ?? 0);
    }
    this.listed = listed;
    const count = free ? i18n.text("free", { n: free }) : i18n.text("noneFree");
    const from = free && least ? i18n.text("from", { price: names.money(least) }) : "";
    this.disclosure.note = [count, from].filter(Boolean).join(" · ");
    this.disclosure.element.hidden = !listed && !this.disclosure.element.matches(":focus-within");
    for (const row of this.#lists) row.refresh();
  }

  /** Open it with the rows of which seats are listed. */
  openListed(): void {
    this.disclosure.open = true;
    for (const row of this.#lists) if (row.walkable.length) row.disclosure.open = true;
  }

  /** The labels of the rows that are open; undefined while the part itself is closed. */
  get opened(): string[] | undefined {
    if (!this.disclosure.open) return undefined;
    return this.#rows.flatMap(([label], index) => (this.#lists[index]?.disclosure.open ? label : []));
  }

  /** Open it with these of its rows. */
  open(labels: readonly string[]): void {
    this.disclosure.open = true;
    this.#lists.forEach(({ disclosure }, index) => {
      disclosure.open = labels.includes(this.#rows[index]?.[0] ?? "");
    });
  }

  rowOf(seat: string): RowList | undefined {
    return this.#rowOf.get(seat);
  }

  /** Return the row `step` rows further that has seats to walk, if there is one. */
  neighbour(row: RowList, step: 1 | -1): RowList | undefined {
    const from = this.#lists.indexOf(row);
    for (let at = from + step; at >= 0 && at < this.#lists.length; at += step) {
      if (this.#lists[at]?.walkable.length) return this.#lists[at];
    }
    return undefined;
  }

  #build(): void {
    this.#lists = this.#rows.map(([label, seats]) => {
      const list = new RowList(label, seats, this.#context);
      for (const { id } of seats) this.#rowOf.set(id, list);
      list.refresh();
      return list;
    });
    this.disclosure.body.append(...this.#lists.map(({ disclosure }) => disclosure.element));
  }
}
