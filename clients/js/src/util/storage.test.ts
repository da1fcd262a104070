import { afterEach, describe, expect, test, vi } from "vitest";

import { SafeStorage } from "./storage.ts";

class Kept implements Pick<Storage, "getItem" | "setItem" | "removeItem"> {
  readonly #items = new Map<string, string>();
  getItem = (name: string): string | null => this.#items.get(name) ?? null;
  setItem = (name: string, value: string): void => void this.#items.set(name, value);
  removeItem = (name: string): void => void this.#items.delete(name);
}

const throws = (): never => {
  throw new DOMException("Access is denied for this document.", "SecurityError");
};
const full = Object.assign(new Kept(), { setItem: throws });
const BROKEN: Record<string, PropertyDescriptor> = {
  "that throws when it is looked at": { get: throws },
  "that is null": { value: null },
  "that is not there": { value: undefined },
  "that is full": { value: full },
  "whose every call throws": { value: { getItem: throws, setItem: throws, removeItem: throws } },
};

function provide(storage: PropertyDescriptor): void {
  vi.stubGlobal("sessionStorage", undefined); // given back afterwards, whatever it becomes here
  Object.defineProperty(globalThis, "sessionStorage", { ...storage, configurable: true });
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe.each(Object.entries(BROKEN))("a storage %s", (_, storage) => {
  test("is replaced by one that lasts as long as the page", () => {
    provide(storage);
    new SafeStorage("sessionStorage").set("name", "value");
    expect(new SafeStorage("sessionStorage").get("name")).toBe("value");
    expect(new SafeStorage("sessionStorage").lasts).toBe(false);
    new SafeStorage("sessionStorage").delete("name");
    expect(new SafeStorage("sessionStorage").get("name")).toBeUndefined();
  });
});

test("a storage that works is used, and keeps nothing that was not asked for", () => {
  const kept = new Kept();
  provide({ value: kept });
  const storage = new SafeStorage("sessionStorage");
  storage.set("name", "value");
  expect(kept.getItem("name")).toBe("value");
  expect(storage.lasts).toBe(true);
  expect(kept.getItem("seatapp:probe")).toBeNull();
  storage.delete("name");
  expect(kept.getItem("name")).toBeNull();
});

test("what had no room is not mixed up with what was stored before", () => {
  const kept = new Kept();
  kept.setItem("name", "old");
  provide({ value: Object.assign(kept, { setItem: throws }) });
  const storage = new SafeStorage("sessionStorage");
  storage.set("name", "new");
  expect(storage.get("name")).toBe("new");
});
