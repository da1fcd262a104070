/** What did not work, at the top of the page until it is dismissed. */
import { Refusal } from "seatapp";

import { part, write } from "./dom.ts";

/** Say what is wrong; "" takes it back. */
export function complain(problem: string): void {
  write(part("problem-text"), problem);
  part("problem").hidden = !problem;
}

/** Say why a call failed. A bug of the page's own is none of the organiser's. */
export function complainOf(error: unknown, what: string): void {
  if (!(error instanceof Refusal)) throw error;
  complain(`${what} ${error.message}`);
}

export function listenForDismissal(): void {
  part("dismiss").addEventListener("click", () => complain(""));
}
