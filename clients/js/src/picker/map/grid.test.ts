import { expect, test } from "vitest";

import { seatAt } from "../../../tests/seatat.ts";
import { Grid } from "./grid.ts";

const SEATS = [seatAt("A", 0, 0), seatAt("B", 30, 0), seatAt("C", 0, 900), seatAt("D", -700, -5)];

test("the seat at a place is found, and the nearest within reach", () => {
  const grid = new Grid(SEATS);
  expect(grid.nearest({ x: 3, y: 4 }, 0)?.id).toBe("A");
  expect(grid.nearest({ x: 18, y: 0 }, 5)?.id).toBe("B");
  expect(grid.nearest({ x: 14, y: 0 }, 5)?.id).toBe("A");
  expect(grid.nearest({ x: -689, y: -5 }, 2)?.id).toBe("D");
});

test("where no seat is within reach there is none", () => {
  expect(new Grid(SEATS).nearest({ x: 0, y: 40 }, 20)).toBeUndefined();
  expect(new Grid([]).nearest({ x: 0, y: 0 }, 1000)).toBeUndefined();
});

test("a seat is found from the neighbouring cell", () => {
  const size = 200; // of a cell: twenty times the radius
  const grid = new Grid([seatAt("edge", size + 1, 50)]);
  expect(grid.nearest({ x: size - 5, y: 50 }, 0)?.id).toBe("edge");
});

test("a box gives all seats that it touches, and none that is far off", () => {
  const seats = Array.from({ length: 40 * 40 }, (_, n) =>
    seatAt(`${n}`, (n % 40) * 24, Math.floor(n / 40) * 24),
  );
  const box = { x: 100, y: 100, width: 300, height: 200 };
  const given = new Set([...new Grid(seats).cells(box)].flat());
  const inside = seats.filter(({ x, y }) => x >= 100 && x <= 400 && y >= 100 && y <= 300);
  expect(inside.every((seat) => given.has(seat))).toBe(true);
  expect(given.size).toBeLessThan(seats.length / 2);
});
