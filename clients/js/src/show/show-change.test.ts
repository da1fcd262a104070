import { expect, test } from "vitest";

import { Hall } from "../hall.ts";
import type { Show } from "../plan.ts";
import { compare } from "./show-change.ts";

const SHOW: Show = {
  showId: "hall",
  revision: 1,
  title: "Hamlet",
  startsAt: "2030-06-01T19:30:00+02:00",
  timeZone: "Europe/Vienna",
  currency: "EUR",
  prices: { Standard: 2000 },
  ticketTypes: [],
  seatCount: 2,
  salesOpen: true,
  salesStartAt: null,
  salesEndAt: null,
  rules: {},
  maxSeatsPerUser: 10,
  plan: planOf("A1", "A2"),
};

function planOf(...ids: string[]): Show["plan"] {
  const seats = ids.map((id, x) => ({ seat_guid: id, position: { x, y: 0 }, category: "Standard" }));
  return { categories: [{ name: "Standard" }], zones: [{ rows: [{ row_number: "A", seats }] }] };
}

function changed(changes: Partial<Show>, own: string[] = []) {
  const after = { ...SHOW, revision: 2, ...changes };
  return compare([SHOW, new Hall(SHOW)], [after, new Hall(after)], own);
}

test.each([
  ["title", { title: "Macbeth" }],
  ["times", { startsAt: "2030-06-02T19:30:00+02:00" }],
  ["times", { timeZone: "Europe/London" }],
  ["prices", { prices: { Standard: 3000 } }],
  ["sales", { salesOpen: false }],
  ["sales", { salesStartAt: "2030-05-01T00:00:00Z" }],
  ["sales", { salesEndAt: "2030-05-01T00:00:00Z" }],
])("it is said that the %s changed: %o", (aspect, changes) => {
  expect(changed(changes)).toEqual({ what: [aspect], added: [], removed: [], lost: [] });
});

test("it is said which seats came and went, and which of those were in the basket", () => {
  const change = changed({ plan: planOf("A2", "A3", "A4") }, ["A1", "A2"]);
  expect(change).toMatchObject({ what: ["plan"], added: ["A3", "A4"], removed: ["A1"] });
  expect(change.lost).toMatchObject([{ id: "A1", row: "A" }]);
});
