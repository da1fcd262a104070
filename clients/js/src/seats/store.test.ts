import { expect, test } from "vitest";

import type { Status } from "../http/api.ts";
import type { SeatLook } from "../types.ts";
import { SeatStore } from "./store.ts";

const STATUS: Status = {
  seq: 1,
  bookedSeats: ["B1", "X1"],
  blockedSeats: ["X1"],
  lockedByOthers: ["T1"],
  lockedByMe: ["M1"],
};
const AT = Date.parse("2026-01-01T12:00:00Z");

function hall(status: Partial<Status> = {}) {
  const seats = new SeatStore(() => {});
  seats.replace({ ...STATUS, ...status }, 0);
  return seats;
}

const look = (seats: SeatStore, ...ids: string[]) => ids.map((id) => seats.stateOf(id));

test("the whole state says what every seat is; blocked seats stand among the booked too", () => {
  expect(look(hall(), "A1", "M1", "T1", "B1", "X1")).toEqual(["free", "mine", "taken", "booked", "blocked"]);
});

test("announcements change seats", () => {
  const seats = hall();
  seats.apply("seats-selected", ["A1"]);
  seats.apply("seats-held", ["A2"], AT);
  seats.apply("seats-released", ["T1", "B1"]);
  seats.apply("seats-booked", ["M1"]);
  seats.apply("seats-blocked", ["A3"]);
  const expected = ["taken", "mine", "free", "free", "booked", "blocked"];
  expect(look(seats, "A1", "A2", "T1", "B1", "M1", "A3")).toEqual(expected);
  expect(seats.own.map((seat) => [seat, seats.untilOf(seat)])).toEqual([["A2", AT]]);
});

test("what is asked for is pending, and comes with the answer", () => {
  const seats = hall();
  const ask = seats.ask(["A1"], "mine");
  expect([seats.stateOf("A1"), seats.pending("A1"), seats.isOpen("A1")]).toEqual(["free", "mine", false]);
  seats.accept(ask, 0, AT);
  expect([seats.stateOf("A1"), seats.pending("A1")]).toEqual(["mine", undefined]);
  expect(seats.untilOf("A1")).toBe(AT);
});

test("what is asked for and refused is as it was", () => {
  const seats = hall();
  seats.drop(seats.ask(["A1", "T1"], "mine"));
  expect([...look(seats, "A1", "T1"), seats.pending("A1")]).toEqual(["free", "taken", undefined]);
});

test("an announcement that overtakes the answer ends the waiting, and what follows it is believed", () => {
  const seats = hall();
  const ask = seats.ask(["A1", "A2"], "mine");
  seats.apply("seats-held", ["A1", "A2"], AT);
  expect([seats.stateOf("A1"), seats.pending("A1")]).toEqual(["mine", undefined]);
  seats.apply("seats-released", ["A1"]);
  seats.accept(ask, 0, AT);
  expect(look(seats, "A1", "A2")).toEqual(["free", "mine"]);
  expect(seats.unconfirmedSince(1)).toBe(false);
});

test("news of what was before the answer do not undo it", () => {
  const seats = hall();
  const ask = seats.ask(["T1"], "mine");
  seats.accept(ask, 0, AT); // the seat had been released, and the announcement is late
  seats.apply("seats-released", ["T1"]);
  expect(seats.stateOf("T1")).toBe("mine");
  seats.apply("seats-held", ["T1"], AT);
  seats.apply("seats-released", ["T1"]);
  expect(seats.stateOf("T1")).toBe("free");
});

test("a second wish for a seat stands over the first one's answer", () => {
  const seats = hall();
  const first = seats.ask(["A1"], "mine");
  const second = seats.ask(["A1"], "free");
  seats.accept(first, 0, AT);
  expect(seats.pending("A1")).toBe("free");
  seats.accept(second, 0);
  expect([seats.stateOf("A1"), seats.pending("A1")]).toEqual(["free", undefined]);
});

test("a wish for a seat whose last answer is not announced yet changes nothing but that it is pending", () => {
  const seats = hall();
  seats.accept(seats.ask(["A1"], "mine"), 0, AT);
  const release = seats.ask(["A1"], "free");
  expect([seats.stateOf("A1"), seats.pending("A1")]).toEqual(["mine", "free"]);
  seats.accept(release, 1);
  seats.apply("seats-held", ["A1"], AT);
  expect(seats.stateOf("A1")).toBe("free");
  seats.apply("seats-released", ["A1"]);
  expect([seats.stateOf("A1"), seats.unconfirmedSince(Infinity)]).toEqual(["free", false]);
});

test("what an answer tells by the way waits for its announcement too, unless that has come", () => {
  const seats = hall();
  seats.learn(["A1", "B1"], "booked", 0);
  expect(seats.stateOf("A1")).toBe("booked");
  seats.apply("seats-booked", ["A1"]);
  expect(seats.unconfirmedSince(1)).toBe(false);
});

