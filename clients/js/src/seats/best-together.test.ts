import { describe, expect, test } from "vitest";

import { Hall } from "../hall.ts";
import type { PlanArea, PlanSeat } from "../plan.ts";
import { together, type Wish } from "./best-together.ts";

/** A row of seats at these places along x; "w" after a number is a wheelchair place. */
function row(name: string, y: number, xs: (number | string)[], category = "Standard") {
  const seats: PlanSeat[] = xs.map((x, index) => ({
    seat_guid: `${name}${index + 1}`,
    position: { x: Number.parseInt(`${x}`, 10), y: 0 },
    category,
    wheelchair: `${x}`.endsWith("w"),
  }));
  return { row_number: name, position: { x: 0, y }, seats };
}

const STEPS = [0, 30, 60, 90, 120, 150, 180, 210, 240, 270];

function hall(rows = [row("A", 0, STEPS), row("B", 30, STEPS), row("C", 60, STEPS)], areas: PlanArea[] = []) {
  const zones = [{ name: "Stalls", rows, areas }];
  return new Hall({ plan: { categories: [{ name: "Standard" }, { name: "Box" }], zones }, prices: {} });
}

/** Ask for `count` seats in a hall where all but the `taken` are free. */
function find(inHall: Hall, count: number, near?: string, ...taken: string[]) {
  const wish: Wish = {
    count,
    near: near === undefined ? undefined : inHall.seats.get(near),
    isFree: (seat) => !taken.includes(seat),
  };
  return together(inHall, wish);
}

describe("near a seat", () => {
  test("the nearest group is found", () => {
    expect(find(hall(), 2, "C5", "C5")).toEqual(["B4", "B5"]);
    expect(find(hall(), 3, "A1", "A1")).toEqual(["B1", "B2", "B3"]);
  });

  test("a taken seat splits a row", () => {
    expect(find(hall([row("A", 0, STEPS)]), 4, "A2", "A3", "A8")).toEqual(["A4", "A5", "A6", "A7"]);
  });

  test("there may be none", () => {
    expect(find(hall([row("A", 0, STEPS)]), 6, "A1", "A5")).toEqual([]);
    expect(find(hall(), 11, "A1")).toEqual([]);
    expect(find(hall(), 0, "A1")).toEqual([]);
  });

  test("the same category is preferred to a nearer place", () => {
    const rows = [row("A", 0, STEPS), row("B", 30, STEPS, "Box"), row("C", 200, STEPS)];
    const taken = ["A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9"];
    expect(find(hall(rows), 2, "A1", ...taken)).toEqual(["C1", "C2"]);
  });

  test("the same zone is preferred where the category is", () => {
    const zones = [
      { name: "Stalls", rows: [row("A", 0, STEPS)] },
      { name: "Balcony", rows: [row("B", 30, STEPS)] },
    ];
    const house = new Hall({ plan: { categories: [{ name: "Standard" }], zones }, prices: {} });
    expect(find(house, 2, "A1", "A1", "A2", "A3")).toEqual(["A4", "A5"]);
  });
});

test("an aisle splits a row, whatever the seats' numbers", () => {
  const split = hall([row("A", 0, [0, 30, 60, 126, 156, 186])]);
  expect(find(split, 3, "A3", "A1")).toEqual(["A4", "A5", "A6"]);
  expect(find(split, 4, "A3")).toEqual([]);
});

test("two seats far apart are no neighbours; two close ones are", () => {
  expect(find(hall([row("A", 0, [0, 300])]), 2)).toEqual([]);
  expect(find(hall([row("A", 0, [0, 30])]), 2)).toEqual(["A1", "A2"]);
});

test("the place of a bent row's seats counts, not their x alone", () => {
  const bent = row("A", 0, STEPS);
  bent.seats.forEach((seat, index) => {
    seat.position = { x: index * 5, y: index * 29.6 };
  });
  expect(find(hall([bent]), 10)).toHaveLength(10);
});

describe("without a wish where", () => {
  test("it is the middle in front of the stage", () => {
    const stage: PlanArea = {
      shape: "rectangle",
      position: { x: 85, y: -100 },
      rectangle: { width: 100, height: 40 },
      text: { text: "Stage" },
    };
    expect(find(hall(undefined, [stage]), 2)).toEqual(["A5", "A6"]);
    expect(find(hall(undefined, [stage]), 2, undefined, "A5")).toEqual(["A6", "A7"]);
  });

  test("it is the middle of the hall before a screen", () => {
    const screen: PlanArea = { shape: "text", position: { x: 135, y: 150 }, text: { text: "SCREEN" } };
    expect(find(hall(undefined, [screen]), 2)).toEqual(["B5", "B6"]);
  });

  test("where nothing is named it is the middle of the hall", () => {
    expect(find(hall(), 2)).toEqual(["B5", "B6"]);
  });
});

test("wheelchair places are offered only to who asked for one", () => {
  const mixed = hall([row("A", 0, ["0w", "30w", 60, 90])]);
  expect(find(mixed, 2)).toEqual(["A3", "A4"]);
  expect(find(mixed, 3)).toEqual([]);
  expect(find(mixed, 1, "A1", "A1")).toEqual(["A2"]);
});

test("in a stadium the search is done in a moment, also when few seats are free", () => {
  const zones = Array.from({ length: 240 }, (_, block) => ({
    name: `Block ${block}`,
    rows: Array.from({ length: 20 }, (_, index) =>
      row(`${block}-${index}-`, block * 1_000 + index * 30, STEPS),
    ),
    areas: [
      {
        shape: "polygon" as const,
        polygon: { points: [-20, 300].flatMap((x) => [-20, 600].map((y) => ({ x, y: block * 1_000 + y }))) },
      },
    ],
  }));
  const stadium = new Hall({ plan: { categories: [{ name: "Standard" }], zones }, prices: {} });
  const start = process.cpuUsage();
  expect(together(stadium, { count: 2, isFree: () => true })).toHaveLength(2);
  expect(together(stadium, { count: 2, isFree: (seat) => seat.startsWith("7-19-") })).toHaveLength(2);
  expect(process.cpuUsage(start).user / 1000).toBeLessThan(1_000);
});
