/** Maps on a real server, over a network that does no harm. */
import { expect, test, vi } from "vitest";

import { call } from "../src/http/call.ts";
import type { Schemas } from "../src/http/schemas.ts";
import {
  asAdmin,
  eventsOf,
  newGuest,
  newMap,
  newNetwork,
  newShow,
  openMap,
  patience,
  stack,
} from "./people.ts";

const SOON = { timeout: patience(5_000), interval: 20 };

test("two people see each other's seats", async () => {
  const show = await newShow();
  const [ann, bob] = await Promise.all([openMap({ show }), openMap({ show })]);
  const changes = eventsOf(bob, "change");
  await ann.select(["A1", "A2"]);
  expect(ann.stateOf("A1")).toBe("mine");
  await vi.waitFor(() => expect(bob.stateOf("A1")).toBe("taken"), SOON);
  expect(changes.map(({ seats }) => [...seats])).toEqual([["A1", "A2"]]);
  await ann.release(["A1"]);
  await vi.waitFor(() => expect(bob.stateOf("A1")).toBe("free"), SOON);
  expect([bob.stateOf("A2"), ann.stateOf("A1")]).toEqual(["taken", "free"]);
});

test("a click is pending until the server has answered", async () => {
  const show = await newShow();
  const map = await openMap({ show });
  const selected = map.select(["A1"]);
  expect([map.stateOf("A1"), map.pending("A1")]).toEqual(["free", "mine"]);
  await selected;
  expect([map.stateOf("A1"), map.pending("A1")]).toEqual(["mine", undefined]);
  const released = map.release(["A1"]);
  expect([map.stateOf("A1"), map.pending("A1")]).toEqual(["mine", "free"]);
  await released;
  expect([map.stateOf("A1"), map.pending("A1")]).toEqual(["free", undefined]);
});

test("a map is ready once, with its show, however often the connection breaks", async () => {
  const show = await newShow();
  const network = await newNetwork();
  const map = newMap({ show, server: network.url });
  const told: string[] = [];
  map.on("connection", ({ connection }) => told.push(connection));
  map.on("ready", ({ show: { title } }) => told.push(`ready: ${title}`));
  await map.start();
  network.cut();
  await vi.waitFor(() => expect(told.at(-1)).toBe("offline"), SOON);
  await vi.waitFor(() => expect(told.at(-1)).toBe("live"), SOON);
  expect(told).toEqual(["live", "ready: Hamlet", "offline", "live"]);
});

test("a map tells for whom the shop's backend is to book", async () => {
  const show = await newShow();
  const map = newMap({ show });
  expect(map.userId).toBeUndefined();
  await map.start();
  await map.select(["A1", "A2"]);
  await map.checkout();
  const url = `${stack.usual}/api/bookings/held/${show}?userId=${map.userId}`;
  const held = await call<Schemas["HeldAnswer"]>("GET", url, { token: "admin" });
  expect(held.items.map(({ seat }) => seat)).toEqual(["A1", "A2"]);
  expect([held.total, held.currency]).toEqual([map.total, map.show?.currency]);
});

test("the basket has what is mine, its price, and when it ends", async () => {
  const show = await newShow();
  await asAdmin(
    `${stack.usual}/api/shows/${show}`,
    {
      title: "Hamlet",
      startsAt: "2030-06-01T19:30:00Z",
      currency: "EUR",
      rows: { A: 10 },
      prices: { Standard: 1250 },
    },
    "PUT",
  );
  const map = await openMap({ show });
  const baskets = eventsOf(map, "basket");
  await map.select(["A2", "A1"]);
  const [held] = map.basket;
  expect(map.basket.map(({ seat, price }) => [seat.id, price])).toEqual([
    ["A1", 1250],
    ["A2", 1250],
  ]);
  expect((held?.deadline ?? 0) - map.now()).toBeGreaterThan(28_000);
  expect((held?.deadline ?? 0) - map.now()).toBeLessThanOrEqual(30_000);
  expect([map.total, baskets.at(-1)?.total]).toEqual([2500, 2500]);
  await map.clear();
  expect([map.basket, baskets.at(-1)?.total]).toEqual([[], 0]);
});

test("who comes second gets nothing, is told why, and is offered as many seats near by", async () => {
  const show = await newShow();
  const [ann, bob] = await Promise.all([openMap({ show }), openMap({ show })]);
  await ann.select(["A4"]);
  const conflicts = eventsOf(bob, "conflict");
  await expect(bob.select(["A4", "A5"])).rejects.toMatchObject({ status: 409, code: "seats_unavailable" });
  expect(conflicts).toEqual([{ wanted: ["A4", "A5"], conflicts: ["A4"], alternatives: expect.any(Array) }]);
  expect(bob.basket).toEqual([]);
  expect([bob.stateOf("A4"), bob.pending("A5")]).toEqual(["taken", undefined]);
  const alternatives = conflicts[0]?.alternatives ?? [];
  expect(alternatives).toHaveLength(2);
  await bob.select(alternatives);
  expect(bob.basket.map(({ seat }) => seat.id)).toEqual(alternatives);
});

