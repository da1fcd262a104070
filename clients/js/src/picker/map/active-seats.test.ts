import { expect, test } from "vitest";

import { Hall } from "../../hall.ts";
import type { SeatLook, SeatState, Wanted } from "../../seat-map.ts";
import { ActiveSeats } from "./active-seats.ts";

function setUp(own: string[] = [], asked: string[] = []) {
  const seats = ["A1", "A2", "A3"].map((id, n) => ({
    seat_guid: id,
    category: "",
    position: { x: n * 24, y: 0 },
  }));
  const hall = new Hall({
    prices: {},
    plan: { categories: [], zones: [{ rows: [{ row_number: "A", seats }] }] },
  });
  const active = new ActiveSeats(hall, {
    stateOf: (seat) => (own.includes(seat) ? "mine" : "free"),
    pending: (seat) => (asked.includes(seat) ? "mine" : undefined),
  });
  const ids = (set: ReadonlySet<{ id: string }>) => [...set].map(({ id }) => id);
  return { active, shown: () => [ids(active.mine), ids(active.pending)] };
}

const look = (state: SeatState, pending?: Wanted): SeatLook => ({ state, pending, price: undefined });

test("what is own or asked for at the beginning is known", () => {
  expect(setUp(["A1"], ["A3"]).shown()).toEqual([["A1"], ["A3"]]);
});

test("differences make seats own and pending, and end that", () => {
  const { active, shown } = setUp(["A1"]);
  active.apply([
    { seat: "A1", before: look("mine"), after: look("free") },
    { seat: "A3", before: look("free"), after: look("free", "mine") },
    { seat: "of another hall", before: look("free"), after: look("mine") },
  ]);
  expect(shown()).toEqual([[], ["A3"]]);
  active.apply([{ seat: "A3", before: look("free", "mine"), after: look("mine") }]);
  expect(shown()).toEqual([["A3"], []]);
});

test("a change of state leaves what somebody else asked for the seat", () => {
  const { active, shown } = setUp([], ["A2"]);
  active.apply([{ seat: "A2", before: look("free"), after: look("taken") }]);
  expect(shown()).toEqual([[], ["A2"]]);
});
