/** A show as the server describes it, and its seating plan (pretix's format) as a hall of seats in places. */

import { linesIn, rowsOf } from "./neighbours.ts";

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

const RADIUS = 10;
const ORIGIN: Place = { x: 0, y: 0 };
const PALETTE = ["#4f7cac", "#c1666b", "#5b8e7d", "#b08ea2", "#d4a24e", "#6d6a9c", "#8f9a4a", "#a5673f"];

/** A show's hall: every seat by id, the same seats by zone and row, and what stands around them. */
export class Hall {
  readonly seats = new Map<string, Seat>();
  readonly zones: Zone[] = [];
  readonly categories = new Map<string, Category>();
  readonly rowLabels: RowLabel[] = [];
  readonly areas: PlacedArea[] = [];
  readonly #order = new Map<Seat, number>();

  constructor({ plan, prices }: Pick<Show, "plan" | "prices">) {
    (plan.categories ?? []).forEach(({ name, color }, index) => {
      const fallback = PALETTE[index % PALETTE.length] as string;
      this.categories.set(name, { name, color: color || fallback, price: prices[name] });
    });
    for (const zone of plan.zones ?? []) this.#add(zone);
    for (const zone of this.zones) markCompanions(zone, this.areas);
  }

  /** The price of a seat in minor units; 0 where none is named. */
  priceOf(id: string): number {
    const seat = this.seats.get(id);
    return (seat && this.categories.get(seat.category)?.price) ?? 0;
  }

  /** Return those of these seats that the hall has, in the plan's order. */
  inOrder(ids: readonly string[]): Seat[] {
    const placeOf = (seat: Seat) => this.#order.get(seat) ?? 0;
    return ids.flatMap((id) => this.seats.get(id) ?? []).sort((a, b) => placeOf(a) - placeOf(b));
  }

  #add(zone: PlanZone): void {
    const corner = zone.position ?? ORIGIN;
    const rows = (zone.rows ?? []).map((row) => this.#row(zone.name ?? "", row, corner));
    this.zones.push({ name: zone.name ?? "", rows });
    for (const area of zone.areas ?? []) this.areas.push({ area, ...add(corner, area.position) });
  }

  #row(zone: string, row: PlanRow, corner: Place): Row {
    const start = add(corner, row.position);
    const label = row.row_number ?? "";
    const planned = row.seats ?? [];
    const rowLabel = row.row_label ? { rowLabel: row.row_label } : {};
    const labelOf = ({ seat_number = "" }: PlanSeat) =>
      row.seat_label ? { label: row.seat_label.replaceAll("%s", seat_number) } : {};
    const seats = planned.map((seat) => ({
      id: seat.seat_guid,
      number: seat.seat_number ?? "",
      row: label,
      zone,
      ...rowLabel,
      ...labelOf(seat),
      category: seat.category,
      wheelchair: Boolean(seat.wheelchair),
      companion: false,
      radius: seat.radius || RADIUS,
      ...add(start, seat.position),
    }));
    for (const seat of seats) {
      this.seats.set(seat.id, seat);
      this.#order.set(seat, this.#order.size);
    }
    this.rowLabels.push(...labelsOf({ label, seats }, row.row_number_position));
    return { label, seats };
  }
}

/** Who comes along with somebody in a wheelchair sits beside them. */
function markCompanions(zone: Zone, areas: readonly PlacedArea[]): void {
  const rows = rowsOf(zone).filter((lists) =>
    lists.some((seats) => seats.some(({ wheelchair }) => wheelchair)),
  );
  for (const { seats, ring } of rows.flatMap((lists) => linesIn(lists, areas))) {
    seats.forEach((seat, index) => {
      const beside = [seats[index - 1], seats[index + 1] ?? (ring ? seats[0] : undefined)];
      seat.companion = !seat.wheelchair && beside.some((next) => next?.wheelchair);
    });
  }
}

function labelsOf({ label, seats }: Row, where: string | null = "both"): RowLabel[] {
  const [first, second] = seats;
  const last = seats.at(-1);
  if (!label || !first || !last || where === null || where === "none") return [];
  return [
    ...(where === "end" || where === "right" ? [] : [beside(label, first, second)]),
    ...(where === "start" || where === "left" ? [] : [beside(label, last, seats.at(-2))]),
  ];
}

/** The place one step further out than `seat`, seen from its `neighbour`. */
function beside(label: string, seat: Seat, neighbour: Seat | undefined): RowLabel {
  const dx = neighbour ? seat.x - neighbour.x : -1;
  const dy = neighbour ? seat.y - neighbour.y : 0;
  const length = Math.hypot(dx, dy) || 1;
  const step = seat.radius * 2.2;
  return { label, x: seat.x + (dx / length) * step, y: seat.y + (dy / length) * step };
}

function add(a: Place, b: Place = ORIGIN): Place {
  return { x: a.x + b.x, y: a.y + b.y };
}
