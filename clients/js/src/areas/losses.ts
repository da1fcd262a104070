/** Reports places of areas that ceased to be the visitor's: they were booked, ran out, or went to somebody else. */
import type { SeatMapEvents } from "../types.ts";
import type { Emitter } from "../util/emitter.ts";
import type { ServerClock } from "../util/server-clock.ts";
import type { LostPlaces } from "./store.ts";

const SLACK_MS = 500; // a lock may end so long before it does by our clock

export function reportLost(
  lost: readonly LostPlaces[],
  clock: ServerClock,
  events: Emitter<SeatMapEvents>,
): void {
  const now = clock.now() + SLACK_MS;
  const became = ({ booked, until }: LostPlaces) =>
    booked ? "booked" : clock.at(until) <= now ? "expired" : "lost";
  const areas = (what: string) => lost.filter((places) => became(places) === what).map(({ area }) => area);
  const booked = areas("booked");
  if (booked.length) events.emit("booked", { seats: [], areas: booked });
  for (const reason of ["expired", "lost"] as const) {
    const gone = areas(reason);
    if (gone.length) events.emit("lost", { seats: [], areas: gone, reason });
  }
}
