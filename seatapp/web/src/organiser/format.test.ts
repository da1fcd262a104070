import type { Seat } from "seatapp";
import { expect, test } from "vitest";

import { percentage, placeOf, placesOf } from "./format.ts";

const SEAT: Seat = {
  id: "F7",
  zone: "Stalls",
  row: "F",
  number: "7",
  category: "Near",
  wheelchair: false,
  companion: false,
  features: [],
  radius: 10,
  x: 0,
  y: 0,
};

test("a hall is sold out when its last seat is sold", () => {
  expect(percentage(999, 1000)).toBe("99 %");
  expect(percentage(1000, 1000)).toBe("100 %");
  expect(percentage(0, 0)).toBe("0 %");
});

test("a seat is called by what the plan says of it, and else by its id", () => {
  expect(placeOf(SEAT)).toBe("Stalls, row F, seat 7");
  expect(placeOf({ ...SEAT, zone: "" })).toBe("row F, seat 7");
  expect(placeOf({ ...SEAT, rowLabel: "Table 4", label: "chair 7" })).toBe("Stalls, Table 4, chair 7");
  expect(placeOf({ ...SEAT, zone: "", row: "", number: "" })).toBe("F7");
});

test("seats of a row are named together, those without a name by their ids", () => {
  const eight = { ...SEAT, id: "2f1c", number: "8" };
  const other = { ...SEAT, id: "77aa", row: "G", number: "1" };
  const nameless = { ...SEAT, id: "T1", zone: "", row: "", number: "" };
  expect(placesOf([SEAT, other, eight, nameless])).toBe(
    "Stalls, row F, seats 7 and 8; Stalls, row G, seat 1; T1",
  );
});

test("a long list of seats ends in how many more there are", () => {
  const many = Array.from({ length: 15 }, (_, index) => ({ ...SEAT, number: String(index + 1) }));
  expect(placesOf(many)).toMatch(/^Stalls, row F, seats 1, 2, .* and 12; and 3 more$/);
});
