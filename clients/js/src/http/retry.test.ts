import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Refusal } from "./refusal.ts";
import { Backoff, retry } from "./retry.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const away = () => new Refusal(0, { code: "unreachable" });

test("pauses grow up to a limit, are never twice the same, and begin again after a success", () => {
  const backoff = new Backoff();
  const pauses = Array.from({ length: 20 }, () => backoff.next());
  expect(pauses[0]).toBeLessThanOrEqual(500);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(4_000);
  expect(Math.min(...pauses.slice(3))).toBeGreaterThanOrEqual(2_000);
  expect(new Set(pauses).size).toBe(20);
  backoff.reset();
  expect(backoff.next()).toBeLessThanOrEqual(500);
});

test("what fails for the moment is tried again", async () => {
  const task = vi
    .fn()
    .mockRejectedValueOnce(away())
    .mockRejectedValueOnce(new Refusal(503, {}))
    .mockResolvedValue("yes");
  const result = retry(task, 20_000);
  await vi.runAllTimersAsync();
  await expect(result).resolves.toBe("yes");
});

test("what is refused for good is not", async () => {
  const task = vi.fn().mockRejectedValue(new Refusal(409, { code: "lock_expired" }));
  await expect(retry(task, 20_000)).rejects.toThrow(Refusal);
  expect(task).toHaveBeenCalledOnce();
});

test("patience ends", async () => {
  const task = vi.fn().mockRejectedValue(away());
  const start = performance.now();
  const result = expect(retry(task, 20_000)).rejects.toMatchObject({ code: "unreachable" });
  await vi.runAllTimersAsync();
  await result;
  expect(performance.now() - start).toBeLessThanOrEqual(20_000);
  expect(task.mock.calls.length).toBeGreaterThan(4);
});
