/** When a show is on sale: the server's rule, so that a page notices the start and the end of sales. */
import type { Show } from "../plan.ts";
import type { Sales } from "../types.ts";

type Window = Pick<Show, "salesOpen" | "salesStartAt" | "salesEndAt" | "startsAt">;

/** Return the state of a show's sales at `now`, the server's epoch ms. */
export function salesAt({ salesOpen, salesStartAt, salesEndAt, startsAt }: Window, now: number): Sales {
  if (now >= Date.parse(salesEndAt ?? startsAt)) return { state: "ended" };
  if (!salesOpen) return { state: "closed" };
  if (salesStartAt && now < Date.parse(salesStartAt)) return { state: "upcoming", opensAt: salesStartAt };
  return { state: "open" };
}
