import { expect, test } from "vitest";

import { contrast, css, legible, mix, over, type Rgba } from "./colors.ts";

const WHITE: Rgba = [255, 255, 255, 1];
const BLACK: Rgba = [0, 0, 0, 1];
const YELLOW: Rgba = [255, 235, 59, 1];
const NAVY: Rgba = [20, 30, 60, 1];

test("contrast is what WCAG says", () => {
  expect(contrast(BLACK, WHITE)).toBeCloseTo(21);
  expect(contrast([118, 118, 118, 1], WHITE)).toBeCloseTo(4.54, 1);
});

test("a colour is changed until it stands out, and no further", () => {
  expect(contrast(legible(YELLOW, WHITE, 3), WHITE)).toBeGreaterThanOrEqual(3);
  expect(contrast(legible(YELLOW, WHITE, 3), WHITE)).toBeLessThan(4);
  expect(contrast(legible(NAVY, BLACK, 4.5), BLACK)).toBeGreaterThanOrEqual(4.5);
  expect(legible(NAVY, WHITE, 4.5)).toEqual(NAVY);
});

test("colours mix, and keep how opaque they are", () => {
  expect(mix(BLACK, WHITE, 0.5)).toEqual([127.5, 127.5, 127.5, 1]);
  expect(mix([0, 0, 0, 0.25], WHITE, 1)[3]).toBe(0.25);
  expect(css([127.5, 0, 255, 1])).toBe("rgb(128 0 255 / 1)");
});

test("a colour that lets its ground through is seen as both", () => {
  expect(over([0, 0, 0, 0.5], WHITE)).toEqual([127.5, 127.5, 127.5, 1]);
  expect(over([9, 9, 9, 0], WHITE)).toEqual(WHITE);
});
