import assert from "node:assert/strict";
import { test } from "node:test";

import { Stream } from "./stream.js";

function listen() {
  const heard = [];
  const stream = new Stream({
    apply: (_kind, { seq }) => heard.push(seq),
    replace: ({ seq }) => heard.push(`whole ${seq}`),
    behind: () => heard.push("behind"),
  });
  return { heard, stream, announce: (...numbers) => numbers.forEach((seq) => stream.announce("k", { seq })) };
}

test("announcements are applied one by one, and only once", () => {
  const { heard, stream, announce } = listen();
  stream.replace({ seq: 4 });
  announce(5, 6, 6, 3);
  assert.deepEqual(heard, ["whole 4", 5, 6]);
});

test("a gap asks for the whole state once, and nothing is applied until it comes", () => {
  const { heard, stream, announce } = listen();
  stream.replace({ seq: 4 });
  announce(6, 7, 9);
  assert.deepEqual(heard, ["whole 4", "behind"]);
  stream.replace({ seq: 7 });
  assert.deepEqual(heard, ["whole 4", "behind", "whole 7", "behind"]);
  announce(10);
  stream.replace({ seq: 9 });
  assert.deepEqual(heard.slice(4), ["whole 9", 10]);
});

test("what is announced before the first state waits for it", () => {
  const { heard, stream, announce } = listen();
  announce(2, 4, 3);
  stream.replace({ seq: 2 });
  assert.deepEqual(heard, ["whole 2", 3, 4]);
});

test("a new connection forgets what waited on the old one", () => {
  const { heard, stream, announce } = listen();
  announce(2, 3);
  stream.restart();
  stream.replace({ seq: 1 });
  assert.deepEqual(heard, ["whole 1"]);
});

test("while the state is fetched again, announcements wait", () => {
  const { heard, stream, announce } = listen();
  stream.replace({ seq: 1 });
  stream.pause();
  announce(2, 3);
  assert.equal(stream.last, null);
  stream.replace({ seq: 2 });
  assert.deepEqual(heard, ["whole 1", "whole 2", 3]);
});
