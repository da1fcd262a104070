import { describe, expect, test } from "vitest";
import { Hall } from "../hall.ts";
import type { Place, PlanArea, PlanRow } from "../plan.ts";
import { together } from "./best-together.ts";
import { hallRows } from "./neighbours.ts";

const linesOf = (hall: Parameters<typeof hallRows>[0]) => hallRows(hall).flatMap(({ lines }) => lines);

const ALONG = 25;
const ACROSS = 60;

/** A list of seats at these places, called after the row and their place in the plan. */
function list(row: string, places: Place[], name = row): PlanRow {
  return {
    row_number: row,
    seats: places.map((position, index) => ({ seat_guid: `${name}-${index + 1}`, position, category: "" })),
  };
}

function hallOf(rows: PlanRow[], areas: PlanArea[] = []): Hall {
  return new Hall({ plan: { categories: [], zones: [{ name: "Hall", rows, areas }] }, prices: {} });
}

/** The lines of two and more, as the numbers of their seats. */
function linesIn(rows: PlanRow[], areas: PlanArea[] = []): string[] {
  return linesOf(hallOf(rows, areas))
    .filter(({ seats }) => seats.length > 1)
    .map(
      ({ seats, ring }) => seats.map(({ id }) => id.replace(/^.*?-/, "")).join(" ") + (ring ? " (ring)" : ""),
    );
}

const at = (x: number, y = 0) => ({ x, y });
const circle = (count: number, radius: number) =>
  Array.from({ length: count }, (_, index) => {
    const angle = (2 * Math.PI * index) / count;
    return at(radius * Math.cos(angle), radius * Math.sin(angle));
  });
const table = (width: number, height: number): PlanArea => ({
  shape: "rectangle",
  position: at(15, -10),
  rectangle: { width, height },
});

describe("at a long table", () => {
  const left = [0, 1, 2, 3].map((n) => at(0, n * ALONG));
  const right = left.map(({ y }) => at(ACROSS, y));
  const sides = ["1 2 3 4", "5 6 7 8"];

  test("those on one side are neighbours, never two across it", () => {
    expect(linesIn([list("T1", [...left, ...right])])).toEqual(sides);
    expect(linesIn([list("T1", [...left, ...right])], [table(30, 100)])).toEqual(sides);
  });

  test("numbered to and fro across it, too", () => {
    const zigzag = left.flatMap((seat, index) => [seat, right[index] as Place]);
    expect(linesIn([list("T1", zigzag)])).toEqual(["1 3 5 7", "2 4 6 8"]);
  });

  test.each([30, ALONG, 20])("be it %i wide, where the plan draws it", (across) => {
    const far = left.map(({ y }) => at(across, y));
    const between = { ...table(across - 8, 100), position: at(4, -10) };
    expect(linesIn([list("T1", [...left, ...far])], [between])).toEqual(sides);
  });

  test("two are found on one side, and three of two sides are not found", () => {
    const zigzag = [at(0, 0), at(ACROSS, 0), at(0, ALONG), at(ACROSS, ALONG)];
    const hall = hallOf([
      list("T1", zigzag),
      list(
        "T2",
        zigzag.map(({ x, y }) => at(x, y + 300)),
        "U",
      ),
    ]);
    const find = (count: number, ...taken: string[]) =>
      together(hall, { count, isFree: (seat) => !taken.includes(seat) });
    expect(find(2)).toEqual(["T1-1", "T1-3"]);
    expect(find(2, "T1-1", "T1-2", "U-1", "U-4")).toEqual([]);
    expect(find(3)).toEqual([]);
  });
});

describe("at a round table", () => {
  test("everybody has two neighbours", () => {
    expect(linesIn([list("T1", circle(8, 35))])).toEqual(["1 2 3 4 5 6 7 8 (ring)"]);
  });

  test("of four, too, where the plan draws it", () => {
    const round: PlanArea = { shape: "circle", circle: { radius: 20 } };
    expect(linesIn([list("T1", circle(4, 35))], [round])).toEqual(["1 2 3 4 (ring)"]);
  });

  test("the last and the first are found together", () => {
    const hall = hallOf([list("T1", circle(8, 35))]);
    const isFree = (seat: string) => ["T1-8", "T1-1", "T1-2"].includes(seat);
    expect(together(hall, { count: 3, isFree })).toEqual(["T1-8", "T1-1", "T1-2"]);
  });
});

describe("in a row", () => {
  const steps = (...xs: number[]) => xs.map((x) => at(x));

  test("an aisle parts neighbours, whatever their numbers", () => {
    expect(linesIn([list("A", steps(0, 30, 60, 120, 150, 180))])).toEqual(["1 2 3", "4 5 6"]);
  });

  test("that is bent, neighbours are those that are near", () => {
    const bent = circle(40, 200).slice(0, 20);
    expect(linesIn([list("A", bent)])).toEqual([bent.map((_, index) => index + 1).join(" ")]);
  });

  test("numbered odd and even from the middle, it is as they lie", () => {
    expect(linesIn([list("A", steps(0, 30, -30, 60, -60, 90))])).toEqual(["6 4 2 1 3 5"].map(reversed(5)));
  });

  test("of which the plan has several lists, they go on into each other", () => {
    const [one, other] = [list("A", steps(0, 30, 60), "a"), list("A", steps(90, 120), "b")];
    expect(linesOf(hallOf([one, other]))[0]?.seats.map(({ id }) => id)).toEqual([
      "a-1",
      "a-2",
      "a-3",
      "b-1",
      "b-2",
    ]);
  });

  test("of single seats, they are neighbours all the same", () => {
    const rows = [0, 30, 60].map((x, index) => list("A", [at(x)], `s${index}`));
    expect(linesOf(hallOf(rows)).map(({ seats }) => seats.length)).toEqual([3]);
  });

  test("in two lines, as a box has it, nobody is beside the one behind", () => {
    const rows = [list("Box", steps(0, 30), "front"), list("Box", [at(0, 24), at(30, 24)], "back")];
    expect(linesOf(hallOf(rows)).map(({ seats }) => seats.map(({ id }) => id))).toEqual([
      ["front-1", "front-2"],
      ["back-1", "back-2"],
    ]);
  });

  test("without a name, each list is a row of its own", () => {
    expect(linesIn([list("", steps(0, 30)), list("", steps(60, 90))])).toHaveLength(2);
  });

  test("on a drawn floor they are neighbours", () => {
    const floor: PlanArea = {
      shape: "polygon",
      polygon: { points: [at(-50, -50), at(200, -50), at(200, 50), at(-50, 50)] },
    };
    expect(linesIn([list("A", steps(0, 30, 60))], [floor])).toEqual(["1 2 3"]);
  });
});

test("who comes along sits beside a wheelchair, not across an aisle or a table", () => {
  const places = [at(0), at(30), at(90), at(120)];
  const row = list("A", places);
  if (row.seats?.[1]) row.seats[1].wheelchair = true;
  const companions = [...hallOf([row]).seats.values()].filter(({ companion }) => companion);
  expect(companions.map(({ id }) => id)).toEqual(["A-1"]);
});

/** Lines have no direction: this one is taken to begin with a seat. */
function reversed(first: number): (line: string) => string {
  return (line) => (line.startsWith(`${first}`) ? line : line.split(" ").reverse().join(" "));
}
