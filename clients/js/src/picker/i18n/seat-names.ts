/** Localized names of seats: "Stalls, row 3, seats 12 and 13". */

import type { Hall } from "../../hall.ts";
import type { Seat } from "../../plan.ts";
import type { SeatState } from "../../seat-map.ts";
import { json } from "../../util/json.ts";
import type { Localizer } from "./localizer.ts";

export class SeatNames {
  #hall: Hall;
  #isOneZone: boolean;
  readonly #i18n: Localizer;
  #currency: string;
  readonly #priceOf: (seat: string) => number;

  /** `priceOf` returns what a seat costs the visitor, who may have agreed to another price than the show asks. */
  constructor(
    hall: Hall,
    i18n: Localizer,
    currency: string,
    priceOf = (seat: string) => this.#hall.priceOf(seat),
  ) {
    this.#priceOf = priceOf;
    this.#hall = hall;
    this.#isOneZone = hasOneZone(hall);
    this.#i18n = i18n;
    this.#currency = currency;
  }

  /** The organiser changed the show: from now on these are its seats and its currency. */
  adopt(hall: Hall, currency: string): void {
    this.#hall = hall;
    this.#isOneZone = hasOneZone(hall);
    this.#currency = currency;
  }

  /** Name seats, those in one row together, and areas. */
  of(ids: readonly string[]): string {
    const rows = new Map<string, Seat[]>();
    for (const id of ids) {
      const seat = this.#hall.seats.get(id);
      if (!seat) continue;
      const key = json([seat.zone, seat.row, seat.rowLabel]);
      rows.set(key, [...(rows.get(key) ?? []), seat]);
    }
    const areas = [...ids].flatMap((id) => this.#hall.standing.get(id)?.name ?? []);
    const seats = [...rows.values()].map((row) => this.#inRow(row));
    return [...seats, ...areas].join(this.#i18n.texts.betweenPlaces);
  }

  /** Say how many places of an area are left. */
  stock(left: number): string {
    return left ? this.#i18n.text("placesLeft", { n: left }) : this.#i18n.texts.soldOut;
  }

  /** Describe one seat: name, kind, category, price, state and what else is said of it. */
  describe(id: string, state: SeatState): string {
    const seat = this.#hall.seats.get(id);
    const name = this.#i18n.fill("{seat}", { seat: this.of([id]) });
    const stands = this.#i18n.texts.states[state];
    return this.#i18n.join([
      name,
      this.kind(seat),
      seat?.category,
      this.price(id),
      stands,
      ...this.facts(seat),
    ]);
  }

  /** What is said of a seat beside its kind: its table, what tells it apart, and the organiser's note. */
  facts(seat: Seat | undefined): string[] {
    if (!seat) return [];
    const { wholeTable, features } = this.#i18n.texts;
    return [
      ...(this.#hall.wholeTableOf(seat.id) ? [wholeTable] : []),
      ...seat.features.map((feature) => features[feature]),
      ...(seat.note ? [seat.note] : []),
    ];
  }

  /** Name the kind of a seat, if it is a special one. */
  kind(seat: Seat | undefined): string {
    if (seat?.wheelchair) return this.#i18n.texts.wheelchair;
    return seat?.companion ? this.#i18n.texts.companion : "";
  }

  price(id: string): string {
    return this.money(this.#priceOf(id));
  }

  money(amount: number): string {
    return amount ? this.#i18n.money(amount, this.#currency) : this.#i18n.texts.noCharge;
  }

  /** Name a row by itself: "Row 3". */
  row({ row, rowLabel }: Pick<Seat, "row" | "rowLabel">): string {
    return rowLabel ?? this.#i18n.text(row ? "row" : "rowless", { row });
  }

  /** Name a seat within its row: "Seat 7". Its id is for programs, and used where there is nothing else. */
  seat({ label, number, id }: Seat): string {
    return label ?? this.#i18n.text("seatNumber", { number: number || id });
  }

  /** Name a seat within its row as shortly as can be: "7". */
  number({ label, number, id }: Seat): string {
    return number || (label ?? id);
  }

  #inRow(seats: Seat[]): string {
    const { zone } = seats[0] as Seat;
    const place = this.#place(seats);
    return zone && !this.#isOneZone ? this.#i18n.fill(this.#i18n.texts.inZone, { zone, place }) : place;
  }

  #place(seats: Seat[]): string {
    const { row, rowLabel, label } = seats[0] as Seat;
    const values = { n: seats.length, row, seats: this.#i18n.list(seats.map((seat) => this.number(seat))) };
    if (rowLabel === undefined && label === undefined)
      return this.#i18n.text(row ? "inRow" : "noRow", values);
    const named = this.#i18n.list(seats.map((seat) => seat.label ?? ""));
    const inRow = label === undefined ? this.#i18n.text("noRow", values) : named;
    return this.#i18n.join([rowLabel ?? (row && this.#i18n.text("row", { row })), inRow]);
  }
}

/** Whether it goes without saying which part of the hall a seat is in. */
export function hasOneZone({ zones }: Hall): boolean {
  return zones.filter(({ rows }) => rows.length).length < 2;
}
