/** The visitor's bookings: listed, read and cancelled; and any that somebody knows reference and address of. */
import { Api, type Booking } from "./http/api.ts";
import type { Schemas } from "./http/schemas.ts";
import type { Token } from "./types.ts";

export interface BookingsOptions {
  /** The server's origin, such as "https://seats.example"; without it, the page's own. */
  server?: string;
  /** A JWT of the shop's, or what fetches one; without it, the visitor is the guest that their seat maps know. */
  token?: Token;
}

/** A page of a list, the newest booking first; `total` is how many there are on all pages. */
export type BookingsPage = Pick<Schemas["BookingsAnswer"], "bookings" | "page" | "perPage" | "total">;

/** A booking that was found, and the address of its ticket, which whoever has it may open. */
export interface FoundBooking {
  booking: Booking;
  ticketUrl: string;
}

/** Each call rejects with a `Refusal`. */
export class Bookings {
  readonly #api: Api;

  constructor({ server, token }: BookingsOptions = {}) {
    this.#api = new Api(server, token);
  }

  /** Return a page of the visitor's bookings, of all shows. */
  list({ page = 1, perPage = 50 }: { page?: number; perPage?: number } = {}): Promise<BookingsPage> {
    return this.#api.bookings(page, perPage);
  }

  /** Return one of the visitor's bookings; "booking_not_found" for anybody else's. */
  get(id: string): Promise<Booking> {
    return this.#api.booking(id);
  }

  /**
   * Find a booking that this browser does not know, by its reference and its customer's e-mail address; rejects with
   * "booking_not_found" whichever is wrong, and with "rate_limited" after a few a minute.
   */
  async find(reference: string, email: string): Promise<FoundBooking> {
    const { booking, ticketUrl } = await this.#api.find(reference, email);
    return { booking, ticketUrl: `${this.#api.origin}${ticketUrl}` };
  }

  /** Cancel a booking, or only these `seats` of it, and return it as it is then; what is cancelled already stays so. */
  cancel(id: string, seats?: string[]): Promise<Booking> {
    return this.#api.cancel(id, seats);
  }
}
