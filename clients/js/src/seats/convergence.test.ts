/** Whatever is lost, late or twice: a map that has heard of the last number shows what is so. */
import { expect, test } from "vitest";

import { Random } from "../../tests/random.ts";
import { Sequencer } from "../connection/sequencer.ts";
import type { Status } from "../http/api.ts";
import type { SeatLook, SeatState } from "../types.ts";
import { type Announced, SeatStore } from "./store.ts";

const IDS = Array.from({ length: 12 }, (_, index) => `A${index + 1}`);
const BECOMES: [Announced, SeatState][] = [
  ["seats-selected", "taken"],
  ["seats-held", "mine"],
  ["seats-released", "free"],
  ["seats-booked", "booked"],
  ["seats-blocked", "blocked"],
];

const FREE: SeatLook = { state: "free", pending: undefined, price: undefined };

interface Announcement {
  seq: number;
  kind: Announced;
  seats: string[];
}

/** A hall on the server, as it is after announcement `seq`. */
class Truth {
  seq = 0;
  readonly states = new Map<string, SeatState>();

  change(random: Random): Announcement {
    const [kind, state] = random.pick(BECOMES);
    return this.set(kind, state, random.some(IDS, 1 + random.below(3)));
  }

  set(kind: Announced, state: SeatState, seats: string[]): Announcement {
    for (const seat of seats) this.states.set(seat, state);
    return { seq: ++this.seq, kind, seats };
  }

  /** The whole state; `seq` may be older than the seats, never newer. */
  status(age: number): Status {
    const all = (...states: SeatState[]) =>
      IDS.filter((id) => states.includes(this.states.get(id) ?? "free"));
    return {
      seq: Math.max(0, this.seq - age),
      bookedSeats: all("booked", "blocked"),
      blockedSeats: all("blocked"),
      lockedByOthers: all("taken"),
      lockedByMe: all("mine"),
    };
  }
}

class Client {
  now = 0;
  /** What the differences add up to; a seat is absent while it is free and nothing is asked for. */
  readonly looks = new Map<string, SeatLook>();
  readonly wrong: string[] = [];
  readonly seats = new SeatStore((changes) => {
    for (const { seat, before, after } of changes) {
      if (!isAlike(before, this.looks.get(seat) ?? FREE)) this.wrong.push(`${seat} was not so before`);
      this.looks.set(seat, after);
    }
    for (const seat of IDS) {
      const now = { ...FREE, state: this.seats.stateOf(seat), pending: this.seats.pending(seat) };
      if (!isAlike(now, this.looks.get(seat) ?? FREE)) this.wrong.push(`${seat} is not so now`);
    }
  });
  readonly stream = new Sequencer<Announcement>({
    apply: ({ kind, seats }) => this.seats.apply(kind, seats),
    gap: () => {},
  });

  join(status: Status) {
    this.stream.pause();
    this.seats.replace(status, this.now);
    this.stream.resume(status.seq);
  }
}

function isAlike(one: SeatLook, other: SeatLook): boolean {
  return one.state === other.state && one.pending === other.pending;
}

function differences(client: Client, truth: Truth) {
  return IDS.filter((id) => client.seats.stateOf(id) !== (truth.states.get(id) ?? "free"));
}

/** Let `steps` things happen, some announcements get lost, then say how far the show has come. */
function run(seed: number, steps = 60) {
  const random = new Random(seed);
  const loss = random.between(0, 0.4);
  const truth = new Truth();
  const client = new Client();
  const underWay: Announcement[] = [];
  const send = (announcement: Announcement) => {
    if (!random.chance(loss)) underWay.push(announcement);
    if (random.chance(0.05)) underWay.push(announcement);
  };
  client.join(truth.status(0));
  for (let step = 0; step < steps; step++) {
    client.now++;
    if (random.chance(0.5)) send(truth.change(random));
    else if (random.chance(0.6)) select(random, truth, client, send);
    while (underWay.length && random.chance(0.6)) client.stream.announce(underWay.shift() as Announcement);
    if (client.stream.paused && random.chance(0.5)) client.join(truth.status(random.below(3)));
    if (
      !client.stream.paused &&
      !client.stream.misses(truth.seq) &&
      !client.seats.unconfirmedSince(Infinity)
    ) {
      expect(differences(client, truth), `seed ${seed}, step ${step}`).toEqual([]);
    }
  }
  for (const announcement of underWay) client.stream.announce(announcement);
  client.now++;
  if (client.stream.paused || client.stream.misses(truth.seq)) client.join(truth.status(0));
  expect(differences(client, truth), `seed ${seed}`).toEqual([]);
  expect(client.wrong, `seed ${seed}`).toEqual([]);
}

/** Ask for a seat: granted or refused, and the answer before or after its announcement. */
function select(random: Random, truth: Truth, client: Client, send: (announcement: Announcement) => void) {
  const seat = random.pick(IDS);
  const ask = client.seats.ask([seat], "mine");
  if ((truth.states.get(seat) ?? "free") !== "free" || random.chance(0.2)) return client.seats.drop(ask);
  const announcement = truth.set("seats-held", "mine", [seat]);
  if (random.chance(0.5)) client.seats.accept(ask, client.now);
  send(announcement);
  if (random.chance(0.9)) client.seats.accept(ask, client.now);
  else client.seats.drop(ask); // the answer was lost
}

test("500 random stories end in agreement", () => {
  for (let seed = 1; seed <= 500; seed++) run(seed);
});
