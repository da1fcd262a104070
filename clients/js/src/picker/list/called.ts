/** Finds seats by what people call them: an id, "F7", "row f 7", "Stalls 3 12". */
import type { Hall } from "../../plan.ts";

const SEPARATORS = /[,;،؛\n]/;

export interface Found {
  seats: string[];
  /** Names that no seat has. */
  unknown: string[];
  /** Names that several seats have. */
  ambiguous: string[];
}

export class Called {
  readonly #ids: ReadonlySet<string>;
  readonly #names = new Map<string, Set<string>>();

  constructor({ seats }: Hall) {
    this.#ids = new Set(seats.keys());
    for (const { id, row, number, zone } of seats.values()) {
      for (const name of [id, `${row} ${number}`, `${zone} ${row} ${number}`]) this.#add(plain(name), id);
    }
  }

  /** Find one seat, or several that stand between commas. */
  find(words: string): Found {
    const found: Found = { seats: [], unknown: [], ambiguous: [] };
    const whole = this.#seatsOf(words.trim());
    const names = whole.length ? [words] : words.split(SEPARATORS);
    for (const name of new Set(names.map((part) => part.trim()).filter(Boolean))) {
      const seats = this.#seatsOf(name);
      if (seats.length === 1) found.seats.push(...seats);
      else (seats.length ? found.ambiguous : found.unknown).push(name);
    }
    found.seats = [...new Set(found.seats)];
    return found;
  }

  #seatsOf(name: string): string[] {
    return this.#ids.has(name) ? [name] : [...(this.#names.get(plain(name)) ?? [])];
  }

  #add(name: string, id: string): void {
    const known = this.#names.get(name) ?? new Set();
    this.#names.set(name, known.add(id));
  }
}

/** Leave of a name only words and numbers: "F7", "f 7" and "F-7" are the same. */
function plain(name: string): string {
  const parts = name.toLowerCase().match(/\p{L}+|\p{N}+/gu) ?? [];
  return parts.join(" ");
}
