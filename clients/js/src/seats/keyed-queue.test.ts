import { expect, test } from "vitest";

import { KeyedQueue } from "./keyed-queue.ts";

test("tasks about the same seat run one after the other, others at once", async () => {
  const inTurn = new KeyedQueue();
  const done: string[] = [];
  let finish = () => {};
  const slow = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const first = inTurn.run(["A1", "A2"], () => slow.then(() => done.push("first")));
  const second = inTurn.run(["A2"], async () => done.push("second"));
  await inTurn.run(["A3"], async () => done.push("other"));
  expect(done).toEqual(["other"]);
  finish();
  await Promise.all([first, second]);
  expect(done).toEqual(["other", "first", "second"]);
});

test("one that fails does not keep the next from its turn", async () => {
  const inTurn = new KeyedQueue();
  const failing = inTurn.run(["A1"], () => Promise.reject(new Error("no")));
  const next = inTurn.run(["A1"], async () => "yes");
  await expect(failing).rejects.toThrow("no");
  await expect(next).resolves.toBe("yes");
});
