import { expect, test } from "vitest";

import { Sequencer } from "./sequencer.ts";

function listen() {
  const heard: (number | string)[] = [];
  const stream = new Sequencer<{ seq: number }>({
    apply: ({ seq }) => heard.push(seq),
    gap: () => heard.push("gap"),
  });
  const announce = (...numbers: number[]) => {
    for (const seq of numbers) stream.announce({ seq });
  };
  return { heard, stream, announce };
}

test("announcements are applied one by one, and only once", () => {
  const { heard, stream, announce } = listen();
  stream.resume(4);
  announce(5, 6, 6, 3);
  expect(heard).toEqual([5, 6]);
});

test("a gap asks for the whole state once, and nothing is applied until it comes", () => {
  const { heard, stream, announce } = listen();
  stream.resume(4);
  announce(6, 7, 9);
  expect(heard).toEqual(["gap"]);
  stream.resume(8);
  expect(heard).toEqual(["gap", 9]);
});

test("a whole state that is older than the gap leaves the stream paused", () => {
  const { heard, stream, announce } = listen();
  stream.resume(4);
  announce(6, 9);
  stream.resume(7);
  expect(heard).toEqual(["gap", "gap"]);
  expect(stream.paused).toBe(true);
  announce(10);
  stream.resume(9);
  expect(heard).toEqual(["gap", "gap", 10]);
});

test("what is announced before the first state waits for it, in whatever order it came", () => {
  const { heard, stream, announce } = listen();
  announce(2, 4, 3);
  stream.resume(2);
  expect(heard).toEqual([3, 4]);
});

test("a new connection forgets what waited on the old one", () => {
  const { heard, stream, announce } = listen();
  announce(2, 3);
  stream.restart();
  stream.resume(1);
  expect(heard).toEqual([]);
});

test("while the state is fetched again, announcements wait", () => {
  const { heard, stream, announce } = listen();
  stream.resume(1);
  stream.pause();
  announce(2, 3);
  expect(heard).toEqual([]);
  stream.resume(2);
  expect(heard).toEqual([3]);
});

test("only a number ahead of a known state is missed", () => {
  const { stream } = listen();
  expect(stream.misses(1)).toBe(false);
  stream.resume(4);
  expect([stream.misses(4), stream.misses(5)]).toEqual([false, true]);
});
