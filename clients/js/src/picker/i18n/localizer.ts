/** Localized texts, amounts, times and lists. */

import type { Refusal } from "../../http/refusal.ts";
import type { TroubleCode } from "../../http/setup-error.ts";
import { money } from "../../money.ts";
import { languageTag } from "../../util/language.ts";
import { ownTime, venueTime } from "../../util/venue-time.ts";
import { TEXTS } from "./texts.ts";
import type { Plural, Texts } from "./types.ts";

export type Values = Record<string, string | number>;
/** The names of the texts that are one text, in one form or several. */
export type TextName = {
  [Name in keyof Texts]: Texts[Name] extends string | Plural ? Name : never;
}[keyof Texts];

const RIGHT_TO_LEFT = ["ar", "fa", "he", "ur"];

export class Localizer {
  readonly lang: string;
  readonly dir: "ltr" | "rtl";
  readonly texts: Texts;
  readonly #plurals: Intl.PluralRules;
  readonly #list: Intl.ListFormat;
  readonly #twoDigits: Intl.NumberFormat;

  /** `wanted` is a language tag such as "de" or "ar-EG"; for one that the table has not, this is English. */
  constructor(wanted: string) {
    const tag = supported(wanted);
    const language = tag.split("-")[0] as string;
    this.lang = tag;
    this.texts = TEXTS[language] as Texts;
    this.dir = RIGHT_TO_LEFT.includes(language) ? "rtl" : "ltr";
    this.#plurals = new Intl.PluralRules(tag);
    this.#list = new Intl.ListFormat(tag, { type: "conjunction" });
    this.#twoDigits = new Intl.NumberFormat(tag, { minimumIntegerDigits: 2 });
  }

  /** Return a text; one that has forms takes that of `values.n`. */
  text(name: TextName, values: Values = {}): string {
    const text = this.texts[name];
    return this.fill(typeof text === "string" ? text : this.#form(text, Number(values.n)), values);
  }

  /** Put values into a text. A sentence that begins with a value begins with a capital all the same. */
  fill(text: string, values: Values): string {
    const filled = text.replace(/\{(\w+)\}/g, (_, name: string) => this.#isolated(values[name] ?? ""));
    return text.startsWith("{") ? filled.charAt(0).toLocaleUpperCase(this.lang) + filled.slice(1) : filled;
  }

  /** Return the text of a refusal. */
  refusal({ code, message, details }: Refusal): string {
    const known: Record<string, string> = this.texts.refusals;
    const text = known[code];
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

  /** Write an amount in minor units. */
  money(amount: number, currency: string): string {
    return money(amount, currency, this.lang);
  }

  /** Write things one after another: "5, 6 and 7". */
  list(items: string[]): string {
    return this.#list.format(items);
  }

  /** Join facts about one thing, without the empty ones. */
  join(facts: (string | undefined)[]): string {
    const said = facts.filter((fact) => fact !== undefined && fact !== "") as string[];
    return said.map((fact) => this.#isolated(fact)).join(this.texts.comma);
  }

  /** Write how long is left, in ms, as 0:07. */
  time(left: number): string {
    const seconds = Math.max(0, Math.ceil(left / 1000));
    const minutes = new Intl.NumberFormat(this.lang).format(Math.floor(seconds / 60));
    return `${minutes}:${this.#twoDigits.format(seconds % 60)}`;
  }

  /** Write an instant in the venue's time zone, and in the visitor's own where that differs. */
  moment(instant: string, zone: string): string {
    const time = venueTime(instant, zone, this.lang);
    const own = ownTime(instant, zone, this.lang);
    return own ? this.text("inOwnTime", { time, own }) : time;
  }

  #form(text: Plural, n: number): string {
    return text[this.#plurals.select(n)] ?? text.other;
  }

  /** Keep a value's own direction from turning what is around it; a phrase of ours has seen to that inside. */
  #isolated(value: string | number): string {
    const text = String(value);
    return this.dir === "ltr" || text.includes("\u2068") ? text : `\u2068${text}\u2069`;
  }
}

/** Return the tag if the table has its language; else English. */
function supported(wanted: string): string {
  const tag = languageTag(wanted) ?? "en";
  return Object.hasOwn(TEXTS, tag.split("-")[0] as string) ? tag : "en";
}
