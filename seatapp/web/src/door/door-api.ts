/** What is asked at the door of one show. */
import { newKey, type Schemas } from "seatapp/http";

import type { OrganiserApi, OrganiserBooking } from "../organiser/api.ts";
import { asked, withPlaces } from "./places.ts";

export type SoldSeat = Schemas["SoldSeat"];
export type Inside = Schemas["InsideAnswer"];
export type Ticket = Pick<Schemas["TicketAnswer"], "booking" | "scanned">;

const FOUND_AT_MOST = 20;

export class DoorApi {
  readonly show: string;
  readonly #api: OrganiserApi;

  constructor(api: OrganiserApi, show: string) {
    this.#api = api;
    this.show = show;
  }

  /** Find a ticket by what its code says, or by its reference. */
  async ticket(code: string): Promise<Ticket> {
    const path = this.#path(`ticket?${new URLSearchParams({ code })}`);
    const { booking, scanned } = await this.#api.call<Ticket>("GET", path);
    return { booking: withPlaces(booking), scanned };
  }

  /** Find confirmed bookings by what somebody says of theirs: name, e-mail address, reference, seat. */
  async search(words: string): Promise<OrganiserBooking[]> {
    const query = { search: words, status: "confirmed", perPage: String(FOUND_AT_MOST) };
    const path = this.#path(`bookings?${new URLSearchParams(query)}`);
    return (await this.#api.call<Schemas["ShowBookingsAnswer"]>("GET", path)).bookings.map(withPlaces);
  }

  /** Return the request that admits these seats: called again, because no answer came, it admits them once. */
  admission(booking: string, seats: string[]): () => Promise<OrganiserBooking> {
    const headers = { "Idempotency-Key": newKey() };
    const body = { ...asked(seats), showId: this.show } satisfies Schemas["CheckIn"];
    return () => this.#change(booking, "check-in", { body, headers });
  }

  undo(booking: string, seats: string[]): Promise<OrganiserBooking> {
    return this.#change(booking, "undo-check-in", { body: asked(seats) satisfies Schemas["Undo"] });
  }

  inside(): Promise<Inside> {
    return this.#api.call("GET", this.#path("inside"));
  }

  /** Return every sold seat in the hall's order. */
  list(): Promise<Schemas["DoorListAnswer"]> {
    return this.#api.call("GET", this.#path("door-list"));
  }

  #path(what: string): string {
    return `/api/shows/${encodeURIComponent(this.show)}/${what}`;
  }

  async #change(
    booking: string,
    what: string,
    options: { body: object; headers?: Record<string, string> },
  ): Promise<OrganiserBooking> {
    const path = `/api/bookings/${encodeURIComponent(booking)}/${what}`;
    return withPlaces((await this.#api.call<Schemas["CheckInAnswer"]>("POST", path, options)).booking);
  }
}
