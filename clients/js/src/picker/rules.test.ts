import { expect, test } from "vitest";

import type { Show } from "../plan.ts";
import { Localizer } from "./i18n/localizer.ts";
import { missingIn } from "./rules.ts";

const missing = (rules: Show["rules"], count: number) =>
  missingIn(new Localizer("en"), { rules } as Show, count);

test("a basket is told what it lacks of the least number and of whole groups", () => {
  const least = "One more seat is needed: this show is sold from 3 seats on.";
  expect(missing({ minSeats: 3 }, 2)).toBe(least);
  expect(missing({ minSeats: 3 }, 3)).toBe("");
  expect(missing({ quantum: 4 }, 6)).toBe("2 more seats are needed: this show is sold in groups of 4.");
  expect(missing({ quantum: 4 }, 8)).toBe("");
});

test("nothing is missing in an empty basket, nor without rules", () => {
  expect(missing({ minSeats: 3 }, 0)).toBe("");
  expect(missing({}, 1)).toBe("");
  expect(missing(undefined as unknown as Show["rules"], 1)).toBe("");
});
