/** The types of the texts: every language has those that English has. */
import type { en } from "./en.ts";

/** A text in the forms that a language has for numbers (CLDR's names); `{n}` is the number. */
export type Plural = { [Form in Intl.LDMLPluralRule]?: string } & { other: string };

type Translated<Text> = Text extends string
  ? string
  : Text extends { other: string }
    ? Plural
    : { [Key in keyof Text]: Translated<Text[Key]> };

export type Texts = Translated<typeof en>;
