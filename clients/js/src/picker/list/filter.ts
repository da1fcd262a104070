/** The filter of the list: which seats it shows. */
import type { Feature, Seat } from "../../plan.ts";
import type { SeatState } from "../../seat-map.ts";

export interface Filter {
  /** Only what can be had, or is the visitor's. */
  free: boolean;
  /** Only wheelchair places and those beside them. */
  wheelchair: boolean;
  category: string | undefined;
  /** Only what has all of these. */
  features: Set<Feature>;
}

export function fits(
  { category, wheelchair, companion, features }: Seat,
  state: SeatState,
  filter: Filter,
): boolean {
  if (filter.category !== undefined && category !== filter.category) return false;
  if (filter.wheelchair && !wheelchair && !companion) return false;
  for (const feature of filter.features) if (!features.includes(feature)) return false;
  return !filter.free || state === "free" || state === "mine";
}
