/** The error banner at the top of the page, shown until it is dismissed. */
import { Refusal } from "seatapp";

import { explain } from "../refusal-words.ts";
import { part, write } from "./dom.ts";

/** Show an error; "" hides the banner. */
export function showError(problem: string): void {
  write(part("problem-text"), problem);
  part("problem").hidden = !problem;
}

/** Show why a call failed; an error that is no refusal is a defect of ours, and is thrown again. */
export function showFailure(error: unknown, what: string): void {
  if (!(error instanceof Refusal)) throw error;
  showError(`${what} ${explain(error)}`);
}

/** Return the seats that others have, if a call was refused for that. */
export function conflictsOf(error: unknown): string[] | undefined {
  if (!(error instanceof Refusal && error.status === 409)) return undefined;
  return (error.details.conflicts ?? error.details.seats) as string[] | undefined;
}

export function listenForDismissal(): void {
  part("dismiss").addEventListener("click", () => showError(""));
}
