/** From the basket to the booking, once: whatever is clicked twice, reloaded or lost on the way. */
import { type Booking, Refusal, SeatMap } from "seatapp";
import { IdempotencyKey } from "seatapp/http";

import { keepsCookies } from "../cookies.ts";
import { HEADING, refreshParts } from "../page-parts.ts";
import { explain } from "../refusal-words.ts";
import { Buyer } from "./buyer.ts";
import type { CheckoutView } from "./checkout-view.ts";

const TICK_MS = 250;

export class Checkout {
  readonly #view: CheckoutView;
  readonly #map: SeatMap;
  readonly #key: IdempotencyKey;
  readonly #buyer: Buyer;
  /** The price that the visitor was asked about anew. */
  #asked: number | undefined;

  /** `form` asks for whom it is, where the page does. */
  constructor(show: string, view: CheckoutView, form: HTMLFormElement | null) {
    this.#view = view;
    // The time to pay is given once: nothing that the visitor does renews it.
    this.#map = new SeatMap({ show, activity: null });
    this.#key = new IdempotencyKey(show);
    this.#buyer = new Buyer(form, () => void this.book());
    this.#buyer.freeze(this.#key.unanswered);
  }

  /** Fetch the basket and hold it for the payment. */
  async start(): Promise<void> {
    const map = this.#map;
    map.on("connection", ({ connection }) => {
      this.#view.offline(connection === "offline");
      if (connection === "live") void this.#hold();
    });
    map.on("basket", () => this.#draw());
    map.on("lost", ({ reason }) => {
      if (reason === "removed") this.#view.changed(["seats"]);
      if (this.#isEmpty) void this.#ended("expired");
    });
    map.on("changed", ({ what }) => {
      this.#view.changed(what);
      void refreshParts(HEADING);
    });
    map.on("sales", ({ state }) => this.#view.changed([state]));
    map.on("booked", () => this.#booked());
    map.on("gone", () => location.reload());
    setInterval(() => this.#tick(), TICK_MS);
    await map.start();
  }

  /** Book the basket; the answer that did not come the last time comes now. */
  async book(): Promise<void> {
    if (this.#view.state === "booking") return;
    const expected = this.#view.state === "repriced" ? this.#asked : undefined;
    this.#view.show("booking");
    const { basket, places } = this.#map;
    const counts = places.map(({ area, count }) => `${area.id}: ${count}`);
    const key = this.#key.for([...basket.map(({ seat }) => seat.id), ...counts]);
    this.#buyer.freeze(true);
    try {
      this.#arrived(await this.#map.book({ key, expectedTotal: expected, customer: this.#buyer.customer }));
    } catch (error) {
      this.#refused(error);
    }
  }

  async #hold(): Promise<void> {
    if (this.#isEmpty) return this.#ended("empty");
    if (this.#view.state === "loading") this.#view.show("ready");
    this.#draw();
    try {
      await this.#map.checkout();
    } catch (error) {
      // Short of an expired lock, the seats are held for as long as the clock shows, and can be booked.
      if (!(error instanceof Refusal)) throw error;
      if (error.code === "lock_expired") await this.#ended("expired");
    }
  }

  /** There is nothing in the basket: it was booked and the answer never came, or it is lost. */
  async #ended(state: "expired" | "empty"): Promise<void> {
    if (this.#view.state === "booking") return;
    if (this.#key.unanswered) await this.book();
    else if (state === "empty" && !(await keepsCookies())) this.#view.show("forgotten");
    else this.#view.show(state);
  }

  #arrived(booking: Booking): void {
    this.#key.settle();
    if (booking.status === "cancelled") {
      // An old order for the same seats, cancelled since; these are wanted anew.
      this.#view.show("ready");
      void this.book();
      return;
    }
    location.replace(`/bookings/${encodeURIComponent(booking.id)}`);
  }

  #refused(error: unknown): void {
    if (!(error instanceof Refusal)) throw error;
    this.#buyer.freeze(error.temporary);
    const wrong = (error.details.errors as { customer?: Record<string, unknown> } | undefined)?.customer;
    if (wrong) {
      this.#key.settle();
      this.#view.show("ready");
      this.#buyer.complain(wrong);
    } else if (error.code === "lock_expired") {
      this.#key.settle();
      this.#view.show("expired");
    } else if (error.code === "price_changed") {
      this.#key.settle();
      this.#asked = Number(error.details.total);
      this.#view.reprice(this.#asked, String(error.details.currency));
    } else {
      this.#view.fail(explain(error));
    }
  }

  /** Another tab was faster, or the organiser. */
  #booked(): void {
    if (this.#view.state === "booking") return;
    this.#key.settle();
    location.replace("/bookings");
  }

  #draw(): void {
    const { basket, places, total, show, hall } = this.#map;
    const order = [...(hall?.seats.keys() ?? [])];
    basket.sort((a, b) => order.indexOf(a.seat.id) - order.indexOf(b.seat.id));
    if (!this.#isEmpty && show) this.#view.list(basket, places, total, show);
    else if (["ready", "failed", "repriced"].includes(this.#view.state)) void this.#ended("empty");
  }

  get #isEmpty(): boolean {
    const { basket, places } = this.#map;
    return basket.length + places.length === 0;
  }

  #tick(): void {
    const { basket, places } = this.#map;
    const deadlines = [...basket, ...places].flatMap(({ deadline }) => deadline ?? []);
    if (!deadlines.length) return;
    const left = Math.min(...deadlines) - this.#map.now();
    this.#view.countDown(Math.max(0, Math.ceil(left / 1000)));
  }
}
