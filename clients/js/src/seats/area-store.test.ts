import { expect, test } from "vitest";
import { AreaStore } from "./area-store.ts";

const FLOOR = { capacity: 10, booked: 3, blocked: 1, lockedByOthers: 2, lockedByMe: 1 };

test("an area has left what nobody has, and an announcement changes that", () => {
  const told: number[] = [];
  const store = new AreaStore(() => told.push(store.areas.get("floor")?.left ?? -1));
  store.replace({ areas: { floor: FLOOR } });
  expect(store.areas.get("floor")).toEqual({ capacity: 10, left: 3, mine: 1 });
  store.apply({ floor: { left: 2 }, roof: { left: 9 } });
  store.apply({ floor: { left: 2 } });
  expect(told).toEqual([3, 2]);
  expect([...store.areas.keys()]).toEqual(["floor"]);
});

test("a server of a former release knows of no areas", () => {
  const store = new AreaStore(() => expect.unreachable());
  store.replace({});
  expect(store.areas.size).toBe(0);
});
