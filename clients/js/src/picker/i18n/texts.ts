/** The table of texts, by language. Another language is another file like de.ts, and a line here. */
import { ar } from "./ar.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";

/** A text in the forms that a language has for numbers (CLDR's names); `{n}` is the number. */
export type Plural = { [Form in Intl.LDMLPluralRule]?: string } & { other: string };

type Translated<Text> = Text extends string
  ? string
  : Text extends { other: string }
    ? Plural
    : { [Key in keyof Text]: Translated<Text[Key]> };

export type Texts = Translated<typeof en>;

export const TEXTS: Record<string, Texts> = { en, de, ar };
