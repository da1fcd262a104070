import type { SeatState } from "seatapp";
import { expect, test } from "vitest";

import { Transitions } from "./transitions.ts";

function watch(states: Record<string, SeatState>) {
  return new Transitions(Object.keys(states), (seat) => states[seat] ?? "free");
}

test("what is taken at first sight was not locked just now", () => {
  const seats = watch({ A1: "taken", A2: "booked" });
  expect(seats.of(["A1", "A2"])).toEqual({ locked: 0, sold: false });
});

test("a lock counts once, and again after the seat was free", () => {
  const states: Record<string, SeatState> = { A1: "free" };
  const seats = watch(states);
  states.A1 = "taken";
  expect(seats.of(["A1"]).locked).toBe(1);
  expect(seats.of(["A1"]).locked).toBe(0);
  states.A1 = "free";
  expect(seats.of(["A1"]).locked).toBe(0);
  states.A1 = "taken";
  expect(seats.of(["A1"]).locked).toBe(1);
});

test("a booking and its cancellation are sales, a blocked seat is none", () => {
  const states: Record<string, SeatState> = { A1: "taken", A2: "free" };
  const seats = watch(states);
  states.A2 = "blocked";
  expect(seats.of(["A1", "A2"])).toEqual({ locked: 0, sold: false });
  states.A1 = "booked";
  expect(seats.of(["A1"])).toEqual({ locked: 0, sold: true });
  states.A1 = "free";
  expect(seats.of(["A1"])).toEqual({ locked: 0, sold: true });
});
