/** Retries with exponential backoff and jitter. */
import { Refusal } from "./refusal.ts";

const FIRST_MS = 500;
const MOST_MS = 4_000;

export class Backoff {
  #attempts = 0;

  /** Return the next pause, ms. */
  next(): number {
    const most = Math.min(MOST_MS, FIRST_MS * 2 ** this.#attempts++);
    return most * (0.5 + Math.random() / 2);
  }

  reset(): void {
    this.#attempts = 0;
  }
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Retry `task` while its refusals are temporary, for about `ms`. */
export async function retry<Result>(task: () => Promise<Result>, ms: number): Promise<Result> {
  const backoff = new Backoff();
  const end = performance.now() + ms;
  for (;;) {
    try {
      return await task();
    } catch (error) {
      const pause = backoff.next();
      if (!(error instanceof Refusal && error.temporary) || performance.now() + pause > end) throw error;
      await sleep(pause);
    }
  }
}
