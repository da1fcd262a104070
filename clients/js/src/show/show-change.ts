/** What is another from one revision of a show to the next. */

import type { Hall } from "../hall.ts";
import type { Seat, Show } from "../plan.ts";
import { json } from "../util/json.ts";

export type Aspect = "title" | "times" | "prices" | "plan" | "sales";

export interface ShowChange {
  what: Aspect[];
  /** Seats that the hall has now and had not, and those that it has no more. */
  added: string[];
  removed: string[];
  /** Those of the removed that were in the basket. */
  lost: Seat[];
}

const KEYS: Record<Aspect, (keyof Show)[]> = {
  title: ["title"],
  times: ["startsAt", "timeZone"],
  prices: ["prices", "currency", "ticketTypes"],
  plan: ["plan"],
  sales: ["salesOpen", "salesStartAt", "salesEndAt"],
};

/** Compare a show and its hall with what they were; `own` are the seats in the basket. */
export function compare(
  [before, hallBefore]: [Show, Hall],
  [after, hallAfter]: [Show, Hall],
  own: readonly string[],
): ShowChange {
  const differs = (key: keyof Show) => json(before[key]) !== json(after[key]);
  const aspects = Object.keys(KEYS) as Aspect[];
  const missing = (seats: Hall["seats"], other: Hall["seats"]) =>
    [...seats.keys()].filter((id) => !other.has(id));
  const removed = missing(hallBefore.seats, hallAfter.seats);
  const gone = new Set(removed);
  return {
    what: aspects.filter((aspect) => KEYS[aspect].some(differs)),
    added: missing(hallAfter.seats, hallBefore.seats),
    removed,
    lost: own.flatMap((id) => (gone.has(id) ? (hallBefore.seats.get(id) ?? []) : [])),
  };
}
