/** Finds seats by name: "F7", "row f, seat 7", "Stalls 3 12", or an id. */
import type { Hall } from "../../hall.ts";
import type { Seat } from "../../plan.ts";
import { hasOneZone } from "../i18n/seat-names.ts";

const SEPARATORS = /[,;،؛\n]/;
const SEPARATOR = new RegExp(SEPARATORS, "g");
const DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/g; // of an Arabic or a Persian keyboard

export interface SearchResult {
  seats: string[];
  /** Names that no seat has. */
  unknown: string[];
  /** Names that several seats have. */
  ambiguous: string[];
}

export class SeatSearch {
  readonly #hall: Hall;
  readonly #nameOf: (seat: Seat) => string;

  /** `nameOf` is what the seat is called where people read: its row and its number are among the words. */
  constructor(hall: Hall, nameOf: (seat: Seat) => string = () => "") {
    [this.#hall, this.#nameOf] = [hall, nameOf];
  }

  /** Find one seat, or several that stand between commas. */
  find(i18n: string): SearchResult {
    const found: SearchResult = { seats: [], unknown: [], ambiguous: [] };
    const whole = this.#seatsOf(i18n.trim());
    const names = whole.length ? [i18n] : i18n.split(SEPARATORS);
    for (const name of new Set(names.map((part) => part.trim()).filter(Boolean))) {
      const seats = this.#seatsOf(name);
      if (seats.length === 1) found.seats.push(...seats);
      else (seats.length ? found.ambiguous : found.unknown).push(name);
    }
    found.seats = [...new Set(found.seats)];
    return found;
  }

  #seatsOf(name: string): string[] {
    if (this.#hall.seats.has(name)) return [name];
    const known = plain(name);
    const loose = bare(known); // without accents, for who cannot type them
    if (!loose) return [];
    const called = this.#candidates(loose).map((seat) => ({ id: seat.id, names: this.#namesOf(seat) }));
    const alike = called.filter(({ names }) => names.some((other) => bare(other) === loose));
    const same = alike.filter(({ names }) => names.includes(known));
    return (same.length ? same : alike).map(({ id }) => id);
  }

  /** Return the few seats that may be called so: the names of all of a stadium would take a second. */
  #candidates(loose: string): Seat[] {
    const parts = new Map<string, boolean>(); // a hall has few rows and numbers, many times each
    const has = (part: string) => {
      const known = parts.get(part);
      if (known !== undefined) return known;
      const word = bare(plain(part));
      const isThere = !word || ` ${loose} `.includes(` ${word} `);
      parts.set(part, isThere);
      return isThere;
    };
    const between = "[^a-z0-9]*";
    const letters = [...loose.replaceAll(" ", "")].join(between);
    const mayBeId = new RegExp(`^${between}${letters}${between}$|[^ -~]`, "i");
    const found: Seat[] = [];
    for (const { label, seats } of this.#hall.zones.flatMap(({ rows }) => rows)) {
      const isRow = has(label) || has(seats[0]?.rowLabel ?? label);
      for (const seat of seats) {
        const { id, number } = seat;
        const isCalled = isRow && (has(number) || has(seat.label ?? (number || id)));
        if (isCalled || mayBeId.test(id)) found.push(seat);
      }
    }
    return found;
  }

  #namesOf(seat: Seat): string[] {
    const { id, row, number, zone } = seat;
    return [id, `${row} ${number}`, `${zone} ${row} ${number}`, this.#nameOf(seat)].map(plain);
  }
}

/** Return names by which the first two seats are found: "Stalls 3 12", or their ids where these are as good. */
export function examplesOf(hall: Hall): string[] {
  const isOneZone = hasOneZone(hall);
  return [...hall.seats.values()].slice(0, 2).map(({ id, zone, row, number }) => {
    if (!number || plain(id) === plain(`${row} ${number}`)) return id;
    const name = [isOneZone ? "" : zone, row, number].filter(Boolean).join(" ");
    return name.replace(SEPARATOR, "");
  });
}

/**
 * Leave of a name only words and numbers: "F7", "f 7" and "F-7" are the same, and so is what is written in other
 * forms of the same letters and digits.
 */
function plain(name: string): string {
  const folded = name.normalize("NFKC").toUpperCase().toLowerCase().normalize("NFKC");
  const western = folded.replace(DIGITS, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf));
  const parts = western.match(/[\p{L}\p{M}]+|\p{N}+/gu) ?? [];
  return parts.join(" ");
}

function bare(name: string): string {
  return name.normalize("NFKD").replace(/\p{M}+/gu, "");
}
