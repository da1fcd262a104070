/** The bookings of a show: the latest, those that are looked for, and all of them as a file. */
import type { OrganiserApi, OrganiserBooking } from "./api.ts";
import { dashboard } from "./dashboard-words.ts";
import { h, part } from "./dom.ts";
import { atSecond, buyer, placesOf, price, seatsOf, visitor } from "./format.ts";

const SHOWN = 10;
const TYPING_MS = 300;

interface Actions {
  /** Show where the seats of a booking are, and what can be done with it. */
  open(booking: OrganiserBooking): void;
  /** Others are looked for: `refresh` is to be called. */
  wanted(): void;
}

export class ShowBookings {
  readonly #api: OrganiserApi;
  readonly #show: string;
  readonly #actions: Actions;
  readonly #list = part("bookings");
  readonly #find = part<HTMLInputElement>("find");

  constructor(api: OrganiserApi, show: string, actions: Actions) {
    this.#api = api;
    this.#show = show;
    this.#actions = actions;
    let typing = 0;
    this.#find.addEventListener("input", () => {
      clearTimeout(typing);
      typing = window.setTimeout(actions.wanted, TYPING_MS);
    });
    part("find-form").addEventListener("submit", (event) => event.preventDefault());
  }

  async refresh(): Promise<void> {
    const words = this.#words;
    const bookings = await this.#api.bookings(this.#show, SHOWN, words);
    if (words !== this.#words) return;
    const focused = (document.activeElement as HTMLElement | null)?.dataset.booking;
    const none = h("li", { class: "hint" }, dashboard.text(words ? "noneFound" : "none"));
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

  get #words(): string {
    return this.#find.value.trim();
  }

  #item(booking: OrganiserBooking): HTMLElement {
    const { id, reference, userId, status, total, currency, createdAt, customer } = booking;
    const button = h("button", { type: "button", "data-booking": id }, reference);
    button.addEventListener("click", () => this.#actions.open(booking));
    const cancelled =
      status === "cancelled" ? [h("span", { class: "badge cancelled" }, dashboard.text("cancelled"))] : [];
    return h(
      "li",
      { class: status },
      h("span", {}, button, " ", ...cancelled),
      h("b", {}, price(total, currency)),
      h("span", { class: "hint" }, placesOf(seatsOf(booking))),
      h("span", { class: "hint" }, h("time", { datetime: createdAt }, atSecond(createdAt))),
      h(
        "span",
        { class: "hint user" },
        buyer(customer) || (userId ? visitor(userId) : dashboard.text("atTheDoor")),
      ),
    );
  }
}
