import { beforeEach, describe, expect, test } from "vitest";

import { type Lock, Renewal } from "./renewal.ts";

let told: unknown[];
let locks: Lock[];
let renewal: Renewal;
let renewed: () => void;

beforeEach(() => {
  told = [];
  locks = [];
  renewed = () => {};
  renewal = new Renewal({
    renew: async (seats) => {
      told.push(["renew", ...seats]);
      await Promise.resolve();
      renewed();
    },
    warn: (warning) => told.push(warning),
    settled: () => told.push("settled"),
    overdue: () => told.push("overdue"),
  });
});

/** Hold a seat until `deadline`, told at `now`; the server's clock is a day ahead. */
function hold(seat: string, deadline: number, now: number) {
  locks = [...locks.filter((lock) => lock.seat !== seat), { seat, deadline, until: deadline + 86_400_000 }];
  renewal.note(locks, now);
}

/** Let time pass in ticks, and return what was told. */
async function pass(from: number, to: number) {
  for (let now = from; now <= to; now += 250) {
    renewal.tick(locks, now);
    await Promise.resolve();
    await Promise.resolve();
    await Promise.resolve();
  }
  return told.splice(0);
}

describe("while the person is active", () => {
  test("all locks are renewed in one call, 12 s before the first ends", async () => {
    hold("A1", 30_000, 0);
    hold("A2", 40_000, 10_000);
    renewal.active(12_000);
    renewed = () => {
      hold("A1", 48_000, 18_000);
      hold("A2", 48_000, 18_000);
    };
    expect(await pass(0, 17_750)).toEqual([]);
    expect(await pass(18_000, 30_000)).toEqual([["renew", "A1", "A2"]]);
  });

  test("it counts what was done since the lock was granted, not before", async () => {
    renewal.active(9_900);
    hold("A1", 40_000, 10_000);
    expect(await pass(28_000, 29_750)).toEqual([]);
    renewal.active(29_800);
    expect(await pass(29_900, 29_900)).toEqual([["renew", "A1"]]);
  });

  test("a call that failed is made again after a second, until there are 10 s left", async () => {
    hold("A1", 30_000, 0);
    renewal.active(1_000);
    const calls = await pass(18_000, 19_750);
    expect(calls).toEqual([
      ["renew", "A1"],
      ["renew", "A1"],
    ]);
    expect(await pass(20_000, 22_000)).toEqual([{ seats: ["A1"], deadline: 30_000, renewable: true }]);
  });

  test("a lock that was not prolonged is final: a warning, and no more calls", async () => {
    hold("A1", 30_000, 0);
    renewal.active(1_000);
    renewed = () => renewal.finish(["A1"]);
    expect(await pass(18_000, 25_000)).toEqual([
      ["renew", "A1"],
      { seats: ["A1"], deadline: 30_000, renewable: false },
    ]);
  });

  test("the others are renewed without those that are final", async () => {
    hold("A1", 30_000, 0);
    hold("A2", 32_000, 0);
    renewal.finish(["A1"]);
    renewal.active(1_000);
    renewed = () => hold("A2", 50_000, 20_000);
    expect(await pass(18_000, 21_000)).toEqual([
      ["renew", "A2"],
      { seats: ["A1"], deadline: 30_000, renewable: false },
    ]);
  });
});

test("what has run out is not asked for again with the others", async () => {
  hold("A1", 18_500, 0);
  hold("A2", 30_500, 0);
  renewal.finish(["A1"]);
  renewal.active(1_000);
  expect(await pass(18_500, 18_500)).toEqual([["renew", "A2"]]);
});

describe("while nobody is there", () => {
  test("a warning comes 10 s before the end, once, and activity renews nothing any more", async () => {
    hold("A1", 30_000, 0);
    expect(await pass(0, 19_750)).toEqual([]);
    expect(await pass(20_000, 21_000)).toEqual([{ seats: ["A1"], deadline: 30_000, renewable: true }]);
    renewal.active(21_000);
    expect(await pass(21_250, 29_750)).toEqual([]);
  });

  test("it is over when the locks were kept", async () => {
    hold("A1", 30_000, 0);
    await pass(20_000, 20_000);
    hold("A1", 52_000, 22_000);
    expect(await pass(22_000, 30_000)).toEqual(["settled"]);
    expect(await pass(42_000, 42_000)).toEqual([{ seats: ["A1"], deadline: 52_000, renewable: true }]);
  });

  test("it is over when the locks have run out, or are gone", async () => {
    hold("A1", 30_000, 0);
    expect(await pass(29_750, 30_000)).toEqual([
      { seats: ["A1"], deadline: 30_000, renewable: true },
      "settled",
    ]);
    hold("A1", 60_000, 40_000);
    await pass(50_000, 50_000);
    locks = [];
    expect(await pass(50_250, 50_250)).toEqual(["settled"]);
  });

  test("locks that end at other times are warned of in turn", async () => {
    hold("A1", 30_000, 0);
    hold("A2", 35_000, 5_000);
    expect(await pass(20_000, 25_000)).toEqual([
      { seats: ["A1"], deadline: 30_000, renewable: true },
      { seats: ["A1", "A2"], deadline: 30_000, renewable: true },
    ]);
  });

  test("a warning says anew that keeping them is not possible any more", async () => {
    hold("A1", 30_000, 0);
    await pass(20_000, 20_000);
    renewal.finish(["A1"]);
    expect(await pass(20_250, 20_500)).toEqual([{ seats: ["A1"], deadline: 30_000, renewable: false }]);
  });
});

test("a lock that should have ended is asked about, now and then", async () => {
  hold("A1", 30_000, 0);
  expect(await pass(30_000, 31_500)).toEqual([]);
  expect(await pass(31_750, 34_500)).toEqual(["overdue"]);
  expect(await pass(34_750, 35_000)).toEqual(["overdue"]);
});
