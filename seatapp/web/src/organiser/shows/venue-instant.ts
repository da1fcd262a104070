/** A venue's wall clock and instants: what a form's date and time mean there. */

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** What an `<input type="datetime-local">` has: "2030-06-01T19:30". */
const LOCAL = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/;

/**
 * Return the instant at which the venue's clock shows this, with its offset: "2030-06-01T19:30:00+02:00"; the first
 * one where it shows it twice. Undefined for a time that the clock leaves out, or that is none.
 */
export function instantAt(local: string, zone: string): string | undefined {
  const found = LOCAL.exec(local);
  if (!found) return undefined;
  const [year, month, day, hour, minute] = found.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const asUtc = Date.UTC(year, month - 1, day, hour, minute);
  // Of the offsets around that time the larger one gives the earlier instant.
  const offsets = [asUtc - DAY_MS, asUtc + DAY_MS].map((at) => offsetAt(at, zone));
  for (const offset of offsets.sort((a, b) => b - a)) {
    if (offsetAt(asUtc - offset * MINUTE_MS, zone) === offset) {
      return `${local.slice(0, 16)}:00${written(offset)}`;
    }
  }
  return undefined;
}

/** Return what the venue's clock shows at an instant, as a form's field takes it. */
export function localAt(instant: string, zone: string): string {
  const at = Date.parse(instant);
  return new Date(at + offsetAt(at, zone) * MINUTE_MS).toISOString().slice(0, 16);
}

/** Whether the browser knows this time zone. */
export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return name !== "";
  } catch {
    return false;
  }
}

/** Return how many minutes the zone's clock is ahead of UTC. */
function offsetAt(instant: number, zone: string): number {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
  const parts = Object.fromEntries(
    format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
  );
  const { year, month, day, hour, minute } = parts as Record<string, number>;
  const shown = Date.UTC(year as number, (month as number) - 1, day, hour, minute);
  return Math.round((shown - Math.floor(instant / MINUTE_MS) * MINUTE_MS) / MINUTE_MS);
}

function written(offset: number): string {
  const two = (number: number) => String(number).padStart(2, "0");
  const minutes = Math.abs(offset);
  return `${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
