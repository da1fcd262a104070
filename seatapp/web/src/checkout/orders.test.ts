import { beforeEach, expect, test } from "vitest";

import { Orders } from "./orders.ts";

class Memory implements Pick<Storage, "getItem" | "setItem" | "removeItem"> {
  readonly #items = new Map<string, string>();
  getItem = (name: string): string | null => this.#items.get(name) ?? null;
  setItem = (name: string, value: string): void => void this.#items.set(name, value);
  removeItem = (name: string): void => void this.#items.delete(name);
}

let storage: Storage;
const orders = (show = "hall"): Orders => new Orders(show, storage);

beforeEach(() => {
  storage = new Memory() as unknown as Storage;
});

test("the same basket has the same key after a reload, in whatever order its seats come", () => {
  const key = orders().keyFor(["A1", "A2"]);
  expect(orders().keyFor(["A2", "A1"])).toBe(key);
  expect(key).toMatch(/^[0-9a-f]{32}$/);
});

test("another basket, and another show, have another key", () => {
  const key = orders().keyFor(["A1"]);
  expect(orders("other").keyFor(["A1"])).not.toBe(key);
  expect(orders().keyFor(["A1", "A2"])).not.toBe(key);
});

test("when no seats are left, an order whose answer never came is asked for again", () => {
  expect(orders().unanswered).toBe(false);
  const key = orders().keyFor(["A1"]);
  expect(orders().unanswered).toBe(true);
  expect(orders().keyFor([])).toBe(key);
});

test("once the answer is here, the same seats are another order", () => {
  const key = orders().keyFor(["A1"]);
  orders().settle();
  expect(orders().unanswered).toBe(false);
  expect(orders().keyFor(["A1"])).not.toBe(key);
});
