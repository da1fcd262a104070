/** A show and its seating plan (pretix's format) as the API has them, and the seats, rows and zones made from it. */

import type { Schemas } from "./http/schemas.ts";
import type { Said } from "./show/said.ts";

export type { Feature } from "./show/said.ts";

export interface Place {
  x: number;
  y: number;
}

/** What `GET /api/shows/:showId` answers. Prices are in the currency's minor unit, by category. */
export type Show = Omit<Schemas["ShowAnswer"], "success">;

export type Plan = Schemas["Plan"];
export type PlanZone = Schemas["Zone"];
export type PlanRow = Schemas["Row"];
export type PlanSeat = Schemas["Seat"];

/** Something that is no seat: a stage, a wall, a word. */
export type PlanArea = Schemas["Area"];

export interface Category {
  name: string;
  color: string;
  /** In the currency's minor unit; undefined where the show names none. */
  price: number | undefined;
}

/** A seat and where it stands in the hall, in the plan's units. */
export interface Seat extends Place, Said {
  id: string;
  number: string;
  row: string;
  zone: string;
  /** What people read in the place of "row 3" and "seat 7", where the plan says so. */
  rowLabel?: string;
  label?: string;
  category: string;
  radius: number;
}

/** The seats of a table; `whole`: they are sold together or not at all. */
export interface Table {
  seats: Seat[];
  whole: boolean;
}

/** Seats that share a label, in the plan's order. */
export interface Row {
  label: string;
  seats: Seat[];
}

/** A part of the hall: stalls, a balcony, a block. */
export interface Zone {
  name: string;
  rows: Row[];
}

export interface RowLabel extends Place {
  label: string;
}

export interface PlacedArea extends Place {
  area: PlanArea;
}

/** An area for standing or free seating, whose places are sold by number. */
export interface StandingArea {
  id: string;
  /** What people call it: what is written on it, else its part of the hall. */
  name: string;
  category: string;
  capacity: number;
  placed: PlacedArea;
}
