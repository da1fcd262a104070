import { expect, test } from "vitest";

import { linesOf } from "./plan-mistakes.ts";

const PLAN = {
  zones: [{ name: "Stalls", rows: [{ row_number: "A", seats: [] }, { seats: [{ seat_number: "7" }, {}] }] }],
};

test("a mistake is named by where it is, as people count", () => {
  const seats = { "0": { category: ["Missing data."] }, "1": { position: ["Must be an object."] } };
  expect(linesOf({ plan: { zones: { "0": { rows: { "1": { seats } } } } } }, PLAN)).toEqual([
    "Zone 1 “Stalls”, row 2, seat 1 “7”, category: Missing data.",
    "Zone 1 “Stalls”, row 2, seat 2, position: Must be an object.",
  ]);
});

test("a mistake of the whole plan has no place", () => {
  expect(linesOf({ plan: { _schema: ["The plan has no seats."] } }, PLAN)).toEqual([
    "The plan has no seats.",
  ]);
  expect(linesOf({ plan: { categories: ["Missing data."] } }, PLAN)).toEqual(["Categories: Missing data."]);
});
