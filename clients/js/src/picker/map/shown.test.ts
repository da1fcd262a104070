import { expect, test } from "vitest";

import { Hall } from "../../plan.ts";
import type { SeatState } from "../../seat-map.ts";
import { Shown } from "./shown.ts";

function setUp() {
  const seats = ["A1", "A2", "A3"].map((id, n) => ({
    seat_guid: id,
    category: "",
    position: { x: n * 24, y: 0 },
  }));
  const hall = new Hall({ prices: {}, plan: { zones: [{ rows: [{ row_number: "A", seats }] }] } });
  const states = new Map<string, SeatState>([["A1", "mine"]]);
  const pending = new Set<string>();
  const shown = new Shown(hall, {
    stateOf: (seat) => states.get(seat) ?? "free",
    pending: (seat) => (pending.has(seat) ? "mine" : undefined),
  });
  const ids = (set: ReadonlySet<{ id: string }>) => [...set].map(({ id }) => id);
  return { shown, states, pending, ids };
}

test("only seats that look different now are told, with what they were", () => {
  const { shown, states } = setUp();
  states.set("A2", "taken");
  const changes = shown.update(["A1", "A2", "A3", "unknown"]);
  expect(changes.map(({ seat, before }) => [seat.id, before])).toEqual([["A2", "free"]]);
  expect(shown.update(["A2"])).toEqual([]);
});

test("a state is shown from when it was told of", () => {
  const { shown, states } = setUp();
  states.set("A2", "booked");
  expect(shown.of("A2")).toBe("free");
  shown.update(["A2"]);
  expect(shown.of("A2")).toBe("booked");
});

test("own and pending seats are known", () => {
  const { shown, states, pending, ids } = setUp();
  expect(ids(shown.mine)).toEqual(["A1"]);
  pending.add("A3");
  states.set("A1", "free");
  shown.update(["A1", "A3"]);
  expect(ids(shown.mine)).toEqual([]);
  expect(ids(shown.pending)).toEqual(["A3"]);
  pending.delete("A3");
  states.set("A3", "mine");
  shown.update(["A3"]);
  expect([ids(shown.mine), ids(shown.pending)]).toEqual([["A3"], []]);
});
