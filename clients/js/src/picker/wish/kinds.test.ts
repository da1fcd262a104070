import { expect, test } from "vitest";

import { Hall } from "../../hall.ts";
import type { Show } from "../../plan.ts";
import { type Kind, kindsOf, limitsOf, totalOf } from "./kinds.ts";

const ADULT: Kind = { id: "adult", title: "Adult", prices: { Stalls: 3000, Circle: 2500 }, most: 10 };
const CHILD: Kind = { id: "child", title: "Child", prices: { Stalls: 1500, Circle: 1200 }, most: 4 };
const STANDBY: Kind = { id: "standby", title: "Standby", prices: { Circle: 500 }, most: 10 };

test("a limit is what the dearest of the wanted kinds costs", () => {
  expect(
    limitsOf([
      [ADULT, 2],
      [CHILD, 2],
    ]),
  ).toEqual([2500, 3000]);
  expect(
    limitsOf([
      [ADULT, 0],
      [CHILD, 2],
    ]),
  ).toEqual([1200, 1500]);
  expect(
    limitsOf([
      [ADULT, 1],
      [STANDBY, 1],
    ]),
  ).toEqual([2500]);
  expect(limitsOf([[ADULT, 0]])).toEqual([]);
});

test("the total is between the cheapest and the dearest seats within the limit", () => {
  const wanted = [
    [ADULT, 2],
    [CHILD, 2],
  ] as const;
  expect(totalOf(wanted)).toEqual({ least: 7400, most: 9000 });
  expect(totalOf(wanted, 2500)).toEqual({ least: 7400, most: 7400 });
  expect(totalOf(wanted, 2000)).toBeUndefined();
});

test("a show without types has one kind, at the prices of the categories with seats", () => {
  const show = {
    maxSeatsPerUser: 10,
    rules: { maxSeats: 6 },
    prices: { Stalls: 3000, Box: 9000 },
    plan: {
      categories: [{ name: "Stalls" }, { name: "Box" }],
      zones: [{ rows: [{ seats: [{ seat_guid: "A1", position: { x: 0, y: 0 }, category: "Stalls" }] }] }],
    },
  } as unknown as Show;
  expect(kindsOf(show, new Hall(show))).toEqual([
    { id: undefined, title: "", prices: { Stalls: 3000 }, most: 6 },
  ]);
});
