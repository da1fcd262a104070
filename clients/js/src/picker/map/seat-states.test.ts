import { expect, test } from "vitest";

import { Hall } from "../../hall.ts";
import type { SeatState } from "../../seat-map.ts";
import { SeatStates } from "./seat-states.ts";

function setUp() {
  const seats = ["A1", "A2", "A3"].map((id, n) => ({
    seat_guid: id,
    category: "",
    position: { x: n * 24, y: 0 },
  }));
  const hall = new Hall({
    prices: {},
    plan: { categories: [], zones: [{ rows: [{ row_number: "A", seats }] }] },
  });
  const source = new Map<string, SeatState>([["A1", "mine"]]);
  const pending = new Set<string>();
  const states = new SeatStates(hall, {
    stateOf: (seat) => source.get(seat) ?? "free",
    pending: (seat) => (pending.has(seat) ? "mine" : undefined),
  });
  const ids = (set: ReadonlySet<{ id: string }>) => [...set].map(({ id }) => id);
  return { source, states, pending, ids };
}

test("only seats that look different now are told, with what they were", () => {
  const { source, states } = setUp();
  source.set("A2", "taken");
  const changes = states.update(["A1", "A2", "A3", "unknown"]);
  expect(changes.map(({ seat, before }) => [seat.id, before])).toEqual([["A2", "free"]]);
  expect(states.update(["A2"])).toEqual([]);
});

test("a state is shown from when it was told of", () => {
  const { source, states } = setUp();
  source.set("A2", "booked");
  expect(states.of("A2")).toBe("free");
  states.update(["A2"]);
  expect(states.of("A2")).toBe("booked");
});

test("own and pending seats are known", () => {
  const { source, states, pending, ids } = setUp();
  expect(ids(states.mine)).toEqual(["A1"]);
  pending.add("A3");
  source.set("A1", "free");
  states.update(["A1", "A3"]);
  expect(ids(states.mine)).toEqual([]);
  expect(ids(states.pending)).toEqual(["A3"]);
  pending.delete("A3");
  source.set("A3", "mine");
  states.update(["A3"]);
  expect([ids(states.mine), ids(states.pending)]).toEqual([["A3"], []]);
});
