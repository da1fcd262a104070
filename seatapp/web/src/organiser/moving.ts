/** Moving seats of a booking: to as many free ones, which are picked on the map. */
import { retry } from "seatapp/http";

import type { SoldBooking } from "./api.ts";
import { ANSWER_MS, BookingTask, type End, sumOf, worth } from "./booking-task.ts";
import { showError } from "./error-banner.ts";
import { named, placesOf } from "./format.ts";
import type { Surroundings } from "./map-tool.ts";
import { task } from "./task-words.ts";

export class Moving extends BookingTask {
  protected readonly nothing = task.text("notMoved");
  #from: readonly string[] = [];

  constructor(surroundings: Surroundings, end: End) {
    super("move", surroundings, end);
  }

  press(seat: string): void {
    if (this.busy) return;
    if (this.#from.includes(seat)) this.take(this.#from.filter((other) => other !== seat));
    else if (this.booking?.seats.includes(seat)) this.take([...this.#from, seat]);
    else if (this.picked(seat)) this.pick.putBack([seat]);
    else if (this.pressable(seat)) this.#moveTo(seat);
    else showError(task.text("notFree", { seat: named(this.at.hall(), [seat]) }));
  }

  pressable(seat: string): boolean {
    return (
      ["free", "blocked"].includes(this.at.stateOf(seat)) || (this.booking?.seats.includes(seat) ?? false)
    );
  }

  word(seat: string): string | undefined {
    if (this.picked(seat)) return task.text("moveTo");
    return this.#from.includes(seat) ? task.text("moveFrom") : undefined;
  }

  override follow(): void {
    const lost = this.busy ? [] : this.pick.all.filter((seat) => !this.pressable(seat));
    if (lost.length) {
      this.pick.putBack(lost);
      showError(task.text("faster", { seats: named(this.at.hall(), lost) }));
    }
    super.follow();
  }

  override leave(): void {
    this.#from = [];
    super.leave();
  }

  protected take(seats: readonly string[]): void {
    this.#from = seats;
    this.pick.putBack(this.pick.all.slice(seats.length));
    this.at.mark([...seats]);
    this.render();
  }

  protected describe(booking: SoldBooking) {
    const [from, to] = [this.#from.length, this.pick.size];
    const ready = from > 0 && from === to;
    return {
      from: placesOf(this.at.hall().inOrder([...this.#from])),
      to: placesOf(this.pick.seats),
      sum: ready ? sumOf(this.#difference(booking), booking.currency) : missing(from - to),
      action: task.text("move", { n: from }),
      ready,
    };
  }

  protected async send(booking: SoldBooking) {
    const to = this.pick.ids;
    const seats = placesOf(this.pick.seats);
    const from = this.at
      .hall()
      .inOrder([...this.#from])
      .map(({ id }) => id);
    const blocked = to.some((seat) => this.at.stateOf(seat) === "blocked");
    const move = () => this.at.api.move(booking.id, { from, to, blocked });
    const { difference } = await retry(move, ANSWER_MS);
    return {
      seat: to[0] as string,
      done: task.text("moved", { seats, sum: sumOf(difference, booking.currency) }),
    };
  }

  /** One more than is moved: the first one is put back for it. */
  #moveTo(seat: string): void {
    if (this.pick.size >= this.#from.length) this.pick.putBack(this.pick.all.slice(0, 1));
    this.pick.pick([seat]);
  }

  /** What the booking will cost more, at the prices of now: what was free of charge stays so. */
  #difference(booking: SoldBooking): number {
    if (booking.paid === "free") return 0;
    const asked = this.pick.ids.reduce((sum, seat) => sum + this.at.hall().priceOf(seat), 0);
    return asked - worth(booking, this.#from);
  }
}

function missing(seats: number): string {
  return seats > 0 ? task.text("clickFree", { n: seats }) : task.text("clickToMove");
}
