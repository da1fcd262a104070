/** A show and its seating plan (pretix's format) as the API has them, and the seats, rows and zones made from it. */

export interface Place {
  x: number;
  y: number;
}

/** What `GET /api/shows/:showId` answers. Prices are in the currency's minor unit, by category. */
export interface Show {
  showId: string;
  /** Grows with every change of the show. */
  revision: number;
  title: string;
  /** An instant with the offset that it was given in; `timeZone` is the venue's (IANA). */
  startsAt: string;
  timeZone: string;
  currency: string;
  prices: Record<string, number>;
  seatCount: number;
  /** The organiser's switch. Besides, sales begin at once without a start, and end with the show's start. */
  salesOpen: boolean;
  salesStartAt?: string | null;
  salesEndAt?: string | null;
  /** How many seats one person may have of the show. */
  maxSeatsPerUser: number;
  plan: Plan;
}

export interface Plan {
  name?: string;
  categories?: { name: string; color?: string }[];
  size?: { width: number; height: number };
  zones?: PlanZone[];
}

export interface PlanZone {
  name?: string;
  position?: Place;
  rows?: PlanRow[];
  areas?: PlanArea[];
}

export interface PlanRow {
  row_number?: string;
  /** Null: the number is drawn nowhere; absent: at both ends. */
  row_number_position?: string | null;
  /** What people read in the place of "row 3" and, with the number for `%s`, of "seat 7". */
  row_label?: string | null;
  seat_label?: string | null;
  position?: Place;
  seats?: PlanSeat[];
}

export interface PlanSeat {
  seat_guid: string;
  seat_number?: string;
  position: Place;
  category: string;
  radius?: number;
  wheelchair?: boolean;
}

/** Something that is no seat: a stage, a wall, a word. */
export interface PlanArea {
  shape?: "rectangle" | "circle" | "ellipse" | "polygon" | "text";
  color?: string;
  border_color?: string;
  rotation?: number;
  position?: Place;
  rectangle?: { width: number; height: number };
  circle?: { radius: number };
  ellipse?: { radius: Place };
  polygon?: { points: Place[] };
  text?: { position?: Place; color?: string; text?: string; size?: number };
}

export interface Category {
  name: string;
  color: string;
  /** In the currency's minor unit; undefined where the show names none. */
  price: number | undefined;
}

/** A seat and where it stands in the hall, in the plan's units. */
export interface Seat extends Place {
  id: string;
  number: string;
  row: string;
  zone: string;
  /** What people read in the place of "row 3" and "seat 7", where the plan says so. */
  rowLabel?: string;
  label?: string;
  category: string;
  wheelchair: boolean;
  /** Whether it is beside a wheelchair place, for the person who comes along. */
  companion: boolean;
  radius: number;
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
