/** Calls to the server, as one visitor makes them. Each throws a `Refusal`. */

import type { Show } from "../plan.ts";
import type { Token } from "../types.ts";
import { type CallOptions, call } from "./call.ts";
import { originOf } from "./origin.ts";
import { Refusal } from "./refusal.ts";
import type { Schemas } from "./schemas.ts";
import { type Session, type TokenTrouble, Visitor } from "./session.ts";

/** A booking as the server sends it. `total` is in the currency's minor unit. */
export type Booking = Schemas["Booking"];

/** A seat of a booking as people call it, and what it costs in minor units. */
export type BookedItem = Schemas["Item"];

/** Who a booking is for. */
export type Customer = Schemas["Customer"];

/** What is said with a booking: what it may cost, in minor units, and who it is for. */
export interface Terms {
  expectedTotal?: number | undefined;
  customer?: Customer | undefined;
}

/** An answer of a server that may be of a former release, which did not send these keys. */
type Lately<Answer, Keys extends keyof Answer> = Omit<Answer, Keys> & Partial<Pick<Answer, Keys>>;

/** Every taken seat of a show, no older than announcement `seq`. */
export type Status = Lately<
  Omit<Schemas["LockedSeatsAnswer"], "success" | "showId">,
  "heldUntil" | "heldPrices" | "ticketTypes" | "areas" | "heldAreas" | "now" | "revision"
>;

/** Seats that are the visitor's until `expiresAt`, the end of the first of them. */
export type Grant = Lately<
  Omit<Schemas["GrantAnswer"], "success">,
  "prices" | "ticketTypes" | "areas" | "total" | "currency"
>;

/** What somebody wants of the best seats that there are: how many, or of which ticket types, and which will do. */
export type Wish = Omit<Schemas["BestAvailable"], "showId" | "userId">;

/** The best seats for a wish are the visitor's; `together` is how they lie. */
export type BestGrant = Omit<Schemas["BestAvailableAnswer"], "success">;

/** As what seats are selected: each of `types` by seat, and whether wheelchair places are asked for. */
export interface SelectOptions {
  types?: Record<string, string>;
  accessible?: boolean;
}

export class Api {
  /** "" is the page's own. */
  readonly origin: string;
  readonly #visitor: Visitor;

  /** `refused` learns that the token is not accepted, or cannot be had. Throws a `Refusal` for no server's address. */
  constructor(server?: string, token?: Token, refused: (code: TokenTrouble) => void = () => {}) {
    this.origin = originOf(server);
    this.#visitor = new Visitor(this.origin, token, refused);
  }

  /** The session as far as there is one. */
  get visitor(): Session | undefined {
    return this.#visitor.current;
  }

  session(): Promise<Session> {
    return this.#visitor.session();
  }

  /** Begin another session: the server did not take this one. */
  renewSession(): Promise<Session> {
    return this.#visitor.renew();
  }

  async show(showId: string): Promise<Show> {
    const show = await call<Show>("GET", `${this.origin}/api/shows/${encodeURIComponent(showId)}`);
    if (!show?.plan) throw new Refusal(200, { message: "The answer is no show." });
    return show;
  }

  status(showId: string): Promise<Status> {
    return this.#call("GET", `/locked-seats/${encodeURIComponent(showId)}`);
  }

  select(showId: string, seats: string[], options: SelectOptions = {}): Promise<Grant> {
    const { types = {}, accessible = false } = options;
    // A server of a former release knows neither, and refuses what it does not know.
    const body: Schemas["Selection"] = {
      showId,
      seats,
      ...(Object.keys(types).length && { ticketTypes: types }),
      ...(accessible && { accessible }),
    };
    return this.#call("POST", "/select-seats", { body });
  }

  best(showId: string, wish: Wish): Promise<BestGrant> {
    return this.#call("POST", "/best-available", {
      body: { showId, ...wish } satisfies Schemas["BestAvailable"],
    });
  }

  /** Return what all that the visitor has locked costs with these ticket types. */
  retype(showId: string, seats: Record<string, string>): Promise<Schemas["TicketTypesAnswer"]> {
    return this.#call("POST", "/ticket-types", { body: { showId, seats } satisfies Schemas["TicketTypes"] });
  }

  /** Have so many places of areas in all. */
  selectPlaces(showId: string, areas: Record<string, number>): Promise<Grant> {
    return this.#call("POST", "/select-seats", { body: { showId, areas } satisfies Schemas["Selection"] });
  }

  /** Let so many of the visitor's places be of these ticket types. */
  retypePlaces(showId: string, areas: Record<string, Record<string, number>>): Promise<unknown> {
    return this.#call("POST", "/ticket-types", { body: { showId, areas } satisfies Schemas["TicketTypes"] });
  }

  /** Return which of the seats were the visitor's and are free now. */
  async release(showId: string, seats: string[]): Promise<string[]> {
    const body: Schemas["Selection"] = { showId, seats };
    const answer = await this.#call<Schemas["ReleasedAnswer"]>("POST", "/release-seats", { body });
    return answer.seats;
  }

  checkout(showId: string): Promise<Grant> {
    return this.#call("POST", "/checkout", { body: { showId } satisfies Schemas["ShowId"] });
  }

  /** Book all that the visitor has locked, on these terms; the same key again answers with the same booking. */
  async book(showId: string, key: string, { expectedTotal, customer }: Terms): Promise<Booking> {
    const headers = { "Idempotency-Key": key };
    const body: Schemas["Order"] = {
      showId,
      ...(expectedTotal !== undefined && { expectedTotal }),
      ...(customer && { customer }),
    };
    const answer = await this.#call<Schemas["BookingAnswer"]>("POST", "", { body, headers });
    return answer.booking;
  }

  bookings(page: number, perPage: number): Promise<Schemas["BookingsAnswer"]> {
    return this.#call("GET", `?page=${page}&perPage=${perPage}`);
  }

  async booking(id: string): Promise<Booking> {
    const answer = await this.#call<Schemas["BookingAnswer"]>("GET", `/${encodeURIComponent(id)}`);
    return answer.booking;
  }

  /** Find a booking that need not be the visitor's: whoever knows both may read it. */
  find(reference: string, email: string): Promise<Schemas["FoundBookingAnswer"]> {
    const body: Schemas["Finding"] = { reference, email };
    return call("POST", `${this.origin}/api/bookings/find`, { body });
  }

  /** Cancel a booking; of these seats only, if any are named. */
  async cancel(id: string, seats?: string[]): Promise<Booking> {
    const path = `/${encodeURIComponent(id)}/cancel`;
    const options = seats && { body: { seats } satisfies Schemas["Cancellation"] };
    return (await this.#call<Schemas["BookingAnswer"]>("POST", path, options)).booking;
  }

  /** Call with our token, so that HTTP and socket are always the same person, cookies or not. */
  async #call<Answer>(method: "GET" | "POST", path: string, options: CallOptions = {}): Promise<Answer> {
    const url = `${this.origin}/api/bookings${path}`;
    const { token } = await this.session();
    const renewed = (replacement: string) => this.#visitor.adopt(token, replacement);
    try {
      return await call(method, url, { ...options, token, renewed });
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 401) throw error;
      const session = await this.renewSession();
      return call(method, url, { ...options, token: session.token });
    }
  }
}
