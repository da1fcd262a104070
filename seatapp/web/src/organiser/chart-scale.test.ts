import { expect, test } from "vitest";

import { topOf } from "./chart-scale.ts";

test.each([
  [0, 10],
  [10, 10],
  [11, 20],
  [21, 50],
  [99, 100],
  [101, 200],
  [5001, 10_000],
])("for at most %i the scale ends at %i", (most, top) => {
  expect(topOf(most)).toBe(top);
});
