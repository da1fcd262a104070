/**
 * How many places of the hall's areas are left, and which of them the visitor has: as the whole state and the
 * announcements since have it. Pure: no DOM, no I/O.
 */
import type { Status } from "../http/api.ts";
import { json } from "../util/json.ts";

/** Places of an area that the visitor has. */
export interface OwnPlaces {
  count: number;
  /** When the first of their locks ends by the server's clock, epoch ms. */
  until: number;
  /** In minor units. */
  total: number;
  /** How many are of each ticket type; empty where the show has none. */
  ticketTypes: Record<string, number>;
}

/** What ceased to be the visitor's: the area, when its locks would have ended, and whether it was booked. */
export interface LostPlaces {
  area: string;
  until: number;
  booked: boolean;
}

export class AreaStore {
  #left = new Map<string, number>();
  #booked = new Map<string, number>();
  #own = new Map<string, OwnPlaces>();
  readonly #changed: (areas: ReadonlySet<string>, own: boolean) => void;

  /** `changed` receives the areas that look different, and whether own places are others. */
  constructor(changed: (areas: ReadonlySet<string>, own: boolean) => void) {
    this.#changed = changed;
  }

  /** Return how many places are free; 0 of an area that nothing is known of. */
  leftIn(area: string): number {
    return this.#left.get(area) ?? 0;
  }

  ownIn(area: string): OwnPlaces | undefined {
    return this.#own.get(area);
  }

  /** The areas in which the visitor has places. */
  get own(): string[] {
    return [...this.#own.keys()];
  }

  /** How many places the visitor has, by area. */
  get counts(): Record<string, number> {
    return Object.fromEntries([...this.#own].map(([area, { count }]) => [area, count]));
  }

  /** Take the whole state, and return the areas in which the visitor has fewer places since. */
  replace({ areas = {}, heldAreas = {} }: Status): LostPlaces[] {
    const before = { left: this.#left, booked: this.#booked, own: this.#own };
    const known = Object.entries(areas);
    this.#left = new Map(
      known.map(([area, { capacity, booked, blocked, lockedByOthers, lockedByMe }]) => [
        area,
        capacity - booked - blocked - lockedByOthers - lockedByMe,
      ]),
    );
    this.#booked = new Map(known.map(([area, { booked }]) => [area, booked]));
    this.#own = new Map(
      Object.entries(heldAreas).map(([area, { count, until, total, ticketTypes }]) => [
        area,
        { count, until: Date.parse(until), total, ticketTypes },
      ]),
    );
    this.#report(before.left, before.own);
    return [...before.own].flatMap(([area, { count, until }]) => {
      const fewer = count - (this.#own.get(area)?.count ?? 0);
      const sold = (this.#booked.get(area) ?? 0) - (before.booked.get(area) ?? 0);
      return fewer > 0 ? { area, until, booked: sold >= fewer } : [];
    });
  }

  /** So many places are left by now. */
  announce(areas: Record<string, { left: number }>): void {
    const before = new Map(this.#left);
    for (const [area, { left }] of Object.entries(areas)) this.#left.set(area, left);
    this.#report(before, this.#own);
  }

  /** The visitor leaves: nothing is theirs any more. */
  forget(): void {
    const before = this.#own;
    this.#own = new Map();
    this.#report(this.#left, before);
  }

  #report(left: ReadonlyMap<string, number>, own: ReadonlyMap<string, OwnPlaces>): void {
    const areas = new Set([...left.keys(), ...this.#left.keys(), ...own.keys(), ...this.#own.keys()]);
    const isOther = (area: string) => json(own.get(area)) !== json(this.#own.get(area));
    const others = [...areas].filter((area) => left.get(area) !== this.#left.get(area) || isOther(area));
    if (others.length) this.#changed(new Set(others), others.some(isOther));
  }
}
