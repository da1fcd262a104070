/** Formats numbers, times, amounts and seats. */
import { type Booking, type Hall, type Seat, venueClock } from "seatapp";

import { language } from "../words.ts";
import { part } from "./dom.ts";
import { format } from "./format-words.ts";

const MINUTE = { hour: "2-digit", minute: "2-digit" } as const;
const DAY = { ...MINUTE, weekday: "short", day: "numeric", month: "short", year: "numeric" } as const;
const SECOND = { ...MINUTE, second: "2-digit", day: "numeric", month: "short" } as const;
const LISTED_AT_MOST = 12;
/** So much of a guest's id tells a few of them apart. */
const MARK = 4;

/** What a seat is called by. */
type Named = Pick<Seat, "id" | "zone" | "row" | "number" | "rowLabel" | "label">;

export function count(amount: number): string {
  return format.number(amount);
}

/** Write an amount that is given in the currency's minor unit. */
export function price(amount: number, currency: string): string {
  return format.money(amount, currency);
}

/** Write a part as a whole percentage; almost all is not 100 %. */
export function percentage(part: number, whole: number): string {
  return format.text("percent", { n: whole ? Math.floor((part / whole) * 100) : 0 });
}

/** Write an instant as 19:42, by the venue's clock. */
export function atMinute(instant: number): string {
  return venueClock(instant, zone(), language(), MINUTE);
}

/** Write an instant as Fri, 1 Jun 2030, 19:42, by the venue's clock. */
export function atDay(instant: string): string {
  return venueClock(instant, zone(), language(), DAY);
}

/** Write an instant as 1 Jun, 19:42:07, by the venue's clock. */
export function atSecond(instant: string): string {
  return venueClock(instant, zone(), language(), SECOND);
}

/** Return the venue's time zone. */
export function zone(): string {
  return part("inside").dataset.zone ?? "";
}

/** Write where a seat is: "Stalls, row F, seat 7". */
export function placeOf(seat: Named): string {
  const { zone, row, number, label = number && format.text("seat", { seat: number }) } = seat;
  return format.joined([zone, seat.rowLabel ?? rowCalled(row), label], format.texts.comma) || seat.id;
}

/** Write where seats are, those of a row together: "Stalls, row F, seats 7 and 8; row G, seat 1". */
export function placesOf(seats: readonly Named[]): string {
  const rows = new Map<string, Named[]>();
  for (const seat of seats.slice(0, LISTED_AT_MOST)) {
    const key = JSON.stringify(seat.number ? [seat.zone, seat.row] : seat.id);
    rows.set(key, [...(rows.get(key) ?? []), seat]);
  }
  const more = seats.length - LISTED_AT_MOST;
  const rest = more > 0 ? [format.text("more", { n: more })] : [];
  return [...[...rows.values()].map(inRow), ...rest].join(format.texts.between);
}

/** Write where these seats of the hall are; one that it has no more is called by its id. */
export function named({ seats }: Hall, ids: readonly string[]): string {
  return placesOf(ids.map((id) => seats.get(id) ?? { id, zone: "", row: "", number: "" }));
}

/** Return a booking's seats, to be named. */
export function seatsOf({ items }: Pick<Booking, "items">): Named[] {
  return items.map((item) => ({
    ...item,
    id: item.seat ?? item.area ?? "",
    label: item.seatLabel ?? item.area,
  }));
}

function inRow(seats: Named[]): string {
  const [first] = seats as [Named, ...Named[]];
  if (seats.length === 1) return placeOf(first);
  const { zone, row, rowLabel = rowCalled(row) } = first;
  const named = seats.some(({ label }) => label !== undefined);
  const numbers = format.list(seats.map(({ label, number }) => label ?? number));
  const which = named ? numbers : format.text("seats", { seats: numbers });
  return format.joined([zone, rowLabel, which], format.texts.comma);
}

function rowCalled(row: string): string {
  return row && format.text("row", { row });
}

/** Write who bought: "Ann Müller, ann@shop.example", as far as it was said. */
export function buyer(customer: Booking["customer"]): string {
  return [customer?.name, customer?.email].filter(Boolean).join(", ");
}

/** Name who chose or bought by their id: a user by the one that the shop gave them, a guest so that two differ. */
export function visitor(userId: string): string {
  return isGuest(userId) ? format.text("guest", { mark: userId.slice(-MARK) }) : userId;
}

/** Whether the id is one that this server made up for who came without any. */
export function isGuest(userId: string): boolean {
  return userId.startsWith("guest-");
}
