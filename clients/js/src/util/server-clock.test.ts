import { expect, test } from "vitest";

import { ServerClock } from "./server-clock.ts";

const SERVER = Date.parse("2026-01-01T12:00:00Z");

test("a wrong device clock changes nothing: the server's time is learned from its answers", () => {
  const clock = new ServerClock(() => 5_000);
  clock.learn(SERVER);
  expect(clock.at(SERVER + 10_000)).toBe(15_000);
});

test("the answer that was under way the shortest is believed", () => {
  let now = 1_000;
  const clock = new ServerClock(() => now);
  clock.learn(SERVER);
  now = 2_400; // sent a second later, 400 ms under way
  clock.learn(SERVER + 1_000);
  expect(clock.at(SERVER)).toBe(1_000);
  now = 3_000; // sent 2,100 ms later: the first one was under way 100 ms
  clock.learn(SERVER + 2_100);
  expect(clock.at(SERVER)).toBe(900);
});

test("before any answer the device's time of day does", () => {
  const clock = new ServerClock();
  expect(clock.at(Date.now() + 1_000) - clock.now()).toBeCloseTo(1_000, -2);
});
