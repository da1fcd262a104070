import assert from "node:assert/strict";
import { test } from "node:test";

import { Clock } from "./clock.js";

const SERVER = Date.parse("2026-01-01T12:00:00Z");
const at = (ms) => new Date(SERVER + ms).toISOString();

test("a wrong device clock changes nothing: the server's time is learned from its answers", () => {
  const clock = new Clock(() => 5_000);
  clock.learn({ expiresIn: 30, expiresAt: at(30_000) });
  assert.equal(clock.at(at(10_000)), 15_000);
  assert.equal(clock.in(30), 35_000);
});

test("the answer that was under way the shortest is believed", () => {
  let now = 1_000;
  const clock = new Clock(() => now);
  clock.learn({ expiresIn: 30, expiresAt: at(30_000) });
  now = 2_400; // sent a second later, 400 ms under way
  clock.learn({ expiresIn: 30, expiresAt: at(31_000) });
  assert.equal(clock.at(at(0)), 1_000);
});

test("a Date header does until something better comes", () => {
  const clock = new Clock(() => 0);
  clock.learn({}, new Date(SERVER).toUTCString());
  assert.equal(clock.at(at(1_000)), 0);
  clock.learn({ expiresIn: 30, expiresAt: at(30_000) }, new Date(SERVER).toUTCString());
  assert.equal(clock.at(at(500)), 500);
});
