/** Maps on a real server, over a network that cuts, loses and blocks. */
import { expect, test, vi } from "vitest";

import {
  eventsOf,
  newGuest,
  newJwt,
  newMap,
  newNetwork,
  newShow,
  openMap,
  patience,
  stack,
  truthOf,
} from "./people.ts";

const SOON = { timeout: patience(10_000), interval: 20 };
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const isEvent = (name: string) => (frame: string) => frame.startsWith(`42["${name}`);

test("a gap is noticed by the next announcement, and closed by joining again", async () => {
  const show = await newShow();
  const network = await newNetwork();
  const [ann, bob] = await Promise.all([openMap({ show }), openMap({ show, server: network.url })]);
  network.rules.drops = isEvent("");
  await ann.select(["A1"]);
  await ann.release(["A1"]);
  await ann.select(["A2"]);
  await sleep(200);
  expect(bob.stateOf("A2")).toBe("free");
  network.rules.drops = isEvent("show-seq");
  await ann.select(["A3"]);
  const states = () => ["A1", "A2", "A3"].map((seat) => bob.stateOf(seat));
  await vi.waitFor(() => expect(states()).toEqual(["free", "taken", "taken"]), SOON);
});

test("a last announcement that is lost is noticed by the next show-seq", async () => {
  const show = await newShow();
  const network = await newNetwork();
  const [ann, bob] = await Promise.all([openMap({ show }), openMap({ show, server: network.url })]);
  network.rules.drops = isEvent("seats-selected");
  await ann.select(["A1"]);
  await ann.checkout();
  await vi.waitFor(() => expect(bob.stateOf("A1")).toBe("taken"), {
    timeout: patience(12_000),
    interval: 20,
  });
});

test("an answer whose announcement is lost is confirmed by joining again", async () => {
  const show = await newShow();
  const network = await newNetwork({ drops: isEvent("seats-held") });
  const map = await openMap({ show, server: network.url });
  const joins = () => network.frames.filter((frame) => frame.startsWith("43")).length;
  const before = joins();
  await map.select(["A1"]);
  await vi.waitFor(() => expect(joins()).toBe(before + 1), { timeout: patience(5_000), interval: 20 });
  expect(map.stateOf("A1")).toBe("mine");
});

test("a cut is noticed, nothing can be chosen, and the map comes back with what is so", async () => {
  const show = await newShow();
  const network = await newNetwork();
  const [ann, bob] = await Promise.all([openMap({ show }), openMap({ show, server: network.url })]);
  const connections = eventsOf(bob, "connection");
  network.goDown();
  await vi.waitFor(() => expect(bob.connection).toBe("offline"), SOON);
  await expect(bob.select(["A2"])).rejects.toMatchObject({ code: "offline" });
  await ann.select(["A1"]);
  network.rules.up = true;
  await vi.waitFor(() => expect(bob.connection).toBe("live"), SOON);
  expect(bob.stateOf("A1")).toBe("taken");
  expect(connections.map(({ connection }) => connection)).toEqual(["offline", "live"]);
});

test("seats that the server gave away meanwhile are lost", async () => {
  const show = await newShow();
  const network = await newNetwork();
  const token = await newGuest();
  const [ann, bob] = await Promise.all([openMap({ show }), openMap({ show, token, server: network.url })]);
  const lost = eventsOf(bob, "lost");
  await bob.select(["A1"]);
  await vi.waitFor(() => expect(ann.stateOf("A1")).toBe("taken"), SOON);
  network.goDown();
  await vi.waitFor(() => expect(ann.stateOf("A1")).toBe("free"), SOON);
  await ann.select(["A1"]);
  await ann.book("key");
  network.rules.up = true;
  await vi.waitFor(() => expect(lost).toEqual([{ seats: ["A1"], reason: "lost" }]), SOON);
  expect([bob.stateOf("A1"), bob.basket]).toEqual(["booked", []]);
});

