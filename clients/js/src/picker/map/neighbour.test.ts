import { expect, test } from "vitest";
import { seatAt } from "../../../tests/seatat.ts";
import { Hall } from "../../hall.ts";
import type { Place } from "../../plan.ts";
import { neighbour, rowEnd } from "./neighbour.ts";

const RIGHT = { x: 1, y: 0 };
const LEFT = { x: -1, y: 0 };
const DOWN = { x: 0, y: 1 };
const UP = { x: 0, y: -1 };

const [A1, A2, B1, B2] = [seatAt("A1", 0, 0), seatAt("A2", 24, 0), seatAt("B1", 6, 28), seatAt("B2", 30, 28)];
const SEATS = [A1, A2, B1, B2];

test("arrows lead along a row and between rows", () => {
  expect(neighbour(SEATS, A1, RIGHT)).toBe(A2);
  expect(neighbour(SEATS, A2, LEFT)).toBe(A1);
  expect(neighbour(SEATS, A2, DOWN)).toBe(B2);
  expect(neighbour(SEATS, B1, UP)).toBe(A1);
});

test("at the edge there is no neighbour", () => {
  expect(neighbour(SEATS, A1, UP)).toBeUndefined();
  expect(neighbour(SEATS, A2, RIGHT)?.id).not.toBe("A1");
  expect(neighbour([A1], A1, DOWN)).toBeUndefined();
});

test("a bent row is followed rather than left", () => {
  const row = [0, 1, 2, 3, 4].map((n) => seatAt(`${n}`, n * 24, n * n * 2));
  const before = row.map(({ id, x, y }) => seatAt(`front ${id}`, x, y - 28));
  let at = row[0];
  for (const next of row.slice(1)) {
    at = at && neighbour([...row, ...before], at, RIGHT);
    expect(at).toBe(next);
  }
});

test.each([20, 35, 48])(
  "in a block that is turned by %i degrees, arrows follow the rows and change them",
  (degrees) => {
    const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
    const block = [0, 1, 2].flatMap((row) =>
      [0, 1, 2].map((n) => {
        const [along, back] = [n * 24, row * 28];
        return seatAt(`${row}-${n}`, along * cos - back * sin, along * sin + back * cos, { row: `${row}` });
      }),
    );
    const [middle] = block.filter(({ id }) => id === "1-1");
    const leads = (direction: Place) => middle && neighbour(block, middle, direction)?.id;
    expect([leads(LEFT), leads(RIGHT)]).toEqual(["1-0", "1-2"]);
    expect([leads(UP)?.[0], leads(DOWN)?.[0]]).toEqual(["0", "2"]);
  },
);

test("an aisle is crossed", () => {
  const across = seatAt("A3", 24 + 90, 0);
  expect(neighbour([...SEATS, across], A2, RIGHT)).toBe(across);
});

test.each([
  ["as the plan has it", ["A1", "A2", "A3"], [0, 24, 48]],
  ["numbered from the right", ["A1", "A2", "A3"], [48, 24, 0]],
  ["numbered from the middle", ["A2", "A1", "A3"], [24, 0, 48]],
])("a row has two ends, %s", (_, ids, xs) => {
  const seats = ids.map((id, n) => ({ seat_guid: id, category: "", position: { x: xs[n] ?? 0, y: 0 } }));
  const lists = [
    { row_number: "A", seats: seats.slice(0, 2) },
    { row_number: "A", seats: seats.slice(2) },
  ];
  const hall = new Hall({ prices: {}, plan: { categories: [], zones: [{ rows: lists }] } });
  const middle = hall.seats.get(ids[xs.indexOf(24)] ?? "");
  expect(middle && rowEnd(hall, middle, "first").x).toBe(0);
  expect(middle && rowEnd(hall, middle, "last").x).toBe(48);
});
