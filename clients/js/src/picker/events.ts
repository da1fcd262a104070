/** The element's events, each with its CustomEvent `detail`. */

import type { Sales, SeatMap, SeatMapEvents, ShowChange, Trouble } from "../seat-map.ts";
import { json } from "../util/json.ts";

/** Amounts are in minor units; instants are ISO 8601, by the device's clock. */
export interface SeatPickerEvents {
  ready: { showId: string; sales: Sales };
  "seats-change": {
    showId: string;
    seats: string[];
    areas: Record<string, number>;
    total: number;
    currency: string;
  };
  "seat-conflict": SeatMapEvents["conflict"];
  "seats-expiring": { seats: string[]; areas: string[]; expiresAt: string; renewable: boolean };
  "seats-lost": SeatMapEvents["lost"];
  "seats-booked": SeatMapEvents["booked"];
  "show-change": ShowChanged;
  "sales-change": SeatMapEvents["sales"];
  checkout: Order;
  /** Does not bubble, or the window would take it for a script's. */
  error: Trouble;
}

/** What the organiser changed; the seats by their ids. */
export interface ShowChanged {
  showId: string;
  revision: number;
  what: ShowChange["what"];
  added: string[];
  removed: string[];
  lost: string[];
}

export interface Order {
  showId: string;
  /** Whose the seats are: for whom the shop's backend books them. */
  userId: string;
  seats: string[];
  /** How many places of areas, by area. */
  areas: Record<string, number>;
  total: number;
  currency: string;
  /** When the first of the seats is given up. */
  expiresAt: string;
}

type Emit = <Name extends keyof SeatPickerEvents>(name: Name, detail: SeatPickerEvents[Name]) => void;

/** Emit the element's events for those of the map. */
export function forwardEvents(map: SeatMap, emit: Emit): void {
  let before = json({ seats: [], areas: {}, total: 0 });
  map.on("basket", ({ total }) => {
    const [seats, areas] = [seatsOf(map), areasOf(map)];
    const now = json({ seats, areas, total });
    // The map's event is for deadlines too.
    if (now === before) return;
    before = now;
    emit("seats-change", {
      showId: map.show?.showId ?? "",
      seats,
      areas,
      total,
      currency: map.show?.currency ?? "",
    });
  });
  map.on("ready", ({ show }) => emit("ready", { showId: show.showId, sales: map.sales }));
  map.on("error", (trouble) => emit("error", trouble));
  map.on("conflict", (conflict) => emit("seat-conflict", conflict));
  map.on("lost", (loss) => emit("seats-lost", loss));
  map.on("booked", (booked) => emit("seats-booked", booked));
  map.on("changed", (change) => emit("show-change", changeOf(map, change)));
  map.on("sales", (sales) => emit("sales-change", sales));
  map.on("expiring", ({ seats, areas, deadline, renewable }) =>
    emit("seats-expiring", { seats, areas, expiresAt: instant(map, deadline), renewable }),
  );
}

/** Return what the visitor wants to buy. */
export function checkoutDetail(map: SeatMap): Order {
  const deadlines = [...map.basket, ...map.places].flatMap(({ deadline }) => deadline ?? []);
  return {
    showId: map.show?.showId ?? "",
    userId: map.userId ?? "",
    seats: seatsOf(map),
    areas: areasOf(map),
    total: map.total,
    currency: map.show?.currency ?? "",
    expiresAt: instant(map, Math.min(...deadlines)),
  };
}

function changeOf({ show }: SeatMap, { lost, ...change }: ShowChange): ShowChanged {
  const ids = lost.map(({ id }) => id);
  return { showId: show?.showId ?? "", revision: show?.revision ?? 0, ...change, lost: ids };
}

function seatsOf(map: SeatMap): string[] {
  return map.basket.map(({ seat }) => seat.id);
}

function areasOf(map: SeatMap): Record<string, number> {
  return Object.fromEntries(map.places.map(({ area, count }) => [area.id, count]));
}

function instant(map: SeatMap, deadline: number): string {
  return new Date(Date.now() + deadline - map.now()).toISOString();
}
