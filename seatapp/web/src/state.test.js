import assert from "node:assert/strict";
import { test } from "node:test";

import { BLOCKED, BOOKED, FREE, MINE, Seats, TAKEN } from "./state.js";

const STATUS = {
  bookedSeats: ["B1", "X1"],
  blockedSeats: ["X1"],
  lockedByOthers: ["T1"],
  lockedByMe: ["M1"],
};

function hall() {
  const seats = new Seats();
  seats.replace(STATUS);
  return seats;
}

const look = (seats, ...ids) => ids.map((id) => seats.stateOf(id));

test("the whole state says what every seat is; blocked seats stand among the booked too", () => {
  assert.deepEqual(look(hall(), "A1", "M1", "T1", "B1", "X1"), [FREE, MINE, TAKEN, BOOKED, BLOCKED]);
});

test("announcements change seats", () => {
  const seats = hall();
  seats.apply("seats-selected", ["A1"]);
  seats.apply("seats-held", ["A2"], 500);
  seats.apply("seats-released", ["T1", "B1"]);
  seats.apply("seats-booked", ["M1"]);
  seats.apply("seats-blocked", ["A3"]);
  assert.deepEqual(look(seats, "A1", "A2", "T1", "B1", "M1", "A3"), [TAKEN, MINE, FREE, FREE, BOOKED, BLOCKED]);
  assert.deepEqual(seats.mine(), [{ seat: "A2", deadline: 500 }]);
});

test("what is asked for is pending, and comes at once with the answer", () => {
  const seats = hall();
  seats.ask(["A1"], MINE);
  assert.deepEqual([seats.stateOf("A1"), seats.pending("A1")], [FREE, MINE]);
  seats.settle(["A1"], MINE, 0, 30_000);
  assert.deepEqual([seats.stateOf("A1"), seats.pending("A1")], [MINE, undefined]);
  assert.ok(seats.mine().some(({ seat, deadline }) => seat === "A1" && deadline === 30_000));
});

test("an announcement that overtakes the answer is believed", () => {
  const seats = hall();
  seats.ask(["A1"], MINE);
  seats.apply("seats-held", ["A1"], 500);
  seats.apply("seats-released", ["A1"]);
  seats.settle(["A1"], MINE, 0, 500);
  assert.equal(seats.stateOf("A1"), FREE);
});

test("an answer without its announcement is overdue after a while", () => {
  const seats = hall();
  seats.ask(["A1"], MINE);
  seats.settle(["A1"], MINE, 1_000, 30_000);
  assert.equal(seats.overdue(500), false);
  assert.equal(seats.overdue(1_500), true);
  seats.apply("seats-held", ["A1"], 30_000);
  assert.equal(seats.overdue(1_500), false);
});

test("a lock of ours that has not ended when it should is overdue", () => {
  const seats = hall();
  seats.apply("seats-held", ["A1"], 2_000);
  assert.equal(seats.overdue(1_999), false);
  assert.equal(seats.overdue(2_001), true);
});

test("a refusal marks the seats of others, and leaves the rest as it was", () => {
  const seats = hall();
  seats.ask(["A1", "A2", "B1"], MINE);
  seats.forget(["A1", "A2", "B1"], ["A2", "B1"], 0);
  assert.deepEqual(look(seats, "A1", "A2", "B1"), [FREE, TAKEN, BOOKED]);
});

test("a new whole state leaves what is pending, and overrules what was accepted", () => {
  const seats = hall();
  seats.ask(["A1", "A2"], MINE);
  seats.settle(["A1"], MINE, 0, 30_000);
  seats.replace(STATUS);
  assert.deepEqual([seats.stateOf("A1"), seats.pending("A2")], [FREE, MINE]);
});

test("a seat that is lost loses its time, and a remembered time never overrules a newer one", () => {
  const seats = hall();
  seats.remember(new Map([["M1", 900], ["T1", 900]]));
  assert.deepEqual(seats.mine(), [{ seat: "M1", deadline: 900 }]);
  seats.apply("seats-held", ["M1"], 1_500);
  seats.remember(new Map([["M1", 900]]));
  assert.deepEqual(seats.mine(), [{ seat: "M1", deadline: 1_500 }]);
  seats.apply("seats-released", ["M1"]);
  seats.apply("seats-held", ["M1"]);
  assert.deepEqual(seats.mine(), [{ seat: "M1", deadline: undefined }]);
});

test("the seats that may look different are named", () => {
  const changed = [];
  const seats = new Seats((ids) => changed.push([...ids]));
  seats.replace({ seq: 1, lockedByOthers: ["T1"] });
  seats.replace({ seq: 2, lockedByMe: ["M1"] });
  assert.deepEqual(changed, [["T1"], ["T1", "M1"]]);
});
