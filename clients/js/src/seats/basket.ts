/** The visitor's seats with their prices and deadlines. */
import type { Hall } from "../hall.ts";
import type { Held } from "../types.ts";
import type { ServerClock } from "../util/server-clock.ts";
import type { SeatStore } from "./store.ts";

export class Basket {
  readonly #seats: SeatStore;
  readonly #clock: ServerClock;
  readonly #hall: () => Hall | undefined;

  /** `hall` returns the show's hall as it is now, once it is loaded. */
  constructor(seats: SeatStore, clock: ServerClock, hall: () => Hall | undefined) {
    this.#seats = seats;
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

  /** What the basket costs, in minor units. */
  get total(): number {
    return this.held.reduce((total, { price }) => total + price, 0);
  }

  /** What a seat costs the visitor, in minor units: their own what was agreed, any other what the show asks. */
  priceOf(seat: string): number {
    return this.#seats.priceOf(seat) ?? this.#hall()?.priceOf(seat) ?? 0;
  }
}
