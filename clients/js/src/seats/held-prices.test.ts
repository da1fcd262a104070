import { expect, test } from "vitest";

import type { Status } from "../http/api.ts";
import { SeatStore } from "./store.ts";

const EMPTY: Status = { seq: 0, bookedSeats: [], lockedByOthers: [], lockedByMe: [], blockedSeats: [] };

function hall(status: Partial<Status> = {}): SeatStore {
  const seats = new SeatStore(() => {});
  seats.replace({ ...EMPTY, ...status }, 0);
  return seats;
}

function take(seats: SeatStore, seat: string, price: number): void {
  const ask = seats.ask([seat], "mine");
  seats.agree({ [seat]: price });
  seats.accept(ask, 1);
}

test("a seat has the price of its grant, before it is announced and after", () => {
  const seats = hall();
  take(seats, "A1", 1250);
  expect(seats.priceOf("A1")).toBe(1250);
  seats.apply("seats-held", ["A1"]);
  expect(seats.priceOf("A1")).toBe(1250);
  expect(seats.unpriced).toBe(false);
});

test("after a reload it has what the whole state tells", () => {
  expect(hall({ lockedByMe: ["A1"], heldPrices: { A1: 1250 } }).priceOf("A1")).toBe(1250);
});

test("what another tab took is asked for, once, also of a server that does not tell", () => {
  const seats = hall();
  seats.apply("seats-held", ["A1"]);
  expect(seats.unpriced).toBe(true);
  seats.replace({ ...EMPTY, lockedByMe: ["A1"] }, 1);
  expect([seats.unpriced, seats.priceOf("A1")]).toEqual([false, undefined]);
});

test("a price is forgotten with the seat, and agreed anew with a new grant", () => {
  const seats = hall();
  take(seats, "A1", 1250);
  seats.apply("seats-held", ["A1"]);
  seats.apply("seats-released", ["A1"]);
  expect(seats.priceOf("A1")).toBeUndefined();
  take(seats, "A1", 9900);
  expect(seats.priceOf("A1")).toBe(9900);
});

test("a price that is told later is news of the basket", () => {
  let news = 0;
  const seats = new SeatStore((_, own) => {
    news += Number(own);
  });
  seats.apply("seats-held", ["A1"]);
  seats.agree({ A1: 1250 });
  seats.agree({ A1: 1250 });
  expect(news).toBe(2);
});

test("as what a seat is sold is told with its price, and after a reload", () => {
  const seats = hall({ lockedByMe: ["A1"], heldPrices: { A1: 500 }, ticketTypes: { A1: "child" } });
  expect(seats.ticketTypeOf("A1")).toBe("child");
  seats.agree({ A1: 1250 }, { A1: "adult" });
  expect([seats.priceOf("A1"), seats.ticketTypeOf("A1")]).toEqual([1250, "adult"]);
});

test("another ticket type at the same price is news of the basket", () => {
  let news = 0;
  const seats = new SeatStore((_, own) => {
    news += Number(own);
  });
  seats.replace({ ...EMPTY, lockedByMe: ["A1"], heldPrices: { A1: 500 }, ticketTypes: { A1: "child" } }, 0);
  seats.agree({ A1: 500 }, { A1: "student" });
  expect(news).toBe(2);
});

test("a price that another tab made another is asked for with its ticket type", () => {
  const seats = hall({ lockedByMe: ["A1", "A2"], heldPrices: { A1: 500, A2: 500 } });
  seats.reprice({ A2: 500 });
  expect(seats.unpriced).toBe(false);
  seats.reprice({ A1: 1250 });
  expect(seats.unpriced).toBe(true);
});
