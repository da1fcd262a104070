/** How long seats are kept: locks of 14 s, so that renewing falls due 2 s after they were granted. */
import { expect, test, vi } from "vitest";

import type { SeatMap } from "../src/index.ts";
import { eventsOf, newGuest, newNetwork, newShow, openMap, patience, stack, truthOf } from "./people.ts";

const LATE = { timeout: patience(25_000), interval: 50 };
const OVER = 16_500; // a lock that began at 0 has ended, and that was told

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Somebody who moves the mouse until told to stop. */
function busy() {
  const activity = new EventTarget();
  const moving = setInterval(() => activity.dispatchEvent(new Event("pointermove")), 200);
  return { activity, stop: () => clearInterval(moving) };
}

function left(map: SeatMap): number {
  return Math.min(...map.basket.map(({ deadline = Number.NaN }) => deadline)) - map.now();
}

test("while the person is active, the seats stay", async () => {
  const show = await newShow(stack.short);
  const token = await newGuest(stack.short);
  const { activity, stop } = busy();
  const map = await openMap({ show, token, activity, server: stack.short });
  const warnings = eventsOf(map, "expiring");
  await map.select(["A1"]);
  await sleep(1_000);
  await map.select(["A2"]);
  await sleep(OVER + 5_000);
  stop();
  expect(map.basket.map(({ seat }) => seat.id)).toEqual(["A1", "A2"]);
  expect(left(map)).toBeGreaterThan(10_000);
  expect((await truthOf(stack.short, show, token)).lockedByMe.toSorted()).toEqual(["A1", "A2"]);
  expect(warnings).toEqual([]);
});

test("without anybody there a warning comes, and then the seats are lost", async () => {
  const show = await newShow(stack.short);
  const map = await openMap({ show, activity: new EventTarget(), server: stack.short });
  const told: unknown[] = [];
  map.on("expiring", ({ seats, deadline, renewable }) => {
    expect(deadline - map.now()).toBeLessThanOrEqual(10_000);
    expect(deadline - map.now()).toBeGreaterThan(9_000);
    told.push(["expiring", ...seats, renewable]);
  });
  map.on("settled", () => told.push("settled"));
  map.on("lost", ({ seats, reason }) => told.push([reason, ...seats]));
  await map.select(["A1", "A2"]);
  await vi.waitFor(() => expect(told).toHaveLength(3), LATE);
  expect(told[0]).toEqual(["expiring", "A1", "A2", true]);
  expect(told).toContainEqual("settled");
  expect(told).toContainEqual(["expired", "A1", "A2"]);
  expect([map.basket, map.stateOf("A1")]).toEqual([[], "free"]);
});

test("after the warning, keeping the seats settles it", async () => {
  const show = await newShow(stack.short);
  const map = await openMap({ show, activity: null, server: stack.short });
  const [warnings, settled] = [eventsOf(map, "expiring"), eventsOf(map, "settled")];
  await map.select(["A1"]);
  await vi.waitFor(() => expect(warnings).toHaveLength(1), LATE);
  expect(left(map)).toBeLessThan(10_000);
  await map.keep();
  expect(left(map)).toBeGreaterThan(13_000);
  await vi.waitFor(() => expect(settled).toHaveLength(1), LATE);
});

test("a second map of the same person keeps the seats of both", async () => {
  const show = await newShow(stack.short);
  const token = await newGuest(stack.short);
  const { activity, stop } = busy();
  const [idle] = await Promise.all([
    openMap({ show, token, activity: null, server: stack.short }),
    openMap({ show, token, activity, server: stack.short }),
  ]);
  const warnings = eventsOf(idle, "expiring");
  await idle.select(["A1"]);
  await sleep(OVER);
  stop();
  expect([idle.basket.length, warnings]).toEqual([1, []]);
  expect(left(idle)).toBeGreaterThan(9_000);
});

test("at the cap nothing is renewed any more, and the warning says so", async () => {
  const show = await newShow(stack.capped);
  const { activity, stop } = busy();
  const map = await openMap({ show, activity, server: stack.capped });
  const [warnings, lost] = [eventsOf(map, "expiring"), eventsOf(map, "lost")];
  await map.select(["A1"]);
  const start = map.now();
  await vi.waitFor(() => expect(warnings).toHaveLength(1), LATE);
  expect(warnings[0]).toMatchObject({ seats: ["A1"], renewable: false });
  expect((warnings[0]?.deadline ?? 0) - start).toBeGreaterThan(17_000);
  expect((warnings[0]?.deadline ?? 0) - start).toBeLessThan(18_500);
  await vi.waitFor(() => expect(lost).toEqual([{ seats: ["A1"], reason: "expired" }]), LATE);
  stop();
});

test("each seat has a cap of its own", async () => {
  const show = await newShow(stack.capped);
  const { activity, stop } = busy();
  const map = await openMap({ show, activity, server: stack.capped });
  const [warnings, lost] = [eventsOf(map, "expiring"), eventsOf(map, "lost")];
  await map.select(["A1"]);
  await sleep(3_000);
  await map.select(["A2"]);
  await vi.waitFor(() => expect(lost).toHaveLength(2), LATE);
  stop();
  expect(warnings.map(({ seats, renewable }) => [...seats, renewable])).toEqual([
    ["A1", false],
    ["A1", "A2", false],
    ["A2", false],
  ]);
  expect((warnings[2]?.deadline ?? 0) - (warnings[0]?.deadline ?? 0)).toBeGreaterThan(2_500);
});

test("after checkout nothing is renewed, and a warning says so", async () => {
  const show = await newShow(stack.capped);
  const network = await newNetwork({}, stack.capped);
  const { activity, stop } = busy();
  const map = await openMap({ show, activity, server: network.url });
  const warnings = eventsOf(map, "expiring");
  await map.select(["A1"]);
  await map.checkout();
  await vi.waitFor(() => expect(warnings).toHaveLength(1), LATE);
  expect(warnings[0]).toMatchObject({ seats: ["A1"], renewable: false });
  expect(network.calls.filter((path) => path.endsWith("/select-seats"))).toHaveLength(1);
  stop();
});

test("an end that nobody tells is noticed by the own clock", async () => {
  const show = await newShow(stack.short);
  const network = await newNetwork({}, stack.short);
  const map = await openMap({ show, activity: null, server: network.url });
  const lost = eventsOf(map, "lost");
  await map.select(["A1"]);
  network.rules.drops = (frame) => frame.startsWith("42");
  const deadline = map.basket[0]?.deadline ?? Number.NaN;
  await vi.waitFor(() => expect(lost).toEqual([{ seats: ["A1"], reason: "expired" }]), LATE);
  expect(map.now() - deadline).toBeLessThan(4_000);
});
