/** The filter of the list: which seats it shows. */
import type { Seat } from "../../plan.ts";
import type { SeatState } from "../../seat-map.ts";

export interface Filter {
  /** Only what can be had, or is the visitor's. */
  free: boolean;
  /** Only wheelchair places and those beside them. */
  wheelchair: boolean;
  category: string | undefined;
}

export function fits({ category, wheelchair, companion }: Seat, state: SeatState, filter: Filter): boolean {
  if (filter.category !== undefined && category !== filter.category) return false;
  if (filter.wheelchair && !wheelchair && !companion) return false;
  return !filter.free || state === "free" || state === "mine";
}
