import { expect, test } from "vitest";

import { salesAt } from "./sales.ts";

const WINDOW = {
  salesOpen: true,
  startsAt: "2030-06-01T19:30:00+02:00",
  salesStartAt: "2030-05-01T10:00:00+02:00",
  salesEndAt: "2030-06-01T18:00:00+02:00",
};
const ALWAYS = { ...WINDOW, salesStartAt: null, salesEndAt: null };

test.each([
  ["before the start", WINDOW, "2030-05-01T07:59:59Z", { state: "upcoming", opensAt: WINDOW.salesStartAt }],
  ["at the start", WINDOW, "2030-05-01T08:00:00Z", { state: "open" }],
  ["at the end", WINDOW, "2030-06-01T16:00:00Z", { state: "ended" }],
  ["without a start and an end", ALWAYS, "2030-06-01T17:29:59Z", { state: "open" }],
  ["when the show starts, without an end", ALWAYS, "2030-06-01T17:30:00Z", { state: "ended" }],
  ["closed before the start", { ...WINDOW, salesOpen: false }, "2030-04-01T00:00:00Z", { state: "closed" }],
  ["closed after the end", { ...WINDOW, salesOpen: false }, "2030-07-01T00:00:00Z", { state: "ended" }],
])("sales %s", (_, window, now, sales) => {
  expect(salesAt(window, Date.parse(now))).toEqual(sales);
});
