/** Finds seats by name: "F7", "row f, seat 7", "Stalls 3 12", or an id. */
import type { Hall } from "../../hall.ts";
import type { Seat } from "../../plan.ts";

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
  readonly #ids: ReadonlySet<string>;
  readonly #names = new Map<string, Set<string>>();
  /** The names without their accents, for who cannot type them. */
  readonly #bare = new Map<string, Set<string>>();

  /** `nameOf` is what the seat is called where people read. */
  constructor({ seats }: Hall, nameOf: (seat: Seat) => string = () => "") {
    this.#ids = new Set(seats.keys());
    for (const seat of seats.values()) {
      const { id, row, number, zone } = seat;
      const names = [id, `${row} ${number}`, `${zone} ${row} ${number}`, nameOf(seat)];
      for (const name of new Set(names.map(plain))) {
        if (!name) continue;
        put(this.#names, name, id);
        put(this.#bare, bare(name), id);
      }
    }
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
    if (this.#ids.has(name)) return [name];
    const known = plain(name);
    return [...(this.#names.get(known) ?? this.#bare.get(bare(known)) ?? [])];
  }
}

/** Return names by which the first two seats are found: "Stalls 3 12", or their ids where these are as good. */
export function examplesOf({ seats, zones }: Hall): string[] {
  const isOneZone = zones.filter(({ rows }) => rows.length).length < 2;
  return [...seats.values()].slice(0, 2).map(({ id, zone, row, number }) => {
    if (!number || plain(id) === plain(`${row} ${number}`)) return id;
    const name = [isOneZone ? "" : zone, row, number].filter(Boolean).join(" ");
    return name.replace(SEPARATOR, "");
  });
}

function put(names: Map<string, Set<string>>, name: string, id: string): void {
  const known = names.get(name) ?? new Set();
  names.set(name, known.add(id));
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
