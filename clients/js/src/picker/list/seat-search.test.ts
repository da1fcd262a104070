import { describe, expect, it } from "vitest";

import { Hall } from "../../hall.ts";
import { examplesOf, SeatSearch } from "./seat-search.ts";

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
    categories: [],
    zones: [
      { name: "Stalls", rows: [row("A", "A1", "A2"), row("3", "S3-1", "S3-2")] },
      { name: "Balcony", rows: [row("3", "B3-1", "B3-2"), row("C", "x,y", "ODD")] },
    ],
  },
});
const called = new SeatSearch(hall);
const seat = (label: string, number: string, id: string) => ({
  row_number: label,
  seats: [{ seat_guid: id, seat_number: number, position: { x: 0, y: 0 }, category: "" }],
});

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

  it.each([
    ["É7", "a"],
    ["e\u0301 7", "a"],
    ["E7", "a"],
    ["ß2", "b"],
    ["SS 2", "b"],
    ["Ⅳ3", "c"],
    ["iv 3", "c"],
    ["क्षि ٤", "d"],
    ["Row É, seat 7", "a"],
  ])("is found as %j, however its letters are written in the plan", (name, id) => {
    const rows = [
      seat("E\u0301", "7", "a"),
      seat("ß", "2", "b"),
      seat("IV", "3", "c"),
      seat("क्षि", "4", "d"),
    ];
    const plan = { categories: [], zones: [{ name: "Hall", rows }] };
    const i18n = new SeatSearch(
      new Hall({ prices: {}, plan }),
      ({ row, number }) => `row ${row}, seat ${number}`,
    );
    expect(i18n.find(name)).toEqual({ seats: [id], unknown: [], ambiguous: [] });
  });

  it.each([
    ["Loge 3, Sofa 2", "d-1"],
    ["3 2", "d-1"],
    ["sofa 2 loge 3", undefined],
    ["Box 9", "box"],
    ["ø-7", "Ø7"],
    ["4 sofa SS", "e-1"],
    ["E 1", "e-1"],
    ["1 E", undefined],
  ])("is found as %j, whatever is said in the place of its row or number", (name, id) => {
    const rows = [
      { ...seat("3", "2", "d-1"), row_label: "Loge 3", seat_label: "Sofa %s" },
      { ...seat("Box 9", "", "box") },
      { ...seat("", "", "Ø7") },
      { ...seat("4", "1", "e-1"), seat_label: "Sofa ß" },
    ];
    const labelled = new Hall({ prices: {}, plan: { categories: [], zones: [{ rows }] } });
    const search = new SeatSearch(
      labelled,
      ({ row, rowLabel = row, number, label = number }) => `${rowLabel} ${label}`,
    );
    expect(search.find(name).seats).toEqual(id === undefined ? [] : [id]);
  });

  it("is found by its accents before it is found without them", () => {
    const rows = [seat("É", "7", "a"), seat("E", "7", "b")];
    const accents = new SeatSearch(new Hall({ prices: {}, plan: { categories: [], zones: [{ rows }] } }));
    expect(accents.find("é7, e7").seats).toEqual(["a", "b"]);
    expect(accents.find("è7")).toMatchObject({ seats: [], ambiguous: ["è7"] });
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

describe("an example", () => {
  it("is an id only where people would say that", () => {
    expect(examplesOf(hall)).toEqual(["A1", "A2"]);
  });

  it("is zone, row and number where ids are for programs, and is found", () => {
    const rows = [seat("F", "7", "4be3c2de-0a53"), seat("F", "8", "9d1f8c5a-77e1")];
    const zones = [
      { name: "Stalls, left", rows },
      { name: "Balcony", rows: [seat("F", "7", "77aa0d12-51c4")] },
    ];
    const machine = new Hall({ prices: {}, plan: { categories: [], zones } });
    expect(examplesOf(machine)).toEqual(["Stalls left F 7", "Stalls left F 8"]);
    expect(new SeatSearch(machine).find(examplesOf(machine).join(", ")).seats).toHaveLength(2);
  });
});
