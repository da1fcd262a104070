/** The rules that a show has for every choice of seats. */
import type { Show } from "seatapp";

import { part } from "../dom.ts";
import { field, mark, messageOf, wholeIn } from "./fields.ts";
import { form } from "./form-words.ts";

type Rules = Show["rules"];

const SWITCHES = [
  "noSingleGaps",
  "consecutive",
  "companionNeedsWheelchair",
  "wheelchairOnRequest",
] as const satisfies (keyof Rules)[];
const NUMBERS = ["minSeats", "maxSeats", "quantum"] as const satisfies (keyof Rules)[];
const MOST = 1000;

export class RuleFields {
  /** Show a show's rules, unfolded where it has any. */
  fill(rules: Rules): void {
    for (const name of SWITCHES) field(name).checked = rules[name] ?? false;
    for (const name of NUMBERS) field(name).value = String(rules[name] ?? "");
    part<HTMLDetailsElement>("rules").open = Object.values(rules).some(Boolean);
  }

  /** Return the rules that are on, and mark what is no number or fits no other. */
  read(): Rules {
    const on = SWITCHES.filter((name) => field(name).checked).map((name) => [name, true] as const);
    const numbers = NUMBERS.flatMap((name) => {
      const number = wholeIn(name, MOST, false);
      return number === undefined ? [] : [[name, number] as const];
    });
    const rules: Rules = Object.fromEntries([...on, ...numbers]);
    const { minSeats = 1, maxSeats, quantum = 1 } = rules;
    const least = Math.ceil(minSeats / quantum) * quantum;
    if (maxSeats !== undefined && least > maxSeats) mark("maxSeats", form.text("noNumberFits", { least }));
    return rules;
  }

  /** Say at each field what the server has against it. */
  refuse(errors: unknown): void {
    for (const name of [...SWITCHES, ...NUMBERS]) mark(name, messageOf(errors, name));
  }
}
