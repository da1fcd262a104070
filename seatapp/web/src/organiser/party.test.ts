import { Hall } from "seatapp";
import { expect, test } from "vitest";

import { seatsForParty } from "./party.ts";

/** Three rows of ten seats. */
const HALL = new Hall({
  plan: {
    categories: [{ name: "Standard" }],
    zones: [
      {
        name: "Stalls",
        rows: ["A", "B", "C"].map((name, row) => ({
          row_number: name,
          position: { x: 0, y: 30 * row },
          seats: Array.from({ length: 10 }, (_, index) => ({
            seat_guid: `${name}${index + 1}`,
            position: { x: 30 * index, y: 0 },
            category: "Standard",
          })),
        })),
      },
    ],
  },
  prices: {},
});

function find(count: number, ...taken: string[]): string[] {
  return seatsForParty(HALL, count, (seat) => !taken.includes(seat));
}

function byRow(seats: string[]): number[] {
  return ["A", "B", "C"].map((row) => seats.filter((seat) => seat.startsWith(row)).length).filter(Boolean);
}

test("a party that fits into a row sits in one", () => {
  expect(byRow(find(10))).toEqual([10]);
});

test("a school class sits in as few rows as it takes, none of it alone", () => {
  const seats = find(25);
  expect(new Set(seats).size).toBe(25);
  expect(byRow(seats).sort()).toEqual([8, 8, 9]);
  expect(byRow(find(11)).sort()).toEqual([5, 6]);
});

test("a hall in which no two seats are side by side has single ones", () => {
  const taken = [...HALL.seats.keys()].filter((seat) => !["A1", "B5", "C9"].includes(seat));
  expect(find(3, ...taken).sort()).toEqual(["A1", "B5", "C9"]);
});

test("a party that is larger than the hall has none", () => {
  expect(find(31)).toEqual([]);
  expect(find(0)).toEqual([]);
});
