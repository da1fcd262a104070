/** Finds who sits beside whom while the page has nothing else to do, so that no search waits for all of a stadium. */
import type { Hall } from "../hall.ts";
import { hallRows } from "./neighbours.ts";

/** Begin, and return what ends it. Where a browser tells nothing of idle time, searches find what they need. */
export function prepareRows(hall: Hall): () => void {
  const steps = linesOf(hall);
  const work = (deadline: IdleDeadline) => {
    while (deadline.timeRemaining() > 0) if (steps.next().done) return;
    idle = requestIdleCallback(work);
  };
  let idle = globalThis.requestIdleCallback?.(work);
  return () => idle && cancelIdleCallback(idle);
}

function* linesOf(hall: Hall): Generator<unknown> {
  for (const row of hallRows(hall)) yield row.lines;
}
