/** How many places of each area are left, and how many of them are the visitor's. */
import type { Status } from "../http/api.ts";
import type { AreaLook } from "../types.ts";

export class AreaStore {
  readonly #changed: () => void;
  #areas: ReadonlyMap<string, AreaLook> = new Map();

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get areas(): ReadonlyMap<string, AreaLook> {
    return this.#areas;
  }

  /** Take the whole state. */
  replace({ areas = {} }: Pick<Status, "areas">): void {
    const looks = Object.entries(areas).map(([id, area]) => {
      const taken = area.booked + area.blocked + area.lockedByMe + area.lockedByOthers;
      return [id, { capacity: area.capacity, left: area.capacity - taken, mine: area.lockedByMe }] as const;
    });
    this.#set(new Map(looks));
  }

  /** Take what is left of areas that changed. */
  apply(areas: Record<string, { left: number }> = {}): void {
    const known = Object.entries(areas).flatMap(([id, { left }]) => {
      const look = this.#areas.get(id);
      return look ? [[id, { ...look, left }] as const] : [];
    });
    this.#set(new Map([...this.#areas, ...known]));
  }

  #set(areas: ReadonlyMap<string, AreaLook>): void {
    const same = areas.size === this.#areas.size && [...areas].every(([id, look]) => this.#isAs(id, look));
    this.#areas = areas;
    if (!same) this.#changed();
  }

  #isAs(id: string, look: AreaLook): boolean {
    const before = this.#areas.get(id);
    return before?.capacity === look.capacity && before.left === look.left && before.mine === look.mine;
  }
}
