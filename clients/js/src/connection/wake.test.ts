import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { onActivity } from "../seats/activity.ts";
import { onWake } from "./wake.ts";

class Page extends EventTarget {
  hidden = false;
}

let page: Page;
let view: EventTarget;

beforeEach(() => {
  page = new Page();
  view = new EventTarget();
  vi.stubGlobal("document", page);
  vi.stubGlobal("window", view);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test("a page wakes when it comes into sight and when the device is online again, until that is ended", () => {
  const awake = vi.fn();
  const end = onWake(awake);
  page.dispatchEvent(new Event("visibilitychange"));
  view.dispatchEvent(new Event("online"));
  expect(awake).toHaveBeenCalledTimes(2);
  page.hidden = true;
  page.dispatchEvent(new Event("visibilitychange"));
  end();
  page.hidden = false;
  page.dispatchEvent(new Event("visibilitychange"));
  view.dispatchEvent(new Event("online"));
  expect(awake).toHaveBeenCalledTimes(2);
});

test("without a page there is nothing to wake", () => {
  vi.stubGlobal("document", undefined);
  vi.stubGlobal("window", undefined);
  expect(() => onWake(() => {})()).not.toThrow();
});

test("what a person does is noticed, until that is ended", () => {
  const active = vi.fn();
  const end = onActivity(view, active);
  for (const doing of ["pointermove", "keydown", "load"]) view.dispatchEvent(new Event(doing));
  end();
  view.dispatchEvent(new Event("keydown"));
  expect(active).toHaveBeenCalledTimes(2);
  expect(() => onActivity(null, active)()).not.toThrow();
});