test("a worker that is killed and comes back finds its maps again, with their seats", async () => {
  const show = await newShow(stack.mortal);
  const [ann, bob] = await Promise.all([
    openMap({ show, server: stack.mortal }),
    openMap({ show, server: stack.mortal }),
  ]);
  await ann.select(["A1"]);
  await fetch(stack.control, { method: "POST", body: "kill mortal" });
  await vi.waitFor(() => expect([ann.connection, bob.connection]).toEqual(["offline", "offline"]), SOON);
  await fetch(stack.control, { method: "POST", body: "start mortal" });
  await vi.waitFor(() => expect([ann.connection, bob.connection]).toEqual(["live", "live"]), SOON);
  expect([ann.stateOf("A1"), bob.stateOf("A1")]).toEqual(["mine", "taken"]);
  await bob.select(["A2"]);
  await vi.waitFor(() => expect(ann.stateOf("A2")).toBe("taken"), SOON);
});

test("a map that is opened while the server is away waits for it", async () => {
  const show = await newShow();
  const network = await newNetwork({ up: false });
  const map = newMap({ show, server: network.url });
  const started = map.start();
  await vi.waitFor(() => expect(map.connection).toBe("offline"), SOON);
  network.rules.up = true;
  await started;
  expect([map.connection, map.hall?.seats.size]).toEqual(["live", 20]);
});

/** So many seconds after a token's end the server takes it still. */
const LEEWAY = 10;

test("a user's token that has run out is asked for again, for calls and for the socket", async () => {
  const show = await newShow();
  const network = await newNetwork();
  let tokens = 0;
  const token = () => {
    tokens++;
    return newJwt("ann", 4 - LEEWAY);
  };
  const map = await openMap({ show, token, server: network.url });
  await sleep(5_000);
  let before = tokens;
  await map.select(["A1"]);
  expect(tokens).toBe(before + 1);
  await sleep(5_000);
  before = tokens;
  network.cut();
  await vi.waitFor(() => expect(map.connection).toBe("offline"), SOON);
  await vi.waitFor(() => expect(map.connection).toBe("live"), SOON);
  expect(tokens).toBeGreaterThan(before);
  await map.select(["A2"]);
  expect((await truthOf(stack.usual, show, newJwt("ann", 60))).lockedByMe).toContain("A2");
});

test("a map that was stopped asks for nothing any more, live or not", async () => {
  const show = await newShow();
  const network = await newNetwork();
  const map = await openMap({ show, server: network.url }, { silence: 300 });
  const away = newMap({ show, server: network.url }, { silence: 300 });
  void away.start();
  map.stop();
  away.stop();
  await sleep(500);
  const calls = network.calls.length;
  await sleep(1_500);
  expect(network.calls).toHaveLength(calls);
});

test.each(["refuse", "swallow"] as const)(
  "where WebSockets do not pass (%s), polling does",
  async (upgrade) => {
    const show = await newShow();
    const network = await newNetwork({ upgrade });
    const [ann, bob] = await Promise.all([openMap({ show }), openMap({ show, server: network.url })]);
    await ann.select(["A1"]);
    await vi.waitFor(() => expect(bob.stateOf("A1")).toBe("taken"), SOON);
    await bob.select(["A2"]);
    await vi.waitFor(() => expect(ann.stateOf("A2")).toBe("taken"), SOON);
    expect(network.frames).toEqual([]);
  },
);

test("a socket that answers nothing is given up for another", async () => {
  const show = await newShow();
  const network = await newNetwork({ drops: (frame) => frame.startsWith("43") });
  const map = newMap({ show, server: network.url }, { acknowledge: 300 });
  const started = map.start();
  const connects = () => network.frames.filter((frame) => frame.startsWith("40")).length;
  await vi.waitFor(() => expect(connects()).toBeGreaterThanOrEqual(2), SOON);
  expect(map.connection).toBe("offline");
  network.rules.drops = () => false;
  await started;
});

test("a connection that the server never confirms is given up for another", async () => {
  const show = await newShow();
  const network = await newNetwork({ drops: (frame) => frame.startsWith("40") });
  const map = newMap({ show, server: network.url }, { acknowledge: 300 });
  const started = map.start();
  const opens = () => network.frames.filter((frame) => frame.startsWith("0")).length;
  await vi.waitFor(() => expect(opens()).toBeGreaterThanOrEqual(2), SOON);
  network.rules.drops = () => false;
  await started;
});

test("where no show-seq comes, the show is asked over HTTP", async () => {
  const show = await newShow();
  const network = await newNetwork({ drops: isEvent("") });
  const [ann, bob] = await Promise.all([
    openMap({ show }),
    openMap({ show, server: network.url }, { silence: 1_000 }),
  ]);
  await ann.select(["A1"]);
  await vi.waitFor(() => expect(bob.stateOf("A1")).toBe("taken"), SOON);
  expect(network.calls).toContain(`/api/bookings/locked-seats/${show}`);
});

