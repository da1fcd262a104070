import { expect, test } from "vitest";

import { ownTime, venueTime } from "./venue-time.ts";

const SUMMER = "2030-06-01T19:30:00+02:00";
const WINTER = "2030-12-01T19:30:00+01:00";

test.each([
  [SUMMER, "Europe/Vienna", "en", "Sat, 1 Jun 2030, 19:30 CEST (Vienna)"],
  [WINTER, "Europe/Vienna", "en", "Sun, 1 Dec 2030, 19:30 CET (Vienna)"],
  [SUMMER, "America/New_York", "en", "Sat, 1 Jun 2030, 13:30 EDT (New York)"],
  [SUMMER, "America/New_York", "en-US", "Sat, Jun 1, 2030, 01:30 PM EDT (New York)"],
  [SUMMER, "Asia/Tokyo", "en", "Sun, 2 Jun 2030, 02:30 GMT+9 (Tokyo)"],
  [SUMMER, "UTC", "en", "Sat, 1 Jun 2030, 17:30 UTC"],
  [SUMMER, "Europe/Vienna", "de", "Sa., 1. Juni 2030, 19:30 MESZ (Vienna)"],
  [SUMMER, "Atlantis/Poseidonis", "en", "Sat, 1 Jun 2030, 17:30 UTC"],
])("%s in %s reads in %s: %s", (instant, zone, locale, text) => {
  expect(venueTime(instant, zone, locale)).toBe(text);
});

test.each([
  ["America/New_York", "13:30"],
  ["Asia/Tokyo", "Sun, 2 Jun 2030, 02:30"],
  ["Europe/Vienna", undefined],
  ["Europe/Berlin", undefined], // another zone, the same time
])("what is 19:30 in Vienna is for a reader in %s: %s", (own, text) => {
  expect(ownTime(SUMMER, "Europe/Vienna", "en", own)).toBe(text);
});

test("whether the reader's clock differs is asked of that instant, not of today", () => {
  expect(ownTime(WINTER, "Europe/London", "en", "Africa/Abidjan")).toBeUndefined();
  expect(ownTime(SUMMER, "Europe/London", "en", "Africa/Abidjan")).toBe("17:30");
});
