import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { IdempotencyKey } from "./idempotency-key.ts";

let kept: Map<string, string>;
const key = (show = "hall", origin = ""): IdempotencyKey => new IdempotencyKey(show, origin);

beforeEach(() => {
  kept = new Map();
  vi.stubGlobal("sessionStorage", {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => kept.set(name, value),
    removeItem: (name: string) => kept.delete(name),
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

test("the same basket has the same key after a reload, in whatever order its seats come", () => {
  const first = key().for(["A1", "A2"]);
  expect(key().for(["A2", "A1"])).toBe(first);
  expect(first).toMatch(/^[0-9a-f]{32}$/);
});

test("another basket, another show and another server have another key", () => {
  const first = key().for(["A1"]);
  expect(key("other").for(["A1"])).not.toBe(first);
  expect(key("hall", "https://seats.example").for(["A1"])).not.toBe(first);
  expect(key().for(["A1", "A2"])).not.toBe(first);
});

test("when no seats are left, an order whose answer never came is asked for again", () => {
  expect(key().unanswered).toBe(false);
  const first = key().for(["A1"]);
  expect(key().unanswered).toBe(true);
  expect(key().for([])).toBe(first);
});

test("once the answer is here, the same seats are another order", () => {
  const first = key().for(["A1"]);
  key().settle();
  expect(key().unanswered).toBe(false);
  expect(key().for(["A1"])).not.toBe(first);
});

test("two who book at the same time keep each their own key", () => {
  const [ann, bob] = [key(), key()];
  const hers = ann.for(["A1"]);
  bob.for(["B1"]);
  bob.settle();
  expect(ann.for(["A1"])).toBe(hers);
});

test.each(["not JSON", "null", "{}"])("what somebody else stored there (%s) is no order", (text) => {
  kept.set("seatapp-order-hall", text);
  expect(key().unanswered).toBe(false);
  expect(key().for([])).toMatch(/^[0-9a-f]{32}$/);
});