test("what is booked within the moment in which it was locked is announced as booked only", () => {
  const seats = hall();
  seats.accept(seats.ask(["A1"], "mine"), 0, AT);
  seats.apply("seats-booked", ["A1"]);
  seats.learn(["A1"], "booked", 1);
  expect([seats.stateOf("A1"), seats.own, seats.unconfirmedSince(Infinity)]).toEqual([
    "booked",
    ["M1"],
    false,
  ]);
});

test("an answer whose announcement does not come is unconfirmed", () => {
  const seats = hall();
  seats.accept(seats.ask(["A1"], "mine"), 1_000, AT);
  expect([seats.unconfirmedSince(500), seats.unconfirmedSince(1_500)]).toEqual([false, true]);
  seats.apply("seats-held", ["A1"], AT);
  expect(seats.unconfirmedSince(1_500)).toBe(false);
});

test("a new whole state leaves what is pending, and overrules what was accepted before it was asked for", () => {
  const seats = hall();
  seats.accept(seats.ask(["A1"], "mine"), 1_000, AT);
  seats.accept(seats.ask(["A2"], "mine"), 3_000, AT);
  seats.ask(["A3"], "mine");
  seats.replace(STATUS, 2_000);
  expect([...look(seats, "A1", "A2"), seats.pending("A3")]).toEqual(["free", "mine", "mine"]);
});

test("the whole state tells when each lock ends, and without that the known ends stand", () => {
  const seats = hall({ heldUntil: { M1: new Date(AT).toISOString() } });
  expect(seats.untilOf("M1")).toBe(AT);
  seats.replace(STATUS, 0);
  expect(seats.untilOf("M1")).toBe(AT);
  seats.replace({ ...STATUS, heldUntil: { M1: new Date(AT - 5).toISOString() } }, 0);
  expect(seats.untilOf("M1")).toBe(AT - 5);
});

test("what is told of several locks at once is the end of the first, and shortens none", () => {
  const seats = hall({ heldUntil: { M1: new Date(AT).toISOString() } });
  seats.apply("seats-held", ["M1", "A1"], AT - 1_000);
  expect([seats.untilOf("M1"), seats.untilOf("A1")]).toEqual([AT, AT - 1_000]);
  seats.hold(["M1", "A1"], AT + 1_000);
  expect([seats.untilOf("M1"), seats.untilOf("A1")]).toEqual([AT + 1_000, AT + 1_000]);
});

test("a seat that is lost loses its time", () => {
  const seats = hall();
  seats.hold(["M1"], AT);
  seats.apply("seats-released", ["M1"]);
  seats.apply("seats-held", ["M1"]);
  expect([seats.own, seats.untilOf("M1")]).toEqual([["M1"], undefined]);
});

/** Record the differences that a store reports, as "seat before>after", pending in brackets, and whether own ones are among them. */
function recorded() {
  const reported: [string[], boolean][] = [];
  const look = ({ state, pending, price }: SeatLook) =>
    [state, pending && `(${pending})`, price].filter((part) => part !== undefined).join(" ");
  const seats = new SeatStore((changes, own) =>
    reported.push([changes.map(({ seat, before, after }) => `${seat} ${look(before)}>${look(after)}`), own]),
  );
  return { seats, reported };
}

test("a whole state is reported as what is different, and whether own seats are among it", () => {
  const { seats, reported } = recorded();
  seats.replace({ ...STATUS, lockedByMe: [] }, 0);
  seats.replace(STATUS, 0);
  seats.replace({ ...STATUS, lockedByOthers: ["T2"] }, 0);
  seats.replace({ ...STATUS, lockedByOthers: ["T2"] }, 0);
  expect(reported).toEqual([
    [["B1 free>booked", "X1 free>blocked", "T1 free>taken"], false],
    [["M1 free>mine"], true],
    [["T1 taken>free", "T2 free>taken"], false],
  ]);
});

test("asking, the answer and the price are differences, and the announcement that confirms them is none", () => {
  const { seats, reported } = recorded();
  const ask = seats.ask(["A1"], "mine");
  seats.agree({ A1: 1250 });
  seats.accept(ask, 0, AT);
  seats.agree({ A1: 1250 });
  seats.apply("seats-held", ["A1"], AT);
  seats.agree({ A1: 1300 });
  expect(reported).toEqual([
    [["A1 free>free (mine)"], false],
    [["A1 free (mine)>mine 1250"], true],
    [["A1 mine 1250>mine 1300"], true],
  ]);
});

test("the whole state of an arena is taken in a moment", () => {
  const ids = Array.from({ length: 12_408 }, (_, index) => `${index}`);
  const seats = new SeatStore(() => {});
  const halves = [ids.slice(0, 6_000), ids.slice(6_000)] as const;
  const times = Array.from({ length: 10 }, (_, round) => {
    const [lockedByOthers = [], bookedSeats = []] = round % 2 ? halves : halves.toReversed();
    const start = process.cpuUsage();
    seats.replace({ ...STATUS, lockedByOthers, bookedSeats }, 0);
    return process.cpuUsage(start).user / 1000;
  });
  expect(Math.min(...times)).toBeLessThan(20);
});
