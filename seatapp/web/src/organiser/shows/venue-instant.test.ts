import { expect, test } from "vitest";

import { instantAt, isZone, localAt } from "./venue-instant.ts";

test("a wall time is an instant of the venue's zone, in summer and in winter", () => {
  expect(instantAt("2030-06-01T19:30", "Europe/Vienna")).toBe("2030-06-01T19:30:00+02:00");
  expect(instantAt("2030-12-01T19:30", "Europe/Vienna")).toBe("2030-12-01T19:30:00+01:00");
  expect(instantAt("2030-06-01T19:30", "America/New_York")).toBe("2030-06-01T19:30:00-04:00");
  expect(instantAt("2030-06-01T19:30", "Asia/Kolkata")).toBe("2030-06-01T19:30:00+05:30");
  expect(instantAt("2030-06-01T19:30", "UTC")).toBe("2030-06-01T19:30:00+00:00");
});

test("a time that the clock leaves out is none, and one that it shows twice is the first", () => {
  expect(instantAt("2030-03-31T02:30", "Europe/Vienna")).toBeUndefined();
  expect(instantAt("2030-10-27T02:30", "Europe/Vienna")).toBe("2030-10-27T02:30:00+02:00");
  expect(instantAt("", "UTC")).toBeUndefined();
});

test("an instant is shown by the venue's clock, and comes back as the same", () => {
  for (const zone of ["Europe/Vienna", "America/St_Johns", "Pacific/Auckland", "UTC"]) {
    const instant = "2030-06-01T17:30:00Z";
    expect(Date.parse(instantAt(localAt(instant, zone), zone) ?? "")).toBe(Date.parse(instant));
  }
  expect(localAt("2030-06-01T19:30:00+02:00", "Europe/Vienna")).toBe("2030-06-01T19:30");
});

test("a zone is one that the browser knows", () => {
  expect([isZone("Europe/Vienna"), isZone("Vienna"), isZone("")]).toEqual([true, false, false]);
});
