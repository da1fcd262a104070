import { describe, expect, test } from "vitest";
import { around, contains, grow, overlap } from "../ui/box.ts";
import { Camera } from "./camera.ts";

const HALL = { x: -100, y: 50, width: 1000, height: 500 };

function camera(width = 528, height = 528): Camera {
  const made = new Camera(HALL, 5);
  made.resize(width, height);
  return made;
}

describe("a view", () => {
  test("shows the whole hall at first, in the middle", () => {
    const seen = camera();
    expect(seen.scale).toBeCloseTo(0.5);
    expect(seen.isWhole).toBe(true);
    expect(contains(seen.sight(), HALL)).toBe(true);
    expect(seen.middle).toEqual({ x: 400, y: 300 });
  });

  test.each([
    { buttons: "right", width: 1100, height: 528, clear: { x: 1050, y: 528 } },
    { buttons: "bottom", width: 528, height: 560, clear: { x: 528, y: 510 } },
    { buttons: "right", width: 528, height: 300, clear: { x: 478, y: 300 } },
  ])(
    "keeps the whole hall clear of the buttons: $buttons of $width x $height",
    ({ width, height, clear }) => {
      const seen = camera(width, height);
      const first = seen.toWindow(HALL);
      const last = seen.toWindow({ x: HALL.x + HALL.width, y: HALL.y + HALL.height });
      expect(Math.min(first.x, first.y)).toBeGreaterThanOrEqual(0);
      expect(last.x).toBeLessThanOrEqual(clear.x);
      expect(last.y).toBeLessThanOrEqual(clear.y);
    },
  );

  test("shows the whole hall in a window of another size, until it was moved", () => {
    const seen = camera();
    seen.resize(1028, 1028);
    expect(seen.scale).toBeCloseTo(1);
    seen.go(seen.nearer(2));
    seen.fitted = false;
    seen.resize(514, 514);
    expect(seen.scale).toBeCloseTo(2);
    expect(seen.middle.x).toBeCloseTo(400);
  });

  test("keeps the point that is zoomed about where it is", () => {
    const seen = camera();
    const at = { x: 200, y: 300 };
    const before = seen.toPlan(at);
    seen.go(seen.nearer(3, at));
    expect(seen.scale).toBeCloseTo(1.5);
    expect(seen.toPlan(at).x).toBeCloseTo(before.x);
    expect(seen.toPlan(at).y).toBeCloseTo(before.y);
  });

  test("comes no nearer than is of use, and goes no further than the whole", () => {
    const seen = camera();
    seen.go(seen.nearer(1000));
    expect(seen.scale).toBe(5);
    seen.go(seen.nearer(1e-6));
    expect(seen.isWhole).toBe(true);
  });

  test("follows a drag pixel by pixel", () => {
    const seen = camera();
    seen.go(seen.nearer(4));
    const before = seen.toWindow({ x: 400, y: 300 });
    seen.go(seen.dragged(30, -20));
    const after = seen.toWindow({ x: 400, y: 300 });
    expect(after.x - before.x).toBeCloseTo(30);
    expect(after.y - before.y).toBeCloseTo(-20);
  });

  test("never loses the hall, however far it is dragged", () => {
    const seen = camera();
    seen.go(seen.nearer(4));
    seen.go(seen.dragged(-1e6, 1e6));
    expect(overlap(seen.sight(), HALL)).toBe(true);
  });

  test("moves just so far that a place is well in sight", () => {
    const seen = camera();
    seen.go(seen.nearer(8, { x: 264, y: 264 }));
    const there = { x: seen.sight().x + seen.sight().width + 10, y: seen.middle.y };
    expect(seen.sees(there)).toBe(false);
    const { y } = seen;
    seen.go(seen.including(there));
    expect(seen.sees(there)).toBe(true);
    expect(seen.y).toBeCloseTo(y);
    const { x } = seen;
    seen.go(seen.including(there));
    expect(seen.x).toBeCloseTo(x);
  });

  test("frames a box, no nearer than wanted", () => {
    const seen = camera();
    seen.go(seen.framing({ x: 100, y: 100, width: 10, height: 10 }, 3));
    expect(seen.scale).toBe(3);
    seen.go(seen.framing({ x: 100, y: 100, width: 500, height: 100 }, 3));
    expect(seen.scale).toBeCloseTo(1);
    expect(contains(seen.sight(), { x: 100, y: 100, width: 500, height: 100 })).toBe(true);
  });
});

test("a box around places is as large as they reach; around none there is none", () => {
  const box = around([
    { x: 3, y: -1 },
    { x: -2, y: 4 },
  ]);
  expect(box).toEqual({ x: -2, y: -1, width: 5, height: 5 });
  expect(around([])).toBeUndefined();
  expect(grow({ x: 0, y: 0, width: 1, height: 1 }, 2)).toEqual({ x: -2, y: -2, width: 5, height: 5 });
});