test("two maps of one person agree", async () => {
  const show = await newShow();
  const token = await newGuest();
  const [one, two] = await Promise.all([openMap({ show, token }), openMap({ show, token })]);
  const lost = eventsOf(two, "lost");
  await one.select(["A1", "A2"]);
  await vi.waitFor(() => expect(two.basket).toHaveLength(2), SOON);
  const [first] = one.basket;
  const [second] = two.basket;
  const left = (map: typeof one, deadline = 0) => deadline - map.now();
  expect(Math.abs(left(one, first?.deadline) - left(two, second?.deadline))).toBeLessThan(1_000);
  await one.release(["A1"]);
  await vi.waitFor(() => expect(two.basket.map(({ seat }) => seat.id)).toEqual(["A2"]), SOON);
  expect(lost).toEqual([]);
});

test("a map that opens later has the seats and their time", async () => {
  const show = await newShow();
  const token = async () => shared;
  const shared = await newGuest();
  const one = await openMap({ show, token });
  const begun = performance.now();
  await one.select(["A1"]);
  const two = await openMap({ show, token });
  expect(two.basket.map(({ seat }) => seat.id)).toEqual(["A1"]);
  const left = (two.basket[0]?.deadline ?? Number.NaN) - two.now();
  expect(left).toBeGreaterThan(27_000 - (performance.now() - begun));
  expect(left).toBeLessThanOrEqual(30_500);
});

test("what is booked is booked for all", async () => {
  const show = await newShow();
  const [ann, bob] = await Promise.all([openMap({ show }), openMap({ show })]);
  const booked = eventsOf(ann, "booked");
  const lost = eventsOf(ann, "lost");
  await ann.select(["A1", "A2"]);
  await ann.checkout();
  expect((ann.basket[0]?.deadline ?? 0) - ann.now()).toBeGreaterThan(590_000);
  const booking = await ann.book("the key");
  expect(booking).toMatchObject({ showId: show, seats: ["A1", "A2"], status: "confirmed" });
  expect(ann.basket).toEqual([]);
  expect(await ann.book("the key")).toMatchObject({ id: booking.id });
  await vi.waitFor(() => expect(bob.stateOf("A2")).toBe("booked"), SOON);
  expect(ann.stateOf("A1")).toBe("booked");
  expect([booked, lost]).toEqual([[{ seats: ["A1", "A2"] }], []]);
});

test("what the organiser blocks is blocked for all", async () => {
  const show = await newShow();
  const map = await openMap({ show });
  const body = { seats: ["A1"], reason: "camera" };
  await asAdmin(`${stack.usual}/api/shows/${show}/block-seats`, body);
  await vi.waitFor(() => expect(map.stateOf("A1")).toBe("blocked"), SOON);
});

test("commands about the same seat keep their order", async () => {
  const show = await newShow();
  const map = await openMap({ show });
  await Promise.all([map.select(["A1"]), map.release(["A1"]), map.select(["A1"])]);
  await vi.waitFor(() => expect(map.stateOf("A1")).toBe("mine"), SOON);
  await Promise.all([map.release(["A1"]), map.select(["A1"]), map.release(["A1"])]);
  await vi.waitFor(() => expect(map.stateOf("A1")).toBe("free"), SOON);
});

test("stopping gives the seats back", async () => {
  const show = await newShow();
  const [ann, bob] = await Promise.all([openMap({ show }), openMap({ show })]);
  await ann.select(["A1"]);
  await vi.waitFor(() => expect(bob.stateOf("A1")).toBe("taken"), SOON);
  ann.stop();
  await vi.waitFor(() => expect(bob.stateOf("A1")).toBe("free"), SOON);
  await expect(ann.select(["A2"])).rejects.toMatchObject({ code: "offline" });
});

test("a show that does not exist is gone", async () => {
  const map = newMap({ show: "no-such-show" });
  const gone = eventsOf(map, "gone");
  await expect(map.start()).rejects.toMatchObject({ status: 404, code: "show_not_found" });
  expect(gone).toHaveLength(1);
});

test("a show that is taken away is gone, for who asks next", async () => {
  const show = await newShow();
  const map = await openMap({ show });
  const gone = eventsOf(map, "gone");
  await asAdmin(`${stack.usual}/api/shows/${show}`, {}, "DELETE");
  for (const _ of ["before the news or after", "after"]) {
    await expect(map.select(["A1"])).rejects.toMatchObject({ code: "show_not_found" });
  }
  expect([gone.length, map.connection]).toEqual([1, "offline"]);
});

test("a token that does not hold keeps the map offline, and is asked for again", async () => {
  const show = await newShow();
  const good = await newGuest();
  const tokens = ["bad", "bad", good];
  const map = newMap({ show, token: () => tokens.shift() ?? good });
  const connections = eventsOf(map, "connection");
  await map.start();
  expect(connections.map(({ connection }) => connection)).toEqual(["offline", "live"]);
  expect(tokens).toEqual([]);
});
