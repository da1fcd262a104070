/** What seats are called: "Stalls, row 3, seats 12 and 13". */

import type { Hall, Seat } from "../plan.ts";
import type { SeatState } from "../seat-map.ts";
import { json } from "../util/json.ts";
import type { Words } from "./words.ts";

export class Names {
  #hall: Hall;
  readonly #words: Words;
  #currency: string;
  readonly #priceOf: (seat: string) => number;

  /** `priceOf` tells what a seat costs the visitor, who may have agreed to another price than the show asks. */
  constructor(
    hall: Hall,
    words: Words,
    currency: string,
    priceOf = (seat: string) => this.#hall.priceOf(seat),
  ) {
    this.#priceOf = priceOf;
    this.#hall = hall;
    this.#words = words;
    this.#currency = currency;
  }

  /** The organiser changed the show: from now on these are its seats and its currency. */
  adopt(hall: Hall, currency: string): void {
    this.#hall = hall;
    this.#currency = currency;
  }

  /** Name seats; those in one row are named together. */
  of(ids: Iterable<string>): string {
    const rows = new Map<string, Seat[]>();
    for (const id of ids) {
      const seat = this.#hall.seats.get(id);
      if (!seat) continue;
      const key = json([seat.zone, seat.row, seat.rowLabel]);
      rows.set(key, [...(rows.get(key) ?? []), seat]);
    }
    return [...rows.values()].map((seats) => this.#inRow(seats)).join(this.#words.texts.betweenPlaces);
  }

  /** Name one seat with all that tells whether somebody wants it. */
  describe(id: string, state: SeatState): string {
    const seat = this.#hall.seats.get(id);
    const name = this.#words.fill("{seat}", { seat: this.of([id]) });
    const stands = this.#words.texts.states[state];
    return this.#words.join([name, this.kind(seat), seat?.category, this.price(id), stands]);
  }

  /** Say what is special about a seat, if anything. */
  kind(seat: Seat | undefined): string {
    if (seat?.wheelchair) return this.#words.texts.wheelchair;
    return seat?.companion ? this.#words.texts.companion : "";
  }

  price(id: string): string {
    return this.money(this.#priceOf(id));
  }

  money(amount: number): string {
    return amount ? this.#words.money(amount, this.#currency) : this.#words.texts.noCharge;
  }

  get #isOneZone(): boolean {
    return this.#hall.zones.filter(({ rows }) => rows.length).length < 2;
  }

  /** Name a row by itself: "Row 3". */
  row({ row, rowLabel }: Pick<Seat, "row" | "rowLabel">): string {
    return rowLabel ?? this.#words.say(row ? "row" : "rowless", { row });
  }

  /** Name a seat within its row: "Seat 7". Its id is for programs, and told where there is nothing else. */
  seat({ label, number, id }: Seat): string {
    return label ?? this.#words.say("seatNumber", { number: number || id });
  }

  /** Name a seat within its row as shortly as can be: "7". */
  number({ label, number, id }: Seat): string {
    return number || (label ?? id);
  }

  #inRow(seats: Seat[]): string {
    const { zone } = seats[0] as Seat;
    const place = this.#place(seats);
    return zone && !this.#isOneZone ? this.#words.fill(this.#words.texts.inZone, { zone, place }) : place;
  }

  #place(seats: Seat[]): string {
    const { row, rowLabel, label } = seats[0] as Seat;
    const values = { n: seats.length, row, seats: this.#words.list(seats.map((seat) => this.number(seat))) };
    if (rowLabel === undefined && label === undefined)
      return this.#words.say(row ? "inRow" : "noRow", values);
    const named = this.#words.list(seats.map((seat) => seat.label ?? ""));
    const inRow = label === undefined ? this.#words.say("noRow", values) : named;
    return this.#words.join([rowLabel ?? (row && this.#words.say("row", { row })), inRow]);
  }
}
