/** The visitor's seats with their prices and deadlines. */

import type { AreaStore } from "../areas/store.ts";
import type { Hall } from "../hall.ts";
import type { Held, HeldPlaces } from "../types.ts";
import type { ServerClock } from "../util/server-clock.ts";
import type { SeatStore } from "./store.ts";

export class Basket {
  readonly #seats: SeatStore;
  readonly #areas: AreaStore;
  readonly #clock: ServerClock;
  readonly #hall: () => Hall | undefined;

  /** `hall` returns the show's hall as it is now, once it is loaded. */
  constructor(
    parts: { seats: SeatStore; areas: AreaStore },
    clock: ServerClock,
    hall: () => Hall | undefined,
  ) {
    this.#seats = parts.seats;
    this.#areas = parts.areas;
    this.#clock = clock;
    this.#hall = hall;
  }

  /** In the order of the plan. */
  get held(): Held[] {
    return (this.#hall()?.inOrder(this.#seats.own) ?? []).map((seat) => {
      const until = this.#seats.untilOf(seat.id);
      const deadline = until && this.#clock.at(until);
      return { seat, price: this.priceOf(seat.id), ticketType: this.#seats.ticketTypeOf(seat.id), deadline };
    });
  }

  /** Places of areas, in the order of the plan. */
  get places(): HeldPlaces[] {
    return [...(this.#hall()?.standing.values() ?? [])].flatMap((area) => {
      const own = this.#areas.ownIn(area.id);
      return own ? { ...own, area, deadline: this.#clock.at(own.until) } : [];
    });
  }

  /** What the basket costs, in minor units. */
  get total(): number {
    const seats = this.held.reduce((total, { price }) => total + price, 0);
    return this.places.reduce((total, places) => total + places.total, seats);
  }

  /** What a seat costs the visitor, in minor units: their own what was agreed, any other what the show asks. */
  priceOf(seat: string): number {
    return this.#seats.priceOf(seat) ?? this.#hall()?.priceOf(seat) ?? 0;
  }
}
