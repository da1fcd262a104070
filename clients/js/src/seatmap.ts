/** A show's seats as one visitor sees them: the library's front door. */
import type { Booking } from "./api.ts";
import type { Hall, Seat, Show } from "./plan.ts";

export type SeatState = "free" | "mine" | "taken" | "booked" | "blocked";

/** `live`: what the map says is so. `offline`: it may not be, and nothing can be chosen. */
export type Connection = "connecting" | "live" | "offline";

export interface SeatMapOptions {
  show: string;
  /** The server's origin, such as "https://seats.example"; without it, the page's own. */
  server?: string;
  /** A JWT of the shop's, or what fetches one; without it, the visitor is a guest who keeps their seats over a reload. */
  token?: string | (() => string | Promise<string>);
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

export class SeatMap {
  constructor(_options: SeatMapOptions) {
    throw new Error("not built yet");
  }

  /** Undefined until `start` has fetched it. */
  show: Show | undefined;
  hall: Hall | undefined;
  connection: Connection = "connecting";

  /** Fetch the show and stay connected, however often the connection breaks; resolves when the map is first live. */
  start(): Promise<void> {
    throw new Error("not built yet");
  }

  /** Hang up. The server gives the locks back, unless another tab is open or checkout has begun. */
  stop(): void {}

  /** Call `handler` at each such event; the function returned ends that. */
  on<Name extends keyof SeatMapEvents>(
    _name: Name,
    _handler: (event: SeatMapEvents[Name]) => void,
  ): () => void {
    throw new Error("not built yet");
  }

  stateOf(_seat: string): SeatState {
    throw new Error("not built yet");
  }

  /** Return what has been asked for this seat and not been answered yet, if anything. */
  pending(_seat: string): "mine" | "free" | undefined {
    throw new Error("not built yet");
  }

  get basket(): Held[] {
    throw new Error("not built yet");
  }

  /** What the basket costs, in minor units. */
  get total(): number {
    throw new Error("not built yet");
  }

  /** An even clock in ms, by which deadlines are given. */
  now(): number {
    throw new Error("not built yet");
  }

  /** Lock these seats, all or none; rejects with a `Refusal`. */
  select(_seats: string[]): Promise<void> {
    throw new Error("not built yet");
  }

  /** Give these seats back; rejects with a `Refusal`. */
  release(_seats: string[]): Promise<void> {
    throw new Error("not built yet");
  }

  /** Give the whole basket back. */
  clear(): Promise<void> {
    throw new Error("not built yet");
  }

  /** Renew the locks of the whole basket. */
  keep(): Promise<void> {
    throw new Error("not built yet");
  }

  /** Hold the basket for the payment, once. */
  checkout(): Promise<void> {
    throw new Error("not built yet");
  }

  /** Book the basket. The same `key` again answers with the same booking, whatever was lost on the way. */
  book(_key: string): Promise<Booking> {
    throw new Error("not built yet");
  }

  /** Return `count` free seats next to each other, near this seat or the best in the hall; [] if there are none. */
  together(_count: number, _near?: string): string[] {
    throw new Error("not built yet");
  }
}
