/** The organiser's calls to the server, with the admin token as Bearer. Amounts are in minor units. */
import { Refusal } from "seatapp";
import { type CallOptions, call, type Schemas } from "seatapp/http";

import { dashboard } from "./dashboard-words.ts";

/** How long a seating plan may take. */
export const LONG_MS = 60_000;

export type ListedShow = Schemas["CountedShow"];
export type When = "coming" | "past" | "archived";
type PageCall = Pick<CallOptions, "body" | "headers" | "timeout">;
type Method = "GET" | "POST" | "PUT" | "DELETE";

export type ShowPage = Pick<Schemas["OverviewAnswer"], "shows" | "total">;
export type CategorySummary = Schemas["CategorySummary"];
export type TicketTypeSummary = Schemas["TicketTypeSummary"];
export type Summary = Schemas["SummaryAnswer"];
export type AdminKey = Schemas["AdminKey"];
export type OrganiserBooking = Schemas["OrganisersBooking"];
export type Block = Schemas["BlockedSeat"];
export type SeatEvent = Schemas["SeatEvent"];
export type SoldBooking = Schemas["Booking"];
export type Customer = Partial<Record<"name" | "email", string>>;
export type Paid = "cash" | "card" | "free";

/** What is sold at the door. */
export interface Sale {
  seats: string[];
  customer: Customer | undefined;
  paid: Paid;
  /** Whether some of the seats are kept from the public. */
  blocked: boolean;
  /** What the seats cost as far as the seller knows; "price_changed" has the `total` when they do not. */
  expectedTotal: number;
}

export class OrganiserApi {
  readonly #token: string;
  readonly #refused: () => void;

  /** Each call rejects with a `Refusal`; if that is for the token, `refused` is called before. */
  constructor(token: string, refused: () => void = () => {}) {
    this.#token = token;
    this.#refused = refused;
  }

  /** Return a page of the shows: of those to come the earliest first, of the past ones the latest. */
  shows(when: When, page: number, perPage = 50): Promise<ShowPage> {
    const query = { when, page: String(page), perPage: String(perPage) };
    return this.#get(`/api/organiser/shows?${new URLSearchParams(query)}`);
  }

  summary(show: string): Promise<Summary> {
    return this.#get(`${path(show)}/summary`);
  }

  /** Return the newest bookings, cancelled ones too, at most `most`; those that are found by `search`, if it is not "". */
  async bookings(show: string, most: number, search: string): Promise<OrganiserBooking[]> {
    const query = new URLSearchParams({ perPage: String(most), search });
    const answer = await this.#get<Schemas["ShowBookingsAnswer"]>(`${path(show)}/bookings?${query}`);
    return answer.bookings;
  }

  /** Return the confirmed booking that has this seat, if there is one. */
  async bookingOf(show: string, seat: string): Promise<OrganiserBooking | undefined> {
    const query = new URLSearchParams({ seat, status: "confirmed" });
    const answer = await this.#get<Schemas["ShowBookingsAnswer"]>(`${path(show)}/bookings?${query}`);
    return answer.bookings.find((booking) => booking.seats.includes(seat));
  }

  /** Return all bookings as a file, which a link could not fetch: it carries no token. */
  async bookingsCsv(show: string): Promise<Blob> {
    const headers = { Authorization: `Bearer ${this.#token}` };
    let response: Response;
    try {
      response = await fetch(`${path(show)}/bookings.csv`, { headers });
      if (response.ok) return await response.blob();
    } catch (cause) {
      throw new Refusal(0, { code: "unreachable", message: dashboard.text("noFile") }, { cause });
    }
    throw this.#checked(new Refusal(response.status, { message: dashboard.text("noFile") }));
  }

