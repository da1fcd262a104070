/** The best free seats for a party, which may be larger than a row. */
import { type Hall, together } from "seatapp";

/**
 * Return `count` free seats: side by side in one row, else in as few rows near each other as it takes, as evenly as
 * they divide, so that nobody sits alone. [] when the hall has fewer.
 */
export function seatsForParty(hall: Hall, count: number, isFree: (seat: string) => boolean): string[] {
  for (let rows = 1; rows <= count; rows++) {
    const seats = inRows(hall, sizes(count, rows), isFree);
    if (seats.length) return seats;
  }
  return [];
}

function inRows(hall: Hall, groups: number[], isFree: (seat: string) => boolean): string[] {
  const found: string[] = [];
  for (const count of groups) {
    const near = hall.seats.get(found.at(-Math.ceil((groups[0] ?? 0) / 2)) ?? "");
    const group = together(hall, { count, near, isFree: (seat) => isFree(seat) && !found.includes(seat) });
    if (!group.length) return [];
    found.push(...group);
  }
  return found;
}

/** Divide so evenly that no two differ by more than one, the larger first. */
function sizes(count: number, groups: number): number[] {
  return Array.from({ length: groups }, (_, index) => Math.floor((count + groups - 1 - index) / groups));
}
