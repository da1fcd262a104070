import { describe, expect, it } from "vitest";

import { Hall } from "../../hall.ts";
import type { PlanZone } from "../../plan.ts";
import { Localizer } from "./localizer.ts";
import { SeatNames } from "./seat-names.ts";

const zone = (name: string, row: string, ids: string[]): PlanZone => ({
  name,
  rows: [
    {
      row_number: row,
      seats: ids.map((id, index) => ({
        seat_guid: id,
        seat_number: String(index + 1),
        position: { x: index, y: 0 },
        category: "Near",
        wheelchair: index === 2,
      })),
    },
  ],
});

function names(lang: string, ...zones: PlanZone[]): SeatNames {
  const plan = { categories: [{ name: "Near" }], zones };
  return new SeatNames(new Hall({ plan, prices: { Near: 1250 } }), new Localizer(lang), "EUR");
}

const stalls = zone("Stalls", "3", ["a", "b", "c"]);
const balcony = zone("Balcony", "1", ["d"]);

describe("seats", () => {
  it("in one row are named together", () => {
    expect(names("en", stalls, balcony).of(["a", "b"])).toBe("Stalls, row 3, seats 1 and 2");
    expect(names("de", stalls, balcony).of(["a", "b"])).toBe("Stalls, Reihe 3, Plätze 1 und 2");
  });

  it("of a hall in one part are named without it", () => {
    expect(names("en", stalls, { name: "Stage", areas: [] }).of(["b"])).toBe("row 3, seat 2");
  });

  it("in several rows are named row by row", () => {
    expect(names("en", stalls, balcony).of(["a", "d"])).toBe("Stalls, row 3, seat 1; Balcony, row 1, seat 1");
  });

  it("without rows are named by their number", () => {
    expect(names("en", zone("Table", "", ["t", "u"])).of(["u"])).toBe("seat 2");
  });

  it("with labels of their own are named by these", () => {
    const box = zone("Boxes", "4", ["t", "u"]);
    const [row] = box.rows ?? [];
    Object.assign(row ?? {}, { row_label: "Table 4", seat_label: "chair %s" });
    expect(names("en", stalls, box).of(["t", "u"])).toBe("Boxes, Table 4, chair 1 and chair 2");
    Object.assign(row ?? {}, { row_label: null });
    expect(names("en", stalls, box).of(["u"])).toBe("Boxes, Row 4, chair 2");
    Object.assign(row ?? {}, { row_label: "Table 4", seat_label: null });
    expect(names("en", stalls, box).of(["u"])).toBe("Boxes, Table 4, seat 2");
  });

  it("that the hall has not are not named", () => {
    expect(names("en", stalls).of(["a", "nowhere"])).toBe("row 3, seat 1");
  });

  it("are described with all that matters", () => {
    expect(names("en", stalls).describe("c", "free")).toBe(
      "Row 3, seat 3, wheelchair place, Near, €12.50, available",
    );
    expect(names("en", stalls).describe("b", "booked")).toBe(
      "Row 3, seat 2, companion seat, Near, €12.50, sold",
    );
  });
});
