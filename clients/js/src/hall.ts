/** A hall: every seat of a seating plan in its place. */
import type {
  Category,
  Feature,
  Place,
  PlacedArea,
  PlanRow,
  PlanZone,
  Row,
  RowLabel,
  Seat,
  Show,
  StandingArea,
  Table,
  Zone,
} from "./plan.ts";
import { linesIn, rowsOf } from "./seats/neighbours.ts";
import { saidIn } from "./show/said.ts";

const RADIUS = 10;
const ORIGIN: Place = { x: 0, y: 0 };
const PALETTE = ["#4f7cac", "#c1666b", "#5b8e7d", "#b08ea2", "#d4a24e", "#6d6a9c", "#8f9a4a", "#a5673f"];

/** What of a show its hall is made of; a server of a former release knows no ticket types. */
type HallOf = Pick<Show, "plan" | "prices"> & Partial<Pick<Show, "ticketTypes">>;

/** A show's hall: every seat by id, the same seats by zone and row, and what stands around them. */
export class Hall {
  readonly seats = new Map<string, Seat>();
  readonly zones: Zone[] = [];
  readonly categories = new Map<string, Category>();
  readonly rowLabels: RowLabel[] = [];
  readonly areas: PlacedArea[] = [];
  readonly tables = new Map<string, Table>();
  /** What some of the seats are said to have. */
  readonly features = new Set<Feature>();
  /** How many places are for wheelchairs. */
  wheelchairPlaces = 0;
  /** Whether the plan says which places are for companions; else those beside wheelchair places are. */
  hasCompanionPlaces = false;
  /** The areas whose places are sold by number, by id. */
  readonly standing = new Map<string, StandingArea>();
  #order: ReadonlyMap<Seat, number> | undefined;

  constructor({ plan, prices, ticketTypes }: HallOf) {
    const usualPrice = (category: string) =>
      ticketTypes?.find((type) => category in type.prices)?.prices[category] ?? prices[category];
    (plan.categories ?? []).forEach(({ name, color }, index) => {
      const fallback = PALETTE[index % PALETTE.length] as string;
      this.categories.set(name, { name, color: color || fallback, price: usualPrice(name) });
    });
    for (const zone of plan.zones ?? []) this.#add(zone);
    for (const [name, { whole }] of Object.entries(plan.tables ?? {})) {
      const table = this.tables.get(name);
      if (table) table.whole = Boolean(whole);
    }
    if (!this.wheelchairPlaces || this.hasCompanionPlaces) return;
    for (const zone of this.zones) markCompanions(zone, this.areas);
  }

  /** The price of a seat in minor units; 0 where none is named. */
  priceOf(id: string): number {
    const seat = this.seats.get(id);
    return (seat && this.categories.get(seat.category)?.price) ?? 0;
  }

  /** Return those of these seats that the hall has, in the plan's order. */
  inOrder(ids: readonly string[]): Seat[] {
    const seats = ids.flatMap((id) => this.seats.get(id) ?? []);
    if (seats.length < 2) return seats;
    this.#order ??= new Map([...this.seats.values()].map((seat, index) => [seat, index]));
    const placeOf = (seat: Seat) => this.#order?.get(seat) ?? 0;
    return seats.sort((a, b) => placeOf(a) - placeOf(b));
  }

  /** The table that a seat is sold with as a whole, if there is one. */
  wholeTableOf(id: string): Table | undefined {
    const table = this.tables.get(this.seats.get(id)?.table ?? "");
    return table?.whole ? table : undefined;
  }

  /** Return these seats, each once, with all others of the whole tables that they are at. */
  withWholeTables(ids: readonly string[]): string[] {
    const others = ids.flatMap((id) => this.wholeTableOf(id)?.seats.map((seat) => seat.id) ?? []);
    return [...new Set([...ids, ...others])];
  }

  #add(zone: PlanZone): void {
    const corner = zone.position ?? ORIGIN;
    const rows = (zone.rows ?? []).map((row) => this.#row(zone, row, corner));
    this.zones.push({ name: zone.name ?? "", rows });
    for (const area of zone.areas ?? []) {
      const placed = { area, ...add(corner, area.position) };
      this.areas.push(placed);
      const { area_id: id, capacity, category = "" } = area;
      const name = area.text?.text || zone.name || id;
      if (id && name && capacity) this.standing.set(id, { id, name, category, capacity, placed });
    }
  }

  #row(zone: PlanZone, row: PlanRow, corner: Place): Row {
    const start = add(corner, row.position);
    const label = row.row_number ?? "";
    const saidOf = saidIn(row, zone);
    const seats = (row.seats ?? []).map((planned): Seat => {
      const number = planned.seat_number ?? "";
      const seat: Seat = {
        id: planned.seat_guid,
        number,
        row: label,
        zone: zone.name ?? "",
        category: planned.category,
        ...saidOf(planned),
        radius: planned.radius || RADIUS,
        ...add(start, planned.position),
      };
      if (row.row_label) seat.rowLabel = row.row_label;
      if (row.seat_label) seat.label = row.seat_label.replaceAll("%s", number);
      this.seats.set(seat.id, seat);
      this.#note(seat);
      return seat;
    });
    this.rowLabels.push(...labelsOf({ label, seats }, row.row_number_position));
    return { label, seats };
  }

  /** Count what there is of special places. */
  #note(seat: Seat): void {
    for (const feature of seat.features) this.features.add(feature);
    if (seat.wheelchair) this.wheelchairPlaces += 1;
    if (seat.companion) this.hasCompanionPlaces = true;
    if (seat.table !== undefined) this.#seatAt(seat.table, seat);
  }

  #seatAt(name: string, seat: Seat): void {
    const table = this.tables.get(name);
    if (table) table.seats.push(seat);
    else this.tables.set(name, { seats: [seat], whole: false });
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
