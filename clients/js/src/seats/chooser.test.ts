import { expect, test } from "vitest";

import type { SelectOptions, Wish } from "../http/api.ts";
import { Refusal } from "../http/refusal.ts";
import type { Chosen } from "../types.ts";
import { Chooser, type ChooserParts } from "./chooser.ts";

const NONE = new Refusal(409, { code: "none_available", message: "" });
const TOO_MANY = new Refusal(422, { code: "too_many_seats", message: "" });
const TAKEN = new Refusal(409, { code: "seats_unavailable", message: "" });

/** A hall of single seats, of which the visitor may hold so many; `calls` are in their order. */
class Hall implements ChooserParts {
  readonly calls: string[] = [];
  readonly held = new Set<string>();
  #seats: string[];
  #most: number;
  #rules: boolean;

  constructor(seats: string[], { most = 10, rules = false } = {}) {
    [this.#seats, this.#most, this.#rules] = [seats, most, rules];
  }

  best = async (wish: Wish): Promise<Chosen> => {
    this.calls.push(`best not ${wish.not?.join() ?? ""}`);
    if (this.held.size >= this.#most) throw TOO_MANY;
    const seat = this.#seats.find((each) => !wish.not?.includes(each) && !this.held.has(each));
    if (seat === undefined) throw NONE;
    this.held.add(seat);
    return { seats: [seat], together: "row", wish };
  };

  select = async (seats: string[], { types }: SelectOptions): Promise<void> => {
    this.calls.push(`select ${seats} ${JSON.stringify(types)}`);
    if (!seats.every((seat) => this.#seats.includes(seat))) throw TAKEN;
    for (const seat of seats) this.held.add(seat);
  };

  release = async (seats: string[]): Promise<void> => {
    this.calls.push(`release ${seats}`);
    for (const seat of seats) this.held.delete(seat);
  };

  own = (seats: string[]) => seats.filter((seat) => this.held.has(seat));
  typesOf = (seats: string[]) => Object.fromEntries(seats.map((seat) => [seat, "child"]));
  hasRules = () => this.#rules;
  sell = (seat: string) => {
    this.#seats = this.#seats.filter((each) => each !== seat);
  };
}

test("others are chosen before the first are given back, and none that were seen", async () => {
  const hall = new Hall(["A1", "A2", "A3"]);
  const chooser = new Chooser(hall);
  const second = await chooser.chooseOther(await chooser.choose({ count: 1 }));
  const third = await chooser.chooseOther(second);
  expect([...hall.held]).toEqual(["A3"]);
  expect(third.wish.not).toEqual(["A1", "A2"]);
  expect(hall.calls.slice(1)).toEqual(["best not A1", "release A1", "best not A1,A2", "release A2"]);
});

test("without others the visitor keeps what they have", async () => {
  const hall = new Hall(["A1"]);
  const chooser = new Chooser(hall);
  const first = await chooser.choose({ count: 1 });
  await expect(chooser.chooseOther(first)).rejects.toBe(NONE);
  expect([...hall.held]).toEqual(["A1"]);
});

test.each([{ most: 1 }, { rules: true }])(
  "with %o the first are given back before, and had again where there are no others",
  async (bounds) => {
    const hall = new Hall(["A1", "A2"], bounds);
    const chooser = new Chooser(hall);
    const second = await chooser.chooseOther(await chooser.choose({ count: 1 }));
    expect(second.seats).toEqual(["A2"]);
    await expect(chooser.chooseOther(second)).rejects.toBe(NONE);
    expect([...hall.held]).toEqual(["A2"]);
    expect(hall.calls.at(-1)).toBe('select A2 {"A2":"child"}');
  },
);

test("when somebody took the first meanwhile, any will do rather than none", async () => {
  const hall = new Hall(["A1", "A2"], { rules: true });
  const chooser = new Chooser(hall);
  const second = await chooser.chooseOther(await chooser.choose({ count: 1 }));
  hall.sell("A2");
  expect((await chooser.chooseOther(second)).seats).toEqual(["A1"]);
  expect([...hall.held]).toEqual(["A1"]);
});

test("what was given back by hand is not had again", async () => {
  const hall = new Hall(["A1"]);
  const chooser = new Chooser(hall);
  const first = await chooser.choose({ count: 1 });
  await hall.release(["A1"]);
  await expect(chooser.chooseOther(first)).rejects.toBe(NONE);
  expect([...hall.held]).toEqual([]);
});