test("where no socket connects at all, the seats are asked over HTTP, and nothing can be chosen", async () => {
  const show = await newShow();
  const network = await newNetwork();
  const [ann, bob] = await Promise.all([
    openMap({ show }),
    openMap({ show, server: network.url }, { silence: 1_000 }),
  ]);
  network.rules.blocks = (path) => path.startsWith("/socket.io");
  network.cut();
  await vi.waitFor(() => expect(bob.connection).toBe("offline"), SOON);
  await ann.select(["A1"]);
  await vi.waitFor(() => expect(bob.stateOf("A1")).toBe("taken"), SOON);
  expect(bob.connection).toBe("offline");
});

test("a selection whose answer is lost may have been granted, and then is", async () => {
  const show = await newShow();
  const network = await newNetwork({ losesAnswer: (path) => path.endsWith("/select-seats") });
  const map = await openMap({ show, server: network.url });
  await expect(map.select(["A1"])).rejects.toMatchObject({ code: "unreachable" });
  await vi.waitFor(() => expect(map.basket.map(({ seat }) => seat.id)).toEqual(["A1"]), SOON);
  expect(map.basket[0]?.deadline).toBeGreaterThan(map.now());
});

test("a selection that never came through leaves nothing pending", async () => {
  const show = await newShow();
  const network = await newNetwork();
  const map = await openMap({ show, server: network.url });
  network.rules.blocks = (path) => path.endsWith("/select-seats");
  await expect(map.select(["A1"])).rejects.toMatchObject({ code: "unreachable" });
  expect([map.stateOf("A1"), map.pending("A1")]).toEqual(["free", undefined]);
});

test.each(["one key", undefined])(
  "a booking whose answers are lost is made once, and told (%s)",
  async (key) => {
    const show = await newShow();
    const token = await newGuest();
    const network = await newNetwork();
    const map = await openMap({ show, token, server: network.url });
    const booked = eventsOf(map, "booked");
    const lost = eventsOf(map, "lost");
    await map.select(["A1", "A2"]);
    let answers = 0;
    network.rules.losesAnswer = (path) => path === "/api/bookings" && answers++ < 2;
    const booking = await map.book(key);
    expect(booking).toMatchObject({ seats: ["A1", "A2"], status: "confirmed" });
    expect(network.calls.filter((path) => path === "/api/bookings")).toHaveLength(3);
    // The news may come a moment after the answer.
    await vi.waitFor(() => expect(booked).toEqual([{ seats: ["A1", "A2"] }]), SOON);
    expect([lost, map.basket]).toEqual([[], []]);
    const headers = { Authorization: `Bearer ${token}` };
    const { bookings } = await (await fetch(`${stack.usual}/api/bookings`, { headers })).json();
    expect(bookings).toHaveLength(1);
    expect((await truthOf(stack.usual, show, token)).bookedSeats).toEqual(["A1", "A2"]);
  },
);

test("a booking that was given up without an answer is the one that the next call answers with", async () => {
  const show = await newShow();
  const network = await newNetwork();
  const map = await openMap({ show, server: network.url });
  await map.select(["A1", "A2"]);
  network.rules.losesAnswer = (path) => path === "/api/bookings";
  await expect(map.book()).rejects.toMatchObject({ code: "unreachable" });
  await vi.waitFor(() => expect(map.stateOf("A1")).toBe("booked"), SOON);
  network.rules.losesAnswer = () => false;
  expect(await map.book()).toMatchObject({ seats: ["A1", "A2"], status: "confirmed" });
  await expect(map.book()).rejects.toMatchObject({ code: "lock_expired" });
});

test("over a slow network a click shows at once and settles late", async () => {
  const show = await newShow();
  const network = await newNetwork({ delay: 400 });
  const map = await openMap({ show, server: network.url });
  const start = performance.now();
  const selected = map.select(["A1"]);
  expect([map.pending("A1"), performance.now() - start < 50]).toEqual(["mine", true]);
  await selected;
  expect([map.stateOf("A1"), performance.now() - start >= 400]).toEqual(["mine", true]);
});
