/** Lets the server choose seats, and others in their place, so that the visitor never ends with none. */
import type { SelectOptions, Wish } from "../http/api.ts";
import { Refusal } from "../http/refusal.ts";
import { retry } from "../http/retry.ts";
import type { Chosen } from "../types.ts";

const REGAIN_MS = 20_000;

/** What choosing asks of the server, and what is known of the visitor's seats. */
export interface ChooserParts {
  best(wish: Wish): Promise<Chosen>;
  select(seats: string[], options: SelectOptions): Promise<void>;
  release(seats: string[]): Promise<void>;
  /** Those of the seats that are the visitor's. */
  own(seats: string[]): string[];
  typesOf(seats: string[]): Record<string, string>;
  /** Whether rules of the show count what one has: others are then chosen in the place of these, not beside them. */
  hasRules(): boolean;
}

export class Chooser {
  readonly #parts: ChooserParts;

  constructor(parts: ChooserParts) {
    this.#parts = parts;
  }

  choose(wish: Wish): Promise<Chosen> {
    return this.#parts.best(wish);
  }

  /**
   * Choose the next best in the place of these seats, and of those that these came in the place of; rejects with a
   * `Refusal` when there are none, and the visitor has what they had.
   */
  async chooseOther({ seats, wish }: Chosen): Promise<Chosen> {
    const next = { ...wish, not: [...(wish.not ?? []), ...seats] };
    const own = this.#parts.own(seats);
    const others = own.length && !this.#parts.hasRules() ? await this.#beside(next) : undefined;
    if (!others) return await this.#inPlaceOf(own, next);
    await this.#parts.release(own);
    return others;
  }

  /** Choose before anything is given back; undefined where one may not have both for a moment. */
  async #beside(wish: Wish): Promise<Chosen | undefined> {
    try {
      return await this.#parts.best(wish);
    } catch (error) {
      if (error instanceof Refusal && error.code.startsWith("too_many")) return undefined;
      throw error;
    }
  }

  async #inPlaceOf(own: string[], wish: Wish): Promise<Chosen> {
    const { best, release, select, typesOf } = this.#parts;
    const types = typesOf(own);
    if (own.length) await release(own);
    try {
      return await best(wish);
    } catch (error) {
      if (!own.length) throw error;
      try {
        await retry(() => select(own, { types, accessible: Boolean(wish.accessible) }), REGAIN_MS);
      } catch {
        return await best({ ...wish, not: [] }); // somebody was faster: whatever there is, rather than nothing
      }
      throw error;
    }
  }
}
