/** The visitor's commands for places of areas: have so many, and keep them. */
import type { Api } from "../http/api.ts";
import { Refusal } from "../http/refusal.ts";
import { KeyedQueue } from "../seats/keyed-queue.ts";
import type { AreaStore } from "./store.ts";

/** How many of which ticket type, by area. */
export type TypeCounts = Record<string, Record<string, number>>;

export interface AreaCommandsSink {
  /** Fetch the whole state: an answer does not have all of it. */
  refresh(): Promise<void>;
  /** The locks in these areas will not be prolonged any more. */
  final(areas: string[]): void;
  /** Apply what a refusal says about the show, and return it. */
  refused(error: unknown): unknown;
}

/** Each call rejects with a `Refusal`. */
export class AreaCommands {
  readonly #showId: string;
  readonly #api: Api;
  readonly #areas: AreaStore;
  readonly #sink: AreaCommandsSink;
  readonly #queue = new KeyedQueue();

  constructor(showId: string, parts: { api: Api; areas: AreaStore }, sink: AreaCommandsSink) {
    this.#showId = showId;
    this.#api = parts.api;
    this.#areas = parts.areas;
    this.#sink = sink;
  }

  /** Have so many places of each area in all, 0 for none; `types` are those that are to be of a certain type. */
  choose(counts: Record<string, number>, types: TypeCounts = {}): Promise<void> {
    return this.#run(Object.keys(counts), async () => {
      await this.#api.selectPlaces(this.#showId, counts);
      if (Object.keys(types).length) await this.#api.retypePlaces(this.#showId, types);
    });
  }

  /** Lock again what is ours of these areas; what is not prolonged by that is final. */
  async renew(areas: string[]): Promise<void> {
    const { counts } = this.#areas;
    const kept = areas.filter((area) => counts[area]);
    if (!kept.length) return;
    const before = kept.map((area) => this.#areas.ownIn(area)?.until);
    const wanted = Object.fromEntries(kept.map((area) => [area, counts[area] ?? 0]));
    await this.#run(kept, () => this.#api.selectPlaces(this.#showId, wanted));
    this.#sink.final(kept.filter((area, index) => this.#areas.ownIn(area)?.until === before[index]));
  }

  async #run(areas: string[], task: () => Promise<unknown>): Promise<void> {
    try {
      await this.#queue.run(areas, task);
    } catch (error) {
      if (error instanceof Refusal) this.#learn(error);
      throw this.#sink.refused(error);
    } finally {
      await this.#sink.refresh();
    }
  }

  /** A refusal says of which areas fewer places are left than were wanted. */
  #learn({ details }: Refusal): void {
    const left = Object.entries((details.areas ?? {}) as Record<string, number>);
    this.#areas.announce(Object.fromEntries(left.map(([area, count]) => [area, { left: count }])));
  }
}
