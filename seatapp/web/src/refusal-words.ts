/** What pages say of refusals, by code: their own messages are for those who call the API. */
import type { Refusal } from "seatapp";
import { refusals, type Values } from "seatapp/browser";

import { words } from "./words.ts";

const OTHER = {
  en: "That did not work. Please try again.",
  de: "Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.",
  ar: "لم ينجح ذلك. حاول مرة أخرى.",
};

export const refused = words({
  en: { ...refusals.en, other: OTHER.en },
  de: { ...refusals.de, other: OTHER.de },
  ar: { ...refusals.ar, other: OTHER.ar },
});

/** Return a sentence about a refusal in the page's language. */
export function explain({ code, details }: Refusal): string {
  const known: Record<string, string> = refused.texts;
  return refused.fill(known[code] ?? refused.texts.other, details as Values);
}
