import { expect, onTestFinished, test, vi } from "vitest";
import { Refusal } from "../http/refusal.ts";
import { Backoff } from "../http/retry.ts";
import type { Show } from "../plan.ts";
import { ShowLoader } from "./show-loader.ts";

class Impatient extends Backoff {
  override next(): number {
    return 1;
  }
}

const UNREACHABLE = new Refusal(0, { code: "unreachable" });
const NOT_FOUND = new Refusal(404, { code: "show_not_found" });

/** A show whose fetches answer these revisions or refusals one after another, the last one again and again. */
function currentShow(...answers: (number | Refusal)[]) {
  return spreadOver(0, ...answers);
}

function spreadOver(spread: number | undefined, ...answers: (number | Refusal)[]) {
  const told: unknown[] = [];
  const fetched = vi.fn(async () => {
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer instanceof Refusal) throw answer;
    return { revision: answer } as Show;
  });
  const current = new ShowLoader(
    fetched,
    {
      loaded: ({ revision }) => told.push(revision),
      unreachable: () => told.push("unreachable"),
      gone: () => told.push("gone"),
    },
    new Impatient(),
    spread,
  );
  return { current, told, fetched };
}

test("a show is fetched until the server can be reached", async () => {
  const { current, told } = currentShow(UNREACHABLE, UNREACHABLE, 1);
  await current.refresh();
  expect(told).toEqual(["unreachable", "unreachable", 1]);
});

test("a newer revision is fetched, and one that is here is not", async () => {
  const { current, told, fetched } = currentShow(1, 2);
  await current.refresh();
  current.announce(1);
  expect(fetched).toHaveBeenCalledTimes(1);
  current.announce(2);
  await vi.waitFor(() => expect(told).toEqual([1, 2]));
});

test("of many who learn of a change at once, not all ask at once, but all within a second", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const room = Array.from({ length: 40 }, () => spreadOver(undefined, 1, 2));
  await Promise.all(room.map(({ current }) => current.refresh()));
  for (const { current } of room) current.announce(2);
  const asked = () => room.filter(({ fetched }) => fetched.mock.calls.length > 1).length;
  await vi.advanceTimersByTimeAsync(500);
  expect(asked()).toBeGreaterThan(0);
  expect(asked()).toBeLessThan(40);
  await vi.advanceTimersByTimeAsync(500);
  expect(room.map(({ told }) => told)).toEqual(room.map(() => [1, 2]));
});

test("an answer that is older than what is known is asked for again, and never taken", async () => {
  const { current, told } = currentShow(5, 3, 5, 7);
  await current.refresh();
  current.announce(7);
  await vi.waitFor(() => expect(told).toEqual([5, 7]));
});

test("the first answer is taken although a newer revision is known of, and that one follows", async () => {
  const { current, told } = currentShow(1, 1, 2);
  current.announce(2);
  await vi.waitFor(() => expect(told).toEqual([1, 2]));
});

test("whoever asks while an answer is under way gets one that was asked for afterwards", async () => {
  const { current, told, fetched } = currentShow(1, 2);
  const first = current.refresh();
  await Promise.all([first, current.refresh()]);
  expect(fetched).toHaveBeenCalledTimes(2);
  expect(told).toEqual([1, 2]);
});

test("a show that is not there any more is gone, and nothing is asked after that", async () => {
  const { current, told, fetched } = currentShow(1, NOT_FOUND);
  await current.refresh();
  current.announce(2);
  await vi.waitFor(() => expect(told).toEqual([1, "gone"]));
  current.announce(3);
  await current.refresh();
  expect(fetched).toHaveBeenCalledTimes(2);
});

test("nothing is told once it was stopped", async () => {
  const { current, told } = currentShow(1);
  const fetching = current.refresh();
  current.stop();
  await fetching;
  expect(told).toEqual([]);
});
