import { expect, test } from "vitest";

import { positionOf } from "./json-position.ts";

const CASES: [string, number, number][] = [
  ['{"zones": [\n  oops\n]}', 2, 3],
  ['{"a": 1,\n "b" 2}', 2, 6],
  ['{"a": 1,\n}', 2, 1],
  ["[1, 2", 1, 6],
  ["[1, ]", 1, 5],
  ['{"a": [1, {}, "x\\n"], "b": -1.5e3} x', 1, 36],
  ["[1}", 1, 3],
  ['{"a": "no\nend"}', 1, 7],
  ["{'a': 1}", 1, 2],
  ["", 1, 1],
];

test.each(CASES)("%j stops making sense where a person would say so", (text, line, column) => {
  expect(() => JSON.parse(text)).toThrow();
  expect(positionOf(text)).toEqual({ line, column });
});
