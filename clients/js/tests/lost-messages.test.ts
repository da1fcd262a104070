/**
 * Whatever gets lost: 15 s after the network is well again every map shows what the database has. Random runs,
 * each on a show of its own: 30 of them, or as many as LOST_MESSAGES_RUNS says.
 */
import { expect, test } from "vitest";

import { Refusal, type SeatMap, type SeatState } from "../src/index.ts";
import type { Network } from "./network.ts";
import { newGuest, newNetwork, newShow, openMap, stack, truthOf } from "./people.ts";
import { Random } from "./random.ts";

const RUNS = Number(process.env.LOST_MESSAGES_RUNS ?? 30);
const AT_ONCE = 10;
const TROUBLE_MS = 3_000;
const QUIET_MS = 1_500; // nobody does anything any more, and the last news get lost too
const HEALED_MS = 15_000;
// A busy machine may need longer, but nobody more than two `show-seq`.
const NEWS = 2;
const SLOWEST_MS = 90_000;
const ROWS = { A: 20, B: 20 };
const SEATS = ["A", "B"].flatMap((row) => Array.from({ length: 20 }, (_, index) => `${row}${index + 1}`));

interface Person {
  token: string;
  network: Network;
  map: SeatMap;
}

test(`${RUNS} runs of lost messages end in agreement`, { timeout: 300_000 }, async () => {
  const seeds = Array.from({ length: RUNS }, (_, index) => index + 1);
  const failures: string[] = [];
  const lane = async () => {
    for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
      const wrong = await run(seed);
      if (wrong.length) failures.push(`seed ${seed}: ${wrong.join(", ")}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  expect(failures).toEqual([]);
});

/** Let three maps live through trouble, and return what is still wrong in them when they should be whole again. */
async function run(seed: number): Promise<string[]> {
  const random = new Random(seed);
  const show = await newShow(stack.usual, ROWS);
  const people = await Promise.all([1, 2, 3].map(() => newPerson(show)));
  const end = performance.now() + TROUBLE_MS;
  for (const { network } of people) {
    const loss = random.between(0.05, 0.4);
    network.rules.drops = () => random.chance(loss);
  }
  await Promise.all(people.map((person, index) => live(person, random, end, index > 0)));
  await sleep(QUIET_MS);
  for (const { network } of people) network.rules.drops = () => false;
  const wrong = await heal(show, people);
  for (const { map, network } of people) {
    map.stop();
    network.close();
  }
  return wrong;
}

async function newPerson(show: string): Promise<Person> {
  const [token, network] = await Promise.all([newGuest(), newNetwork()]);
  return { token, network, map: await openMap({ show, token, server: network.url, activity: null }) };
}

/** Lose the connection now and then; who takes part wants seats as well, others only hear of them. */
async function live({ network, map }: Person, random: Random, end: number, takesPart: boolean) {
  while (performance.now() < end) {
    await sleep(random.between(100, 900));
    if (random.chance(0.08)) network.cut();
    if (takesPart) await act(map, random);
  }
}

/** Select, release or book at random. */
async function act(map: SeatMap, random: Random): Promise<void> {
  const own = map.basket.map(({ seat }) => seat.id);
  const dice = random.next();
  try {
    if (dice < 0.1 && own.length) await map.book(`key ${random.next()}`);
    else if (dice < 0.4 && own.length) await map.release([random.pick(own)]);
    else await map.select(random.some(SEATS, 1 + random.below(3)));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

/** Wait until all maps agree with the database, and return what does not when the time is over. */
async function heal(show: string, people: Person[]): Promise<string[]> {
  const begun = performance.now();
  const heard = people.map(({ network }) => network.frames.length);
  const isOver = () => {
    const elapsed = performance.now() - begun;
    const told = people.every(({ network }, index) => newsIn(network.frames.slice(heard[index])) >= NEWS);
    return elapsed > SLOWEST_MS || (elapsed > HEALED_MS && told);
  };
  for (;;) {
    const over = isOver();
    const wrong = (await Promise.all(people.map((person) => differences(show, person)))).flat();
    if (!wrong.length || over) return wrong;
    await sleep(1_000);
  }
}

function newsIn(frames: string[]): number {
  return frames.filter((frame) => frame.startsWith('42["show-seq"')).length;
}

async function differences(show: string, { map, token }: Person): Promise<string[]> {
  const status = await truthOf(stack.usual, show, token);
  const truth = new Map<string, SeatState>();
  for (const seat of status.bookedSeats) truth.set(seat, "booked");
  for (const seat of status.lockedByOthers) truth.set(seat, "taken");
  for (const seat of status.lockedByMe) truth.set(seat, "mine");
  const wrong = SEATS.filter((seat) => map.stateOf(seat) !== (truth.get(seat) ?? "free"));
  return wrong.map((seat) => `${seat} is ${map.stateOf(seat)} for ${truth.get(seat) ?? "free"}`);
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
