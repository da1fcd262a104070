/** Maps whose show is changed, on a real server. */
import { expect, test, vi } from "vitest";

import type { Show } from "../src/index.ts";
import { asAdmin, eventsOf, newNetwork, newShow, openMap, patience, stack } from "./people.ts";

const SOON = { timeout: patience(5_000), interval: 20 };
const NOTICED = { timeout: patience(12_000), interval: 20 }; // by the next show-seq
const isEvent = (name: string) => (frame: string) => frame.startsWith(`42["${name}`);

/** Send the show as it is, with something else in it; with `rows`, another hall. */
async function change(showId: string, changes: Partial<Show> & { rows?: Record<string, number> }) {
  const url = `${stack.usual}/api/shows/${showId}`;
  const { plan, ...show } = (await (await fetch(url)).json()) as Show;
  await asAdmin(url, { ...show, ...(changes.rows ? {} : { plan }), ...changes }, "PUT");
}

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

test("what the organiser changes is fetched, and said", async () => {
  const show = await newShow();
  const map = await openMap({ show });
  const changes = eventsOf(map, "changed");
  await change(show, { title: "Macbeth", prices: { Standard: 4700 }, startsAt: "2030-06-02T19:30:00Z" });
  const what = ["title", "times", "prices"];
  await vi.waitFor(() => expect(changes).toEqual([{ what, added: [], removed: [], lost: [] }]), SOON);
  expect([map.show?.title, map.hall?.priceOf("A1")]).toEqual(["Macbeth", 4700]);
  await change(show, { rows: { A: 9, B: 10, C: 1 } });
  await vi.waitFor(() => expect(changes).toHaveLength(2), SOON);
  expect(changes[1]).toEqual({ what: ["plan"], added: ["C1"], removed: ["A10"], lost: [] });
  await map.select(["C1"]);
  expect(map.basket.map(({ seat }) => seat.id)).toEqual(["C1"]);
});

test("a hall changes places with another while a selection is under way, and that goes on", async () => {
  const show = await newShow();
  const network = await newNetwork({
    // Or a gap in their numbers would have it learn of its selection from the whole state.
    drops: isEvent("seats-"),
    holdsUp: (path) => (path.includes("select-seats") ? 4_000 : 0),
  });
  const map = await openMap({ show, server: network.url });
  const pending: unknown[] = [];
  map.on("changed", () => pending.push(map.pending("B1")));
  const selected = map.select(["B1"]);
  await change(show, { rows: { A: 5, B: 10 } });
  await vi.waitFor(() => expect(pending).toEqual(["mine"]), SOON);
  await selected;
  expect(map.basket.map(({ seat }) => seat.id)).toEqual(["B1"]);
});

test("a change whose message is lost is noticed by the next show-seq", async () => {
  const show = await newShow();
  const network = await newNetwork({ drops: isEvent("show-changed") });
  const map = await openMap({ show, server: network.url });
  await change(show, { title: "Macbeth" });
  await vi.waitFor(() => expect(map.show?.title).toBe("Macbeth"), NOTICED);
});

test("a show that is deleted is gone at once, also for who only looks", async () => {
  const show = await newShow();
  const map = await openMap({ show });
  const gone = eventsOf(map, "gone");
  await asAdmin(`${stack.usual}/api/shows/${show}`, {}, "DELETE");
  await vi.waitFor(() => expect(gone).toHaveLength(1), { timeout: patience(2_000), interval: 20 });
  expect(map.connection).toBe("offline");
});

test("sales begin and end by themselves, by the server's clock", async () => {
  const show = await newShow();
  const map = await openMap({ show });
  const sales = eventsOf(map, "sales");
  const salesStartAt = inSeconds(6);
  await change(show, { salesStartAt, salesEndAt: inSeconds(12) });
  await vi.waitFor(() => expect(sales).toHaveLength(1), SOON);
  expect(map.sales.state).toBe("upcoming");
  expect(Date.parse(map.sales.opensAt ?? "")).toBe(Date.parse(salesStartAt));
  await vi.waitFor(() => expect(map.sales).toEqual({ state: "open" }), NOTICED);
  await map.select(["A1"]);
  await vi.waitFor(() => expect(map.sales).toEqual({ state: "ended" }), NOTICED);
  await expect(map.select(["A2"])).rejects.toMatchObject({ status: 409, code: "sales_closed" });
});

test("who selects before they know that sales are closed is refused, and knows then", async () => {
  const show = await newShow();
  const network = await newNetwork({ drops: (frame) => /show-(changed|seq)/.test(frame) });
  const map = await openMap({ show, server: network.url });
  const salesStartAt = inSeconds(3_600);
  await change(show, { salesStartAt });
  const refused = { code: "sales_closed", details: { opensAt: expect.any(String) } };
  await expect(map.select(["A1"])).rejects.toMatchObject(refused);
  await vi.waitFor(() => expect(map.sales.state).toBe("upcoming"), SOON);
});
