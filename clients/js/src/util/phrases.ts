/** Texts in one language, with values put into them: forms for numbers, amounts, lists, direction. */
import { money } from "../money.ts";

export type Values = Record<string, string | number>;

/** A text in the forms that a language has for numbers (CLDR's names); `{n}` is the number. */
export type Plural = { [Form in Intl.LDMLPluralRule]?: string } & { other: string };

/** What another language has to have: each text of this table, one with forms in the forms that it knows. */
export type Translated<Text> = Text extends string
  ? string
  : Text extends { other: string }
    ? Plural
    : { [Key in keyof Text]: Translated<Text[Key]> };

/** The names of the texts that are one text, in one form or several. */
export type NameOf<Table> = {
  [Name in keyof Table]: Table[Name] extends string | { other: string } ? Name : never;
}[keyof Table];

const RIGHT_TO_LEFT = ["ar", "fa", "he", "ur"];

export class Phrases<Table> {
  readonly lang: string;
  readonly dir: "ltr" | "rtl";
  readonly texts: Translated<Table>;
  readonly #plurals: Intl.PluralRules;
  readonly #list: Intl.ListFormat;
  readonly #number: Intl.NumberFormat;
  readonly #twoDigits: Intl.NumberFormat;

  /** `lang` is the tag of the language that the texts are in, such as "de" or "ar-EG". */
  constructor(lang: string, texts: Translated<Table>) {
    this.lang = lang;
    this.texts = texts;
    this.dir = RIGHT_TO_LEFT.includes(lang.split("-")[0] as string) ? "rtl" : "ltr";
    this.#plurals = new Intl.PluralRules(lang);
    this.#list = new Intl.ListFormat(lang, { type: "conjunction" });
    this.#number = new Intl.NumberFormat(lang);
    this.#twoDigits = new Intl.NumberFormat(lang, { minimumIntegerDigits: 2 });
  }

  /** Return a text; one that has forms takes that of `values.n`. */
  text(name: NameOf<Table>, values: Values = {}): string {
    const text = this.texts[name as keyof Translated<Table>] as string | Plural;
    return this.fill(typeof text === "string" ? text : this.#form(text, Number(values.n)), values);
  }

  /** Put values into a text. A sentence that begins with a value begins with a capital all the same. */
  fill(text: string, values: Values): string {
    const filled = text.replace(/\{(\w+)\}/g, (_, name: string) => this.#written(values[name] ?? ""));
    return text.startsWith("{") ? filled.charAt(0).toLocaleUpperCase(this.lang) + filled.slice(1) : filled;
  }

  /** Write an amount in minor units. */
  money(amount: number, currency: string): string {
    return money(amount, currency, this.lang);
  }

  /** Write a number with the language's signs: 1,234. */
  number(amount: number): string {
    return this.#number.format(amount);
  }

  /** Write things one after another: "5, 6 and 7". */
  list(items: string[]): string {
    return this.#list.format(items);
  }

  /** Join facts about one thing by a language's comma, without the empty ones. */
  joined(facts: (string | undefined)[], comma: string): string {
    const said = facts.filter((fact) => fact !== undefined && fact !== "") as string[];
    return said.map((fact) => this.isolated(fact)).join(comma);
  }

  /** Write how long is left, in ms, as 0:07. */
  time(left: number): string {
    const seconds = Math.max(0, Math.ceil(left / 1000));
    return `${this.number(Math.floor(seconds / 60))}:${this.#twoDigits.format(seconds % 60)}`;
  }

  /** Keep a value's own direction from turning what is around it; a phrase of ours has seen to that inside. */
  isolated(text: string): string {
    return this.dir === "ltr" || text.includes("\u2068") ? text : `\u2068${text}\u2069`;
  }

  #written(value: string | number): string {
    return this.isolated(typeof value === "number" ? this.number(value) : value);
  }

  #form(text: Plural, n: number): string {
    return text[this.#plurals.select(n)] ?? text.other;
  }
}
