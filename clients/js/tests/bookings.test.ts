/** A visitor's bookings, listed and cancelled by the library, on a real server. */
import { expect, test, vi } from "vitest";

import { Bookings } from "../src/index.ts";
import { newGuest, newJwt, newShow, openMap, patience, stack } from "./people.ts";

const SOON = { timeout: patience(5_000), interval: 20 };
const server = stack.usual;

/** A user who has booked each of these seats by itself. */
async function userWith(...seats: string[]) {
  const token = newJwt(`user-${crypto.randomUUID()}`, 600);
  const show = await newShow();
  const map = await openMap({ show, token });
  const ids: string[] = [];
  for (const seat of seats) {
    await map.select([seat]);
    ids.push((await map.book()).id);
  }
  return { show, map, ids, bookings: new Bookings({ server, token }) };
}

test("bookings are listed by pages, the newest first", async () => {
  const { ids, bookings } = await userWith("A1", "A2", "A3");
  const first = await bookings.list({ perPage: 2 });
  const second = await bookings.list({ page: 2, perPage: 2 });
  expect([first.total, first.page, second.page]).toEqual([3, 1, 2]);
  expect([...first.bookings, ...second.bookings].map(({ id }) => id)).toEqual(ids.toReversed());
});

test("a booking says who it is for", async () => {
  const { map, bookings } = await userWith();
  const customer = { name: "Ann", email: "ann@shop.example" };
  await map.select(["A1", "A2"]);
  const wrong = map.book({ expectedTotal: 1, customer });
  await expect(wrong).rejects.toMatchObject({ code: "price_changed", details: { total: map.total } });
  const booking = await map.book({ key: "the shop's", customer });
  expect(booking).toMatchObject({ seats: ["A1", "A2"], customer });
  expect(await map.book({ key: "the shop's", customer })).toEqual(booking);
  expect((await bookings.list()).bookings).toEqual([booking]);
});

test("a cancelled booking stays, and its seats are free for everybody", async () => {
  const { show, map, ids, bookings } = await userWith("A1");
  const [id = ""] = ids;
  const bob = await openMap({ show });
  expect(bob.stateOf("A1")).toBe("booked");
  const cancelled = await bookings.cancel(id);
  expect([cancelled.id, cancelled.status]).toEqual([id, "cancelled"]);
  await vi.waitFor(() => expect([bob.stateOf("A1"), map.stateOf("A1")]).toEqual(["free", "free"]), SOON);
  expect(await bookings.cancel(id)).toEqual(cancelled);
  expect(await bookings.get(id)).toEqual(cancelled);
});

test("a part of a booking is given back, and the rest stays booked", async () => {
  const { show, map, bookings } = await userWith();
  const bob = await openMap({ show });
  await map.select(["A1", "A2", "A3"]);
  const { id } = await map.book();
  const rest = await bookings.cancel(id, ["A2"]);
  expect([rest.status, rest.seats, rest.items.map(({ seat }) => seat)]).toEqual([
    "confirmed",
    ["A1", "A3"],
    ["A1", "A3"],
  ]);
  const states = () => ["A1", "A2", "A3"].map((seat) => bob.stateOf(seat));
  await vi.waitFor(() => expect(states()).toEqual(["booked", "free", "booked"]), SOON);
  expect(await bookings.get(id)).toEqual(rest);
});

test("a booking is found again by its reference and e-mail address, and read", async () => {
  const { map } = await userWith();
  await map.select(["A1"]);
  const { reference, id } = await map.book({ customer: { name: "Zoë", email: "zoe@shop.example" } });
  const anybody = new Bookings({ server });
  const { booking, ticketUrl } = await anybody.find(reference.toLowerCase(), "Zoe@shop.example");
  expect(booking).toMatchObject({ id, seats: ["A1"], status: "confirmed" });
  const ticket = await fetch(ticketUrl);
  expect([ticket.ok, await ticket.text()]).toEqual([true, expect.stringContaining(reference)]);
  const wrong = anybody.find(reference, "bob@shop.example");
  await expect(wrong).rejects.toMatchObject({ status: 404, code: "booking_not_found" });
});

test("nobody reads or cancels the bookings of somebody else", async () => {
  const { ids } = await userWith("A1");
  const [id = ""] = ids;
  const bob = new Bookings({ server, token: await newGuest() });
  expect((await bob.list()).bookings).toEqual([]);
  await expect(bob.get(id)).rejects.toMatchObject({ status: 404, code: "booking_not_found" });
  await expect(bob.cancel(id)).rejects.toMatchObject({ status: 404, code: "booking_not_found" });
});
