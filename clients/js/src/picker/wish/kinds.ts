/** The kinds of tickets that a show has, and what so many of them may cost. Pure arithmetic. */
import type { Hall } from "../../hall.ts";
import type { Show } from "../../plan.ts";

/** A ticket type, or all seats of a show that has none: its `id` is undefined then. */
export interface Kind {
  id: string | undefined;
  title: string;
  /** In minor units, by category, of those that have seats. */
  prices: Readonly<Record<string, number>>;
  /** How many one buyer may have. */
  most: number;
}

/** A kind, and how many of it somebody wants. */
export type Wanted = readonly [kind: Kind, count: number];

export function kindsOf(show: Show, hall: Hall): Kind[] {
  const seated = new Set([...hall.seats.values()].map(({ category }) => category));
  const seatsOnly = (prices: Record<string, number>) =>
    Object.fromEntries(Object.entries(prices).filter(([category]) => seated.has(category)));
  const most = Math.min(show.maxSeatsPerUser, show.rules?.maxSeats ?? Infinity);
  if (show.ticketTypes?.length) {
    const kinds = show.ticketTypes.map(({ id, title, prices, maxPerBuyer = Infinity }) => {
      return { id, title, prices: seatsOnly(prices), most: Math.min(most, maxPerBuyer) };
    });
    return kinds.filter((kind) => Object.keys(kind.prices).length > 0);
  }
  const prices = Object.fromEntries([...seated].map((name) => [name, hall.categories.get(name)?.price ?? 0]));
  return [{ id: undefined, title: "", prices, most }];
}

/** Return the limits of a seat's price that make a difference, the least first: a category is as dear as its dearest. */
export function limitsOf(wanted: readonly Wanted[]): number[] {
  const limits = categoriesOf(wanted).map((category) => dearest(wanted, category));
  return [...new Set(limits)].sort((a, b) => a - b);
}

/** Return what all may cost together, at the least and at most; undefined where the limit leaves no category. */
export function totalOf(
  wanted: readonly Wanted[],
  limit = Infinity,
): { least: number; most: number } | undefined {
  const categories = categoriesOf(wanted).filter((category) => dearest(wanted, category) <= limit);
  if (!categories.length) return undefined;
  const sum = (choose: (...prices: number[]) => number) =>
    wanted.reduce((total, [{ prices }, count]) => {
      return total + count * choose(...categories.map((category) => prices[category] ?? 0));
    }, 0);
  return { least: sum(Math.min), most: sum(Math.max) };
}

/** The categories that all wanted kinds are for. */
function categoriesOf(wanted: readonly Wanted[]): string[] {
  const [first, ...others] = wanted.filter(([, count]) => count > 0).map(([{ prices }]) => prices);
  return Object.keys(first ?? {}).filter((category) => others.every((prices) => category in prices));
}

function dearest(wanted: readonly Wanted[], category: string): number {
  return Math.max(...wanted.map(([{ prices }, count]) => (count > 0 ? (prices[category] ?? 0) : 0)));
}
