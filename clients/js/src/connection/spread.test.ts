import { Manager } from "socket.io-client";
import { expect, test } from "vitest";

import { PAUSES, spread } from "./spread.ts";

/** The pauses before the first attempt, in order. */
function pauses(ms: number): number[] {
  const manager = new Manager("http://localhost", { ...PAUSES, autoConnect: false });
  spread(manager, 5_000);
  spread(manager, ms);
  const { backoff } = manager as unknown as { backoff: { duration(): number; reset(): void } };
  const all = Array.from({ length: 400 }, () => {
    backoff.reset();
    return backoff.duration();
  });
  return all.sort((a, b) => a - b);
}

test.each([5_000, 2_000])("a herd comes back all over the %i ms that the server says", (ms) => {
  const [first = 0, last = 0, middle = 0] = [pauses(ms).at(0), pauses(ms).at(-1), pauses(ms).at(200)];
  expect(first).toBeLessThan(ms / 10);
  expect(last).toBeGreaterThan(ms * 0.9);
  expect(last).toBeLessThanOrEqual(ms);
  expect(middle).toBeGreaterThan(ms / 4);
  expect(middle).toBeLessThan((ms * 3) / 4);
});

test("few, and who has seats, come back after the usual pause", () => {
  for (const ms of [0, 300]) {
    expect(pauses(ms).at(0)).toBeGreaterThanOrEqual(250);
    expect(pauses(ms).at(-1)).toBeLessThanOrEqual(750);
  }
});
