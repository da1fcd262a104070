import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { Refresher } from "./refresher.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("the first is done at once", () => {
  const work = vi.fn(async () => {});
  new Refresher(work, 1000).request();
  expect(work).toHaveBeenCalledTimes(1);
});

test("however often it is asked meanwhile, it is done once more after the pause", async () => {
  const work = vi.fn(async () => {});
  const refresher = new Refresher(work, 1000);
  for (let index = 0; index < 50; index++) refresher.request();
  await vi.advanceTimersByTimeAsync(999);
  expect(work).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(work).toHaveBeenCalledTimes(2);
});

test("the pause begins when the work is done", async () => {
  const done: (() => void)[] = [];
  const work = vi.fn(() => new Promise<void>((resolve) => done.push(resolve)));
  const refresher = new Refresher(work, 1000);
  refresher.request();
  refresher.request();
  await vi.advanceTimersByTimeAsync(5000);
  expect(work).toHaveBeenCalledTimes(1);
  done[0]?.();
  await vi.advanceTimersByTimeAsync(999);
  expect(work).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(work).toHaveBeenCalledTimes(2);
});
