/** What a seat map takes and tells. */
import type { Seat } from "./plan.ts";

export type SeatState = "free" | "mine" | "taken" | "booked" | "blocked";

/** `live`: what the map says is so. `offline`: it may not be, and nothing can be chosen. */
export type Connection = "connecting" | "live" | "offline";

/** The shop's JWT, or what fetches one. */
export type Token = string | (() => string | Promise<string>);

export interface SeatMapOptions {
  show: string;
  /** The server's origin, such as "https://seats.example"; without it, the page's own. */
  server?: string;
  /** A JWT of the shop's, or what fetches one; without it, the visitor is a guest who keeps their seats over a reload. */
  token?: Token;
  /** Where the visitor's doings are noticed; null: locks are renewed by `keep()` only. Default: the window. */
  activity?: EventTarget | null;
}

/** A seat in the basket. `deadline` is when its lock ends, by `SeatMap.now()`; undefined until the server told. */
export interface Held {
  seat: Seat;
  /** In minor units. */
  price: number;
  deadline: number | undefined;
}

export interface SeatMapEvents {
  /** These seats may look different now. */
  change: { seats: ReadonlySet<string> };
  /** The basket, or a deadline in it, is another. */
  basket: { basket: Held[]; total: number };
  connection: { connection: Connection };
  /** Others were faster: nothing of `wanted` was taken. `alternatives` are free and as many, or none. */
  conflict: { wanted: string[]; conflicts: string[]; alternatives: string[] };
  /** These locks end within ten seconds; `renewable` unless they have been held as long as is allowed. */
  expiring: { seats: string[]; deadline: number; renewable: boolean };
  /** The warning above is over: they were kept, released or booked, or have run out. */
  settled: object;
  /** Seats ceased to be the visitor's without their doing. */
  lost: { seats: string[]; reason: "expired" | "lost" };
  /** The visitor's seats were booked. */
  booked: { seats: string[] };
  /** There is no such show any more. */
  gone: { message: string };
}
