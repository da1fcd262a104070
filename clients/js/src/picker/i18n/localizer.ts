/** The element's texts in a language, and what it says of refusals and times. */

import type { Refusal } from "../../http/refusal.ts";
import type { TroubleCode } from "../../http/setup-error.ts";
import { languageTag } from "../../util/language.ts";
import { type NameOf, Phrases, type Values } from "../../util/phrases.ts";
import { ownTime, venueTime } from "../../util/venue-time.ts";
import type { en } from "./en.ts";
import { loadTexts, textsOf } from "./texts.ts";

export type { Values };
export type TextName = NameOf<typeof en>;

export class Localizer extends Phrases<typeof en> {
  /** `wanted` is a language tag such as "de" or "ar-EG"; for one without texts, or not loaded, this is English. */
  constructor(wanted: string) {
    const tag = languageTag(wanted) ?? "en";
    const texts = textsOf(languageIn(tag));
    super(texts ? tag : "en", texts ?? (textsOf("en") as NonNullable<typeof texts>));
  }

  /** Load what a language lacks; undefined when it lacks nothing. Never rejects: then it is English. */
  static load(wanted: string): Promise<void> | undefined {
    return loadTexts(languageIn(languageTag(wanted) ?? "en"))?.catch(() => {});
  }

  /** Return the text of a refusal, by the rule that was broken where there is one. */
  refusal({ code, message, details }: Refusal): string {
    const known: Record<string, string> = this.texts.refusals;
    const text = known[String(details.rule)] ?? known[code];
    if (text) return this.fill(text, details as Values);
    return message || this.texts.refused;
  }

  /** Return the text of a set-up error; undefined for one that is temporary. */
  trouble(code: TroubleCode): string | undefined {
    if (code === "unreachable" || code === "token_unavailable") return undefined;
    if (code === "show_missing") return this.text("showMissing");
    const known: Record<string, string> = this.texts.refusals;
    return known[code] ?? this.text("notSetUp");
  }

  /** Join facts about one thing, without the empty ones. */
  join(facts: (string | undefined)[]): string {
    return this.joined(facts, this.texts.comma);
  }

  /** Write an instant in the venue's time zone, and in the visitor's own where that differs. */
  moment(instant: string, zone: string): string {
    const time = venueTime(instant, zone, this.lang);
    const own = ownTime(instant, zone, this.lang);
    return own ? this.text("inOwnTime", { time, own }) : time;
  }
}

function languageIn(tag: string): string {
  return tag.split("-")[0] as string;
}
