/** What seats are called: "Stalls, row 3, seats 12 and 13". */
import type { Hall, Seat } from "../plan.ts";
import type { SeatState } from "../seatmap.ts";
import type { Words } from "./words.ts";

export class Names {
  #hall: Hall;
  readonly #words: Words;
  #currency: string;

  constructor(hall: Hall, words: Words, currency: string) {
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
      const key = JSON.stringify([seat.zone, seat.row]);
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
    return this.money(this.#hall.priceOf(id));
  }

  money(amount: number): string {
    return amount ? this.#words.money(amount, this.#currency) : this.#words.texts.noCharge;
  }

  get #isOneZone(): boolean {
    return this.#hall.zones.filter(({ rows }) => rows.length).length < 2;
  }

  #inRow(seats: Seat[]): string {
    const { row, zone } = seats[0] as Seat;
    const numbers = this.#words.list(seats.map(({ number, id }) => number || id));
    const values = { n: seats.length, row, seats: numbers };
    const place = this.#words.say(row ? "inRow" : "noRow", values);
    return zone && !this.#isOneZone ? this.#words.fill(this.#words.texts.inZone, { zone, place }) : place;
  }
}
