/** Times of a show for people: in the venue's time zone, and in the reader's own where that differs. */

const FULL = {
  weekday: "short",
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
} as const;
const CLOCK = { hour: "2-digit", minute: "2-digit" } as const;
const DAY = { year: "numeric", month: "numeric", day: "numeric" } as const;
const UNNAMED = /[+\u2212-]\d/; // "GMT+2": the language has no name for this zone's time

/** Write an instant as "Sat, 1 Jun 2030, 19:30 CEST (Vienna)"; a zone that the browser does not know is UTC. */
export function venueTime(instant: string | number, zone: string, locale: string): string {
  const known = isZone(zone) ? zone : "UTC";
  const at = new Date(instant);
  const time = write(at, known, locale, FULL);
  return [time, nameOf(known, at, locale), inBrackets(known)].filter(Boolean).join(" ");
}

/** Write an instant with less about it, such as its hour and minute, by the venue's clock. */
export function venueClock(
  instant: string | number,
  zone: string,
  locale: string,
  options: Intl.DateTimeFormatOptions,
): string {
  return write(new Date(instant), isZone(zone) ? zone : "UTC", locale, options);
}

/**
 * Write an instant by the reader's own clock: "13:30", with the day where that is another there. Undefined where
 * their clock shows the same as the venue's.
 */
export function ownTime(
  instant: string | number,
  zone: string,
  locale: string,
  own = new Intl.DateTimeFormat().resolvedOptions().timeZone,
): string | undefined {
  const at = new Date(instant);
  const known = isZone(zone) ? zone : "UTC";
  if (write(at, known, locale, FULL) === write(at, own, locale, FULL)) return undefined;
  const isSameDay = write(at, known, locale, DAY) === write(at, own, locale, DAY);
  return write(at, own, locale, isSameDay ? CLOCK : FULL);
}

/** English of no country is written as by our pages: the day first, and 24 hours. */
function write(at: Date, zone: string, locale: string, options: Intl.DateTimeFormatOptions): string {
  const text = new Intl.DateTimeFormat(regionOf(locale), { ...options, timeZone: zone }).format(at);
  return locale === "en" ? text.replace("Sept", "Sep") : text; // three letters, as every other month has
}

function regionOf(locale: string): string {
  return locale === "en" ? "en-GB" : locale;
}

/** Name the zone's time at that instant: "CEST", else "GMT+2". English has different names by country. */
function nameOf(zone: string, at: Date, locale: string): string {
  const locales = locale.startsWith("en") ? [regionOf(locale), "en-GB", "en-US"] : [locale];
  const names = locales.map((each) => {
    const format = new Intl.DateTimeFormat(each, { timeZone: zone, timeZoneName: "short" });
    return format.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? "";
  });
  return names.find((name) => !UNNAMED.test(name)) ?? names[0] ?? "";
}

/** The city that the zone is named after: "(New York)". */
function inBrackets(zone: string): string {
  const [area, ...city] = zone.split("/");
  return city.length && area !== "Etc" ? `(${city.at(-1)?.replaceAll("_", " ")})` : "";
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
