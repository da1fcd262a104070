import { describe, expect, it } from "vitest";

import type { Held } from "../seat-map.ts";
import { byDeadline, firstEnd } from "./basket.ts";

const held = (id: string, deadline?: number) => ({ seat: { id }, price: 0, deadline }) as Held;
const ids = (basket: Held[]) => byDeadline(basket).map((group) => group.map(({ seat }) => seat.id));

describe("the basket", () => {
  it("counts down once for seats that end within a second of each other", () => {
    expect(ids([held("a", 5_000), held("b", 5_900), held("c", 6_000)])).toEqual([["a", "b"], ["c"]]);
  });

  it("has what ends first on top, and what nobody told the end of last", () => {
    expect(ids([held("x"), held("b", 9_000), held("a", 1_000), held("y")])).toEqual([
      ["a"],
      ["b"],
      ["x", "y"],
    ]);
  });

  it("keeps its order among seats that end together", () => {
    expect(ids([held("8", 5_900), held("9", 5_000), held("10", 5_300)])).toEqual([["8", "9", "10"]]);
    expect(firstEnd([held("8", 5_900), held("9", 5_000), held("10")])).toBe(5_000);
  });

  it("is empty when nothing is held", () => {
    expect(ids([])).toEqual([]);
  });
});
