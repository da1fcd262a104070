import { expect, test, vi } from "vitest";

import { Emitter } from "./emitter.ts";

interface Events {
  told: { word: string };
  other: object;
}

test("everybody who listens hears, until they end it", () => {
  const emitter = new Emitter<Events>();
  const heard: string[] = [];
  const end = emitter.on("told", ({ word }) => heard.push(`one ${word}`));
  emitter.on("told", ({ word }) => heard.push(`two ${word}`));
  emitter.emit("told", { word: "a" });
  emitter.emit("other", {});
  end();
  emitter.emit("told", { word: "b" });
  expect(heard).toEqual(["one a", "two a", "two b"]);
});

test("one who throws keeps nobody else from hearing, and is reported", () => {
  const emitter = new Emitter<Events>();
  const heard: string[] = [];
  const reported = vi.spyOn(globalThis, "queueMicrotask").mockImplementation((report) => {
    expect(report).toThrow("broken");
  });
  emitter.on("told", () => {
    throw new Error("broken");
  });
  emitter.on("told", ({ word }) => heard.push(word));
  emitter.emit("told", { word: "a" });
  expect(heard).toEqual(["a"]);
  expect(reported).toHaveBeenCalledOnce();
  reported.mockRestore();
});
