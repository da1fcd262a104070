import { expect, test } from "vitest";

import { LockRate } from "./lock-rate.ts";

const NOON = Date.UTC(2030, 5, 1, 12);
const MINUTE = 60_000;

function locksOf(rate: LockRate, now: number) {
  return rate.minutes(now).map(({ locks }) => locks);
}

test("locks are counted in the minute in which they were heard of", () => {
  const rate = new LockRate(3);
  rate.note(NOON, 2);
  rate.note(NOON + MINUTE - 1, 1);
  rate.note(NOON + MINUTE, 4);
  expect(locksOf(rate, NOON + MINUTE)).toEqual([undefined, 3, 4]);
});

test("a minute without locks is told from one that nobody watched", () => {
  const rate = new LockRate(4);
  rate.note(NOON, 5);
  rate.note(NOON + 2 * MINUTE);
  expect(locksOf(rate, NOON + 3 * MINUTE)).toEqual([5, undefined, 0, undefined]);
});

test("what is older than the span is forgotten", () => {
  const rate = new LockRate(2);
  rate.note(NOON, 1);
  rate.note(NOON + 2 * MINUTE, 1);
  expect(locksOf(rate, NOON + MINUTE)).toEqual([undefined, undefined]);
});

test("a minute says when it began", () => {
  const rate = new LockRate(2);
  expect(rate.minutes(NOON + 30_000).map(({ start }) => start)).toEqual([NOON - MINUTE, NOON]);
});