  /** Sell seats at the door; the same `key` again answers with the same booking. */
  async sell(show: string, { customer, blocked, ...sale }: Sale, key: string): Promise<SoldBooking> {
    const body = { showId: show, ...sale, ...(customer && { customer }), ...(blocked && { blocked }) };
    const { booking } = await this.#call<Schemas["BookingAnswer"]>("POST", "/api/bookings", body, {
      headers: { "Idempotency-Key": key },
    });
    return booking;
  }

  /** Cancel a booking, or give back these seats of it. */
  cancel(booking: string, seats?: string[]): Promise<void> {
    return this.#post(`/api/bookings/${booking}/cancel`, seats ? { seats } : {});
  }

  /**
   * Exchange seats of a booking for as many others, with `blocked` also for those that are kept from the public;
   * `difference` is what is to pay, or below 0 to pay back. A second call answers as the first.
   */
  move(booking: string, move: Schemas["Move"]): Promise<Schemas["MovedAnswer"]> {
    return this.#call("POST", `/api/bookings/${booking}/move`, move);
  }

  /** Return the address of a booking's ticket, which whoever has it may open. */
  async ticket(booking: string): Promise<string> {
    const { url } = await this.#get<Schemas["TicketLinkAnswer"]>(`/api/bookings/${booking}/ticket`);
    return url;
  }

  /** Return why a seat is blocked, until when and by whom; undefined for a seat that is not. */
  async blockOf(show: string, seat: string): Promise<Block | undefined> {
    const query = new URLSearchParams({ seat });
    const answer = await this.#get<Schemas["BlockedSeatsAnswer"]>(`${path(show)}/blocked-seats?${query}`);
    return answer.blocked.find((blocked) => blocked.seat === seat);
  }

  /** Return a page of what happened to a seat, the newest first, and whether there is more. */
  async history(show: string, seat: string, page: number): Promise<{ events: SeatEvent[]; more: boolean }> {
    const query = new URLSearchParams({ seat, page: String(page), perPage: "20" });
    const answer = await this.#get<Schemas["HistoryAnswer"]>(`${path(show)}/history?${query}`);
    return { events: answer.events, more: answer.total > answer.page * answer.perPage };
  }

  /** Keep free seats from the public; "seats_taken" has those in `details.seats` that somebody has. */
  block(show: string, blocking: Schemas["Blocking"]): Promise<void> {
    return this.#post(`${path(show)}/block-seats`, blocking);
  }

  unblock(show: string, seats: string[]): Promise<void> {
    return this.#post(`${path(show)}/unblock-seats`, { seats } satisfies Schemas["SomeSeats"]);
  }

  setSales(show: string, open: boolean): Promise<void> {
    return this.#post(`${path(show)}/sales`, { open } satisfies Schemas["Sales"]);
  }

  /** Return the named admin keys, the oldest first. */
  async keys(): Promise<AdminKey[]> {
    return (await this.#get<Schemas["AdminKeysAnswer"]>("/api/keys")).keys;
  }

  /** Make a key and return its secret, which is told this once. */
  async makeKey(wanted: Schemas["NewAdminKey"]): Promise<string> {
    return (await this.#call<Schemas["NewAdminKeyAnswer"]>("POST", "/api/keys", wanted)).secret;
  }

  revokeKey(id: string): Promise<void> {
    return this.#call("DELETE", `/api/keys/${encodeURIComponent(id)}`);
  }

  /** Archive a show that is over; "show_not_over" for any other. */
  archive(show: string): Promise<void> {
    return this.#call("POST", `${path(show)}/archive`, undefined, { timeout: LONG_MS });
  }

  /** Make a call of a page that names its calls itself. */
  call<Answer>(method: Method, url: string, { body, ...more }: PageCall = {}): Promise<Answer> {
    return this.#call(method, url, body, more);
  }

  #get<Answer>(url: string): Promise<Answer> {
    return this.#call("GET", url);
  }

  #post(url: string, body: object): Promise<void> {
    return this.#call("POST", url, body);
  }

  async #call<Answer>(
    method: Method,
    url: string,
    body?: object,
    more: Omit<PageCall, "body"> = {},
  ): Promise<Answer> {
    try {
      return await call(method, url, { token: this.#token, ...(body && { body }), ...more });
    } catch (error) {
      throw this.#checked(error);
    }
  }

  #checked(error: unknown): unknown {
    if (isForToken(error)) this.#refused();
    return error;
  }
}

/** Whether it was the token that the server did not like; one that is right may still not be for everything. */
export function isForToken(error: unknown): boolean {
  return error instanceof Refusal && (error.status === 401 || error.code === "forbidden");
}

/** The address of a show in the API. */
export function path(show: string): string {
  return `/api/shows/${encodeURIComponent(show)}`;
}
