/** The options, events and values of a seat map. */

import type { Wish } from "./http/api.ts";
import type { Schemas } from "./http/schemas.ts";
import type { Trouble } from "./http/setup-error.ts";
import type { Seat, Show, StandingArea } from "./plan.ts";
import type { ShowChange } from "./show/show-change.ts";

export type SeatState = "free" | "mine" | "taken" | "booked" | "blocked";

/** What a visitor asks seats to become. */
export type Wanted = "mine" | "free";

/** What there is to see of a seat: its state, what has been asked for it, and what was agreed for it if it is own. */
export interface SeatLook {
  state: SeatState;
  /** Asked for and not answered yet. */
  pending: Wanted | undefined;
  /** In minor units. */
  price: number | undefined;
  /** By its id; undefined where the show has none. */
  ticketType?: string | undefined;
}

/** A difference in what there is to see of a seat. */
export interface SeatChange {
  seat: string;
  before: SeatLook;
  after: SeatLook;
}

/** `live`: what the map shows is up to date. `offline`: it may not be, and nothing can be chosen. */
export type Connection = "connecting" | "live" | "offline";

/**
 * Where a show is in its sales: seats can be had while they are `open`. `opensAt` is when they will be, where that
 * is known (ISO 8601); `closed` is set by the organiser.
 */
export interface Sales {
  state: Schemas["ListedShow"]["salesState"];
  opensAt?: string;
}

/** The shop's JWT, or what fetches one. */
export type Token = string | (() => string | Promise<string>);

export interface SeatMapOptions {
  show: string;
  /** The server's origin, such as "https://seats.example"; without it, the page's own. */
  server?: string;
  /** A JWT of the shop's, or what fetches one; without it, the visitor is a guest who keeps their seats over a reload. */
  token?: Token;
  /** Where the visitor's input is observed; null: locks are renewed by `keep()` only. Default: the window. */
  activity?: EventTarget | null;
}

/** A seat in the basket. `deadline` is when its lock ends, by `SeatMap.now()`; undefined until the server has sent it. */
export interface Held {
  seat: Seat;
  /** In minor units: what was agreed when it was chosen, whatever the show asks by now. */
  price: number;
  /** As what it was chosen, by the id of one of the show's `ticketTypes`; undefined where it has none. */
  ticketType: string | undefined;
  deadline: number | undefined;
}

/** Seats that the server chose for a `wish`; side by side in a `row`, in adjoining `rows`, or `apart`. */
export interface Chosen {
  seats: string[];
  together: Schemas["BestAvailableAnswer"]["together"];
  wish: Wish;
}

/** Places of an area in the basket; `deadline` as a seat's. */
export interface HeldPlaces {
  area: StandingArea;
  count: number;
  /** In minor units, of all of them: what was agreed when they were chosen. */
  total: number;
  /** How many are of which of the show's `ticketTypes`, by id; empty where it has none. */
  ticketTypes: Record<string, number>;
  deadline: number;
}

export interface SeatMapEvents {
  /** These seats may look different now; `changes` has what is another, and nothing else is. */
  change: { seats: ReadonlySet<string>; changes: readonly SeatChange[] };
  /** The basket, or a deadline in it, is another. */
  basket: { basket: Held[]; places: HeldPlaces[]; total: number };
  /** In these areas another number of places is left, or the visitor's. */
  areas: { areas: ReadonlySet<string> };
  /** The show is here and the map is live for the first time; later it may be `offline` and `live` again. */
  ready: { show: Show };
  connection: { connection: Connection };
  /** Others were faster: nothing of `wanted` was taken. `alternatives` are free and as many, or none. */
  conflict: { wanted: string[]; conflicts: string[]; alternatives: string[] };
  /** These locks end within ten seconds; `renewable` unless they have been held as long as is allowed. */
  expiring: { seats: string[]; areas: string[]; deadline: number; renewable: boolean };
  /** The warning above is over: they were kept, released or booked, or have run out. */
  settled: object;
  /** Seats, or places of areas, ceased to be the visitor's without their action; `removed`: the hall has them no more. */
  lost: { seats: string[]; areas?: string[]; reason: "expired" | "lost" | "removed" };
  /** The visitor's seats, or their places in areas, were booked. */
  booked: { seats: string[]; areas?: string[] };
  /** The organiser changed the show: `show` and `hall` are the new ones. */
  changed: ShowChange;
  /** Sales opened, closed or ended, by the organiser or because it was time. */
  sales: Sales;
  /** It cannot work as the page has it, or cannot begin; emitted once, until it is over. */
  error: Trouble;
  /** There is no such show any more. */
  gone: { message: string };
}
