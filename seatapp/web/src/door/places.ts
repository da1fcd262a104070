/** Places in areas at the door: a booking has a number of them, and the page admits each by itself. */
import type { OrganiserBooking } from "../organiser/api.ts";

// No id has a control character.
const SEPARATOR = "\u001f";

/** Return the booking with ids for its places, of this page only: as many are inside as the server says. */
export function withPlaces(booking: OrganiserBooking): OrganiserBooking {
  const items = numbered(booking.items);
  const places = items.flatMap(({ seat, area }) => (seat !== undefined && area !== undefined ? [seat] : []));
  return {
    ...booking,
    items,
    seats: [...booking.seats, ...places],
    checkedIn: numbered(booking.checkedIn),
  };
}

/** Return what the server is asked about these seats and places. */
export function asked(ids: readonly string[]): { seats?: string[]; areas?: Record<string, number> } {
  const seats = ids.filter((id) => !id.includes(SEPARATOR));
  const areas: Record<string, number> = {};
  for (const id of ids) {
    const [area, place] = id.split(SEPARATOR);
    if (area !== undefined && place !== undefined) areas[area] = (areas[area] ?? 0) + 1;
  }
  return { ...(seats.length && { seats }), ...(Object.keys(areas).length && { areas }) };
}

function numbered<Entry extends { seat?: string; area?: string }>(entries: readonly Entry[]): Entry[] {
  const counts = new Map<string, number>();
  return entries.map((entry) => {
    if (entry.area === undefined) return entry;
    const n = counts.get(entry.area) ?? 0;
    counts.set(entry.area, n + 1);
    return { ...entry, seat: entry.area + SEPARATOR + n };
  });
}
