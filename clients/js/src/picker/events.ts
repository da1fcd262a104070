/** What the element tells the page, each as a CustomEvent's `detail`. */
import type { SeatMap, SeatMapEvents, ShowChange, Trouble } from "../seat-map.ts";

/** Amounts are in minor units; instants are ISO 8601, by the device's clock. */
export interface SeatPickerEvents {
  "seats-change": { showId: string; seats: string[]; total: number; currency: string };
  "seat-conflict": SeatMapEvents["conflict"];
  "seats-expiring": { seats: string[]; expiresAt: string; renewable: boolean };
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
  seats: string[];
  total: number;
  currency: string;
  /** When the first of the seats is given up. */
  expiresAt: string;
}

type Tell = <Name extends keyof SeatPickerEvents>(name: Name, detail: SeatPickerEvents[Name]) => void;

/** Tell the page what the map tells. */
export function repeat(map: SeatMap, tell: Tell): void {
  let before = " 0";
  map.on("basket", ({ total }) => {
    const seats = seatsOf(map);
    const now = `${seats} ${total}`;
    // The map tells of deadlines too.
    if (now === before) return;
    before = now;
    tell("seats-change", {
      showId: map.show?.showId ?? "",
      seats,
      total,
      currency: map.show?.currency ?? "",
    });
  });
  map.on("error", (trouble) => tell("error", trouble));
  map.on("conflict", (conflict) => tell("seat-conflict", conflict));
  map.on("lost", (loss) => tell("seats-lost", loss));
  map.on("booked", (booked) => tell("seats-booked", booked));
  map.on("changed", (change) => tell("show-change", changeOf(map, change)));
  map.on("sales", (sales) => tell("sales-change", sales));
  map.on("expiring", ({ seats, deadline, renewable }) =>
    tell("seats-expiring", { seats, expiresAt: instant(map, deadline), renewable }),
  );
}

/** Return what the visitor wants to buy. */
export function orderOf(map: SeatMap): Order {
  const deadlines = map.basket.flatMap(({ deadline }) => deadline ?? []);
  return {
    showId: map.show?.showId ?? "",
    seats: seatsOf(map),
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

function instant(map: SeatMap, deadline: number): string {
  return new Date(Date.now() + deadline - map.now()).toISOString();
}
