/** Numbers, times and seats, written for people. */
import { money, type Seat, venueClock } from "seatapp";

import { part } from "./dom.ts";

const number = new Intl.NumberFormat("en");
const MINUTE = { hour: "2-digit", minute: "2-digit" } as const;
const SECOND = { ...MINUTE, second: "2-digit", day: "numeric", month: "short" } as const;
const list = new Intl.ListFormat("en");
const LISTED_AT_MOST = 12;

export function count(amount: number): string {
  return number.format(amount);
}

/** Write an amount that is given in the currency's minor unit. */
export function price(amount: number, currency: string): string {
  return money(amount, currency, "en");
}

/** Write a part as a whole percentage; almost all is not 100 %. */
export function percentage(part: number, whole: number): string {
  return `${whole ? Math.floor((part / whole) * 100) : 0} %`;
}

/** Write an instant as 19:42, by the venue's clock. */
export function atMinute(instant: number): string {
  return venueClock(instant, zone(), "en", MINUTE);
}

/** Write an instant as 1 Jun, 19:42:07, by the venue's clock. */
export function atSecond(instant: string): string {
  return venueClock(instant, zone(), "en", SECOND);
}

function zone(): string {
  return part("inside").dataset.zone ?? "";
}

/** Write where a seat is: "Stalls, row F, seat 7". */
export function placeOf(seat: Seat): string {
  const { zone, row, number, rowLabel = row && `row ${row}`, label = number && `seat ${number}` } = seat;
  return [zone, rowLabel, label].filter(Boolean).join(", ") || seat.id;
}

/** Write seats' ids: "A1, A2, and A3". */
export function listing(ids: string[]): string {
  const more = ids.length - LISTED_AT_MOST;
  return list.format(more > 0 ? [...ids.slice(0, LISTED_AT_MOST), `${count(more)} more`] : ids);
}
