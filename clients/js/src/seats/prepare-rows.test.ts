import { afterEach, expect, test, vi } from "vitest";

import { Hall } from "../hall.ts";
import * as neighbours from "./neighbours.ts";
import { prepareRows } from "./prepare-rows.ts";

const HALL = {
  prices: {},
  plan: {
    categories: [],
    zones: [
      {
        rows: ["A", "B", "C"].map((label, index) => ({
          row_number: label,
          position: { x: 0, y: 30 * index },
          seats: [0, 30].map((x) => ({ seat_guid: `${label}${x}`, category: "", position: { x, y: 0 } })),
        })),
      },
    ],
  },
};
const waiting = new Map<number, IdleRequestCallback>();

function setUp() {
  vi.stubGlobal("requestIdleCallback", (work: IdleRequestCallback) => {
    waiting.set(waiting.size + 1, work);
    return waiting.size;
  });
  vi.stubGlobal("cancelIdleCallback", (id: number) => waiting.delete(id));
  const hall = new Hall(HALL);
  const found = new Set<string | undefined>();
  for (const row of neighbours.hallRows(hall)) {
    const { lines } = row;
    Object.defineProperty(row, "lines", {
      get: () => {
        found.add(row.seats[0]?.row);
        return lines;
      },
    });
  }
  return { end: prepareRows(hall), found };
}

/** Let the page be idle for so many steps. */
function idle(steps: number): void {
  const [next] = waiting;
  if (!next) return;
  waiting.delete(next[0]);
  next[1]({ didTimeout: false, timeRemaining: () => steps-- });
}

afterEach(() => {
  waiting.clear();
  vi.unstubAllGlobals();
});

test("rows are looked at while there is time, and then when there is some again", () => {
  const { found } = setUp();
  expect(found.size).toBe(0);
  idle(2);
  expect([...found]).toEqual(["A", "B"]);
  idle(5);
  expect([...found]).toEqual(["A", "B", "C"]);
  expect(waiting.size).toBe(0);
});

test("nothing goes on once it is ended", () => {
  const { end, found } = setUp();
  idle(1);
  end();
  idle(9);
  expect([...found]).toEqual(["A"]);
});

test("where idle time is unknown nothing is done, and nothing is to be ended", () => {
  expect(() => prepareRows(new Hall(HALL))()).not.toThrow();
});
