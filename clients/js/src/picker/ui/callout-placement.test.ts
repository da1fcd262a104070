import { describe, expect, it } from "vitest";

import { placeCallout } from "./callout-placement.ts";

const room = { width: 400, height: 300 };
const callout = { width: 200, height: 80 };
const seat = (x: number, y: number) => ({ x, y, width: 20, height: 20 });

describe("a callout", () => {
  it("lies above the seat, its tip in the seat's middle", () => {
    expect(placeCallout(seat(190, 200), callout, room)).toEqual({ x: 100, y: 108, side: "above", tip: 100 });
  });

  it("lies below where there is no room above", () => {
    expect(placeCallout(seat(190, 50), callout, room)).toMatchObject({ y: 82, side: "below" });
  });

  it.each([0, 380])("stays in the room when the seat is at its side (%d)", (x) => {
    const place = placeCallout(seat(x, 200), callout, room);
    expect(place.x).toBeGreaterThanOrEqual(0);
    expect(place.x + callout.width).toBeLessThanOrEqual(room.width);
  });

  it.each([
    [-50, 100],
    [500, 100],
    [100, -50],
    [100, 400],
  ])("waits at the bottom for a seat out of sight (%d, %d)", (x, y) => {
    expect(placeCallout(seat(x, y), callout, room)).toMatchObject({ x: 100, y: 212, side: "edge" });
  });

  it("does not know a seat that is nowhere", () => {
    expect(placeCallout(undefined, callout, room).side).toBe("edge");
  });

  it.each([10, 40, 90, 130])("leaves the seat uncovered in a low room (%d)", (y) => {
    const low = { width: 400, height: 150 };
    const place = placeCallout(seat(190, y), callout, low);
    expect(place.y >= y + 20 || place.y + callout.height <= y).toBe(true);
  });

  it("keeps off the buttons, and its tip with the seat", () => {
    const buttons = { x: 340, y: 150, width: 50, height: 140 };
    const place = placeCallout(seat(330, 260), callout, room, buttons);
    expect(place).toMatchObject({ x: 128, side: "above", tip: 180 });
    const mirrored = placeCallout(seat(50, 260), callout, room, { ...buttons, x: 10 });
    expect(mirrored).toMatchObject({ x: 72, side: "above", tip: 20 });
  });

  it("takes no notice of buttons elsewhere", () => {
    const buttons = { x: 340, y: 0, width: 50, height: 50 };
    expect(placeCallout(seat(190, 200), callout, room, buttons)).toMatchObject({ x: 100, tip: 100 });
  });
});
