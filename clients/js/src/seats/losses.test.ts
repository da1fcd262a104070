import { beforeEach, expect, test } from "vitest";
import { AreaStore } from "../areas/store.ts";
import type { SeatAnnouncement } from "../connection/announcements.ts";

import type { Status } from "../http/api.ts";
import type { SeatMapEvents } from "../types.ts";
import { Emitter } from "../util/emitter.ts";
import { ServerClock } from "../util/server-clock.ts";
import { LossDetector } from "./losses.ts";
import { SeatStore } from "./store.ts";

const SERVER = Date.parse("2026-01-01T12:00:00Z");
const iso = (ms: number) => new Date(SERVER + ms).toISOString();

let now: number;
let seats: SeatStore;
let losses: LossDetector;
let told: unknown[];

/** We hold A1 and A2 until 30 s after our clock's zero. */
beforeEach(() => {
  now = 0;
  told = [];
  seats = new SeatStore(() => {});
  const events = new Emitter<SeatMapEvents>();
  events.on("lost", ({ seats, reason }) => told.push([reason, ...seats]));
  events.on("booked", ({ seats }) => told.push(["booked", ...seats]));
  losses = new LossDetector({ seats, areas: new AreaStore(() => {}) }, new ServerClock(() => now), events);
  whole({ lockedByMe: ["A1", "A2"], heldUntil: { A1: iso(30_000), A2: iso(30_000) } }, true);
});

function whole(status: Partial<Status>, anew = false) {
  const empty = { seq: 1, bookedSeats: [], blockedSeats: [], lockedByOthers: [], lockedByMe: [] };
  losses.replace({ ...empty, now: iso(now), ...status }, now, anew);
}

function announce(kind: SeatAnnouncement["kind"], ids: string[], more: Partial<SeatAnnouncement> = {}) {
  losses.apply({ kind, seats: ids, showId: "hall", seq: 2, ...more });
}

test("seats whose time is over are lost to that, however we hear of it", () => {
  announce("seats-released", ["A1", "B1"], { reason: "expired" });
  now = 31_000;
  announce("seats-selected", ["A2"]);
  expect(told).toEqual([
    ["expired", "A1"],
    ["expired", "A2"],
  ]);
});

test("seats that another tab took come with their prices", () => {
  announce("seats-held", ["B1"], { expiresAt: iso(30_000), prices: { B1: 1250 } });
  expect([seats.unpriced, seats.priceOf("B1")]).toEqual([false, 1250]);
});

test("what was given back in another tab is no loss", () => {
  announce("seats-released", ["A1"], { reason: "released" });
  expect([told, seats.own]).toEqual([[], ["A2"]]);
});

test("what we are giving back is no loss", () => {
  seats.ask(["A1"], "free");
  announce("seats-released", ["A1"], { reason: "expired" });
  expect(told).toEqual([]);
});

test("seats that somebody else has before their time was over are lost", () => {
  announce("seats-blocked", ["A1"]);
  expect(told).toEqual([["lost", "A1"]]);
});

test("own seats that are booked are booked by us; others' concern nobody here", () => {
  announce("seats-booked", ["A1", "B1"]);
  expect(told).toEqual([["booked", "A1"]]);
});

test("what is gone in the whole state is expired, booked or lost", () => {
  whole({ bookedSeats: ["A1"] });
  expect(told).toEqual([
    ["booked", "A1"],
    ["lost", "A2"],
  ]);
});

test("past the deadline it is expired", () => {
  now = 31_600;
  whole({});
  expect(told).toEqual([["expired", "A1", "A2"]]);
});

test("a seat that is booked after we were away may be another's by then", () => {
  whole({ bookedSeats: ["A1"], lockedByMe: ["A2"] }, true);
  expect(told).toEqual([["lost", "A1"]]);
});
