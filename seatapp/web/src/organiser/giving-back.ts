/** Giving back some seats of a booking, or all: those that are picked on the map. */
import { retry } from "seatapp/http";

import type { SoldBooking } from "./api.ts";
import { ANSWER_MS, BookingTask, type End, sumOf, worth } from "./booking-task.ts";
import { showError } from "./error-banner.ts";
import { named, placesOf } from "./format.ts";
import type { Surroundings } from "./map-tool.ts";
import { task } from "./task-words.ts";

export class GivingBack extends BookingTask {
  protected readonly nothing = task.text("notGivenBack");

  constructor(surroundings: Surroundings, end: End) {
    super("give-back", surroundings, end);
  }

  press(seat: string): void {
    if (this.busy) return;
    if (this.picked(seat)) this.pick.putBack([seat]);
    else if (this.pressable(seat)) this.pick.pick([seat]);
    else showError(task.text("notOfBooking", { seat: named(this.at.hall(), [seat]) }));
  }

  pressable(seat: string): boolean {
    return this.booking?.seats.includes(seat) ?? false;
  }

  word(seat: string): string | undefined {
    return this.picked(seat) ? task.text("toGiveBack") : undefined;
  }

  protected take(seats: readonly string[]): void {
    this.pick.pick(seats);
  }

  protected describe(booking: SoldBooking) {
    const { seats, size } = this.pick;
    return {
      from: placesOf(seats),
      sum: size ? this.#sum(booking) : task.text("clickToGiveBack"),
      action: task.text("giveBack", { n: size }),
      ready: size > 0,
    };
  }

  protected async send(booking: SoldBooking) {
    const { ids, seats } = this.pick;
    const done = task.text("givenBack", { seats: placesOf(seats), sum: this.#sum(booking) });
    // All of them are the whole booking, which is cancelled then.
    const part = ids.length < booking.seats.length ? ids : undefined;
    await retry(() => this.at.api.cancel(booking.id, part), ANSWER_MS);
    return { seat: ids[0] as string, done };
  }

  #sum(booking: SoldBooking): string {
    return sumOf(-worth(booking, this.pick.ids), booking.currency);
  }
}
