import { expect, test } from "vitest";

import { hullOf } from "./draw-tables.ts";

test("the shape around places has those at its outside as corners", () => {
  const places = [
    { x: 0, y: 0 },
    { x: 4, y: 0 },
    { x: 2, y: 1 },
    { x: 4, y: 4 },
    { x: 0, y: 4 },
    { x: 2, y: 0 },
  ];
  expect(hullOf(places)).toEqual([places[0], places[1], places[3], places[4]]);
});
