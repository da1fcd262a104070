import { describe, expect, it } from "vitest";

import { Hall } from "../../plan.ts";
import { Called } from "./called.ts";

const row = (label: string, ...ids: string[]) => ({
  row_number: label,
  seats: ids.map((id, index) => ({
    seat_guid: id,
    seat_number: String(index + 1),
    position: { x: index, y: 0 },
    category: "",
  })),
});
const hall = new Hall({
  prices: {},
  plan: {
    zones: [
      { name: "Stalls", rows: [row("A", "A1", "A2"), row("3", "S3-1", "S3-2")] },
      { name: "Balcony", rows: [row("3", "B3-1", "B3-2"), row("C", "x,y", "ODD")] },
    ],
  },
});
const called = new Called(hall);

describe("a seat", () => {
  it.each([
    ["A1", "A1"],
    ["a1", "A1"],
    [" A 1 ", "A1"],
    ["A-2", "A2"],
    ["s3-2", "S3-2"],
    ["stalls 3 2", "S3-2"],
    ["Balcony, row 3, seat 2".replace(/, (row|seat)/g, ""), "B3-2"],
    ["x,y", "x,y"],
    ["C2", "ODD"],
  ])("is found as %j", (name, id) => {
    expect(called.find(name)).toEqual({ seats: [id], unknown: [], ambiguous: [] });
  });

  it("is found once, among others", () => {
    expect(called.find("A1; a1, S3-1،A2").seats).toEqual(["A1", "S3-1", "A2"]);
  });

  it("that is not there is said to be unknown, as it was written", () => {
    expect(called.find("A1, Z9")).toMatchObject({ seats: ["A1"], unknown: ["Z9"] });
  });

  it("is ambiguous where several are called so", () => {
    expect(called.find("3 1")).toMatchObject({ seats: [], ambiguous: ["3 1"] });
  });

  it("is not found in nothing", () => {
    expect(called.find(" , ")).toEqual({ seats: [], unknown: [], ambiguous: [] });
  });
});
