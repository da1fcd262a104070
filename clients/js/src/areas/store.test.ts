import { beforeEach, expect, test } from "vitest";

import type { Status } from "../http/api.ts";
import { AreaStore } from "./store.ts";

let told: [string[], boolean][];
let areas: AreaStore;

beforeEach(() => {
  told = [];
  areas = new AreaStore((which, own) => told.push([[...which], own]));
});

const UNTIL = "2030-06-01T19:30:00Z";

function whole(booked: number, others: number, mine = 0) {
  const floor = { capacity: 10, booked, lockedByOthers: others, lockedByMe: mine, blocked: 1 };
  const held = { count: mine, until: UNTIL, total: 500 * mine, ticketTypes: {} };
  const status = { areas: { floor }, heldAreas: mine ? { floor: held } : {} };
  return areas.replace(status as unknown as Status);
}

test("what nobody has is left", () => {
  whole(2, 3, 1);
  expect([areas.leftIn("floor"), areas.counts, areas.ownIn("floor")?.total]).toEqual([3, { floor: 1 }, 500]);
  expect(told).toEqual([[["floor"], true]]);
});

test("an announcement says what is left, of those areas only", () => {
  whole(0, 0);
  told = [];
  areas.announce({ floor: { left: 4 } });
  areas.announce({ floor: { left: 4 } });
  expect([areas.leftIn("floor"), told]).toEqual([4, [[["floor"], false]]]);
});

test("places that are gone were booked where so many more are booked now, else lost", () => {
  const until = Date.parse(UNTIL);
  whole(0, 0, 2);
  expect(whole(2, 0)).toEqual([{ area: "floor", until, booked: true }]);
  whole(2, 0, 2);
  expect(whole(2, 1, 1)).toEqual([{ area: "floor", until, booked: false }]);
});

test("who leaves has nothing any more", () => {
  whole(0, 0, 2);
  areas.forget();
  expect([areas.own, areas.leftIn("floor")]).toEqual([[], 7]);
});
