/** Seats as an answer of the server tells them, and as they were before: what is different. */
import type { Status } from "../http/api.ts";
import type { SeatLook, SeatState } from "../types.ts";

/** Yield the seats that are not the same in both. */
export function* differing(before: Map<string, SeatState>, after: Map<string, SeatState>): Generator<string> {
  for (const [seat, state] of before) if (after.get(seat) !== state) yield seat;
  for (const seat of after.keys()) if (!before.has(seat)) yield seat;
}

export function statesIn(status: Status): Map<string, SeatState> {
  const states = new Map<string, SeatState>();
  for (const seat of status.bookedSeats) states.set(seat, "booked");
  for (const seat of status.blockedSeats) states.set(seat, "blocked"); // these stand in both
  for (const seat of status.lockedByOthers) states.set(seat, "taken");
  for (const seat of status.lockedByMe) states.set(seat, "mine");
  return states;
}

export function instant(iso: string | undefined): number | undefined {
  return iso === undefined ? undefined : Date.parse(iso);
}

export function isAlike(one: SeatLook, other: SeatLook): boolean {
  return one.state === other.state && one.pending === other.pending && isAgreedAlike(one, other);
}

export function isAgreedAlike(one: SeatLook, other: SeatLook): boolean {
  return one.price === other.price && one.ticketType === other.ticketType;
}
