/** The latest bookings of a show, and all of them as a file. */
import type { OrganiserApi, OrganiserBooking } from "./api.ts";
import { dashboard } from "./dashboard-words.ts";
import { h, part } from "./dom.ts";
import { atSecond, buyer, placesOf, price, seatsOf } from "./format.ts";

const SHOWN = 10;

export class LatestBookings {
  readonly #api: OrganiserApi;
  readonly #show: string;
  readonly #point: (seats: string[]) => void;
  readonly #list = part("bookings");

  /** `point` shows where the seats of a booking are. */
  constructor(api: OrganiserApi, show: string, point: (seats: string[]) => void) {
    this.#api = api;
    this.#show = show;
    this.#point = point;
  }

  async refresh(): Promise<void> {
    const bookings = await this.#api.bookings(this.#show, SHOWN);
    const focused = (document.activeElement as HTMLElement | null)?.dataset.booking;
    const none = h("li", { class: "hint" }, dashboard.text("none"));
    this.#list.replaceChildren(
      ...(bookings.length ? bookings.map((booking) => this.#item(booking)) : [none]),
    );
    if (focused) this.#list.querySelector<HTMLElement>(`[data-booking="${CSS.escape(focused)}"]`)?.focus();
  }

  /** Fetch the bookings with the token, which no link can carry, and save them as a file. */
  async download(): Promise<void> {
    const address = URL.createObjectURL(await this.#api.bookingsCsv(this.#show));
    h("a", { href: address, download: `bookings-${this.#show}.csv` }).click();
    URL.revokeObjectURL(address);
  }

  #item(booking: OrganiserBooking): HTMLElement {
    const { id, reference, seats, userId, status, total, currency, createdAt, customer } = booking;
    const button = h("button", { type: "button", "data-booking": id }, reference);
    button.addEventListener("click", () => this.#point(seats));
    const cancelled =
      status === "cancelled" ? [h("span", { class: "badge cancelled" }, dashboard.text("cancelled"))] : [];
    return h(
      "li",
      { class: status },
      h("span", {}, button, " ", ...cancelled),
      h("b", {}, price(total, currency)),
      h("span", { class: "hint" }, placesOf(seatsOf(booking))),
      h("span", { class: "hint" }, h("time", { datetime: createdAt }, atSecond(createdAt))),
      h("span", { class: "hint user" }, buyer(customer) || (userId ?? dashboard.text("atTheDoor"))),
    );
  }
}
