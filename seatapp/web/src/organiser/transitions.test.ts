import type { SeatChange, SeatState } from "seatapp";
import { expect, test } from "vitest";

import { tally } from "./transitions.ts";

function change(before: SeatState, after: SeatState): SeatChange {
  const look = (state: SeatState) => ({ state, pending: undefined, price: undefined });
  return { seat: "A1", before: look(before), after: look(after) };
}

test("seats that others begin to choose are counted", () => {
  const changes = [change("free", "taken"), change("free", "taken"), change("taken", "free")];
  expect(tally(changes)).toEqual({ locked: 2, sold: false });
});

test("a seat that was booked, or given back, is a change of sales", () => {
  expect(tally([change("taken", "booked")])).toEqual({ locked: 0, sold: true });
  expect(tally([change("booked", "free")])).toEqual({ locked: 0, sold: true });
  expect(tally([change("free", "blocked")])).toEqual({ locked: 0, sold: false });
});

test("a seat that is taken in either state is not chosen anew", () => {
  expect(tally([change("taken", "taken")])).toEqual({ locked: 0, sold: false });
});
