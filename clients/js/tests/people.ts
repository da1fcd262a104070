/** What the tests against real servers begin with: shows, people, maps that end with the file. */
import { createHmac } from "node:crypto";
import { availableParallelism, loadavg } from "node:os";
import { afterAll, inject } from "vitest";
import { TIMES } from "../src/connection/show-room.ts";
import type { Status } from "../src/http/api.ts";
import { call } from "../src/http/call.ts";
import { retry } from "../src/http/retry.ts";
import { SeatMap, type SeatMapEvents, type SeatMapOptions } from "../src/index.ts";
import { Network, type Rules } from "./network.ts";

export const stack = inject("stack");

const ends: (() => void)[] = [];
afterAll(() => {
  for (const end of ends) end();
});

/** How long to wait, ms, on a machine that does as much at once as this one does just now. */
export function patience(ms: number): number {
  return ms * Math.min(10, Math.max(1, (1.5 * (loadavg()[0] ?? 0)) / availableParallelism()));
}

/** Create a show with these rows and return its id. */
export async function newShow(server = stack.usual, rows: Record<string, number> = { A: 10, B: 10 }) {
  const showId = `show-${crypto.randomUUID().slice(0, 8)}`;
  const show = { showId, title: "Hamlet", startsAt: "2030-06-01T19:30:00Z", currency: "EUR", rows };
  await asAdmin(`${server}/api/shows`, show);
  return showId;
}

export async function asAdmin(url: string, body: object, method = "POST") {
  const headers = { Authorization: "Bearer admin", "Content-Type": "application/json" };
  const response = await fetch(url, { method, headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
}

/** Return a new guest's token. */
export async function newGuest(server = stack.usual): Promise<string> {
  const { token } = await call<{ token: string }>("POST", `${server}/api/session`);
  return token;
}

/** Return a JWT of the shop's for this user that holds for so many seconds; the secret is in stack.py. */
export function newJwt(user: string, seconds: number): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const claims = { sub: user, exp: Math.floor(Date.now() / 1000) + seconds };
  const signed = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
  const hmac = createHmac("sha256", "a secret that the shop and the server share");
  return `${signed}.${hmac.update(signed).digest("base64url")}`;
}

/** What the server says of a show's seats to the one with this token. */
export function truthOf(server: string, showId: string, token: string): Promise<Status> {
  return retry(() => call("GET", `${server}/api/bookings/locked-seats/${showId}`, { token }), 60_000);
}

/** A network between maps and a worker. */
export async function newNetwork(rules: Partial<Rules> = {}, server = stack.usual): Promise<Network> {
  const network = await Network.to(server, rules);
  ends.push(() => network.close());
  return network;
}

/** A map that has not started. */
export function newMap(options: SeatMapOptions, times: Partial<typeof TIMES> = {}): SeatMap {
  const map = new SeatMap({ server: stack.usual, ...options }, { ...TIMES, ...times });
  ends.push(() => map.stop());
  return map;
}

/** A map of a show that is live. */
export async function openMap(options: SeatMapOptions, times: Partial<typeof TIMES> = {}): Promise<SeatMap> {
  const map = newMap(options, times);
  await map.start();
  return map;
}

/** Collect a map's events of one kind. */
export function eventsOf<Name extends keyof SeatMapEvents>(map: SeatMap, name: Name) {
  const events: SeatMapEvents[Name][] = [];
  map.on(name, (event) => events.push(event));
  return events;
}
