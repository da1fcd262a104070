/** The texts of the pages' scripts, in the language of the page. */
import { Phrases, type Translated } from "seatapp/browser";

type Language = "en" | "de" | "ar";
/** The same texts in every language of the pages; English says which there are. */
type Tables<Table> = { en: Table } & Record<Exclude<Language, "en">, Translated<Table>>;

/** The page's language. */
export function language(): Language {
  return (globalThis.document?.documentElement.lang || "en") as Language;
}

/** The texts of a part of a page; `tables` has them in every language. */
export class Words<Table> extends Phrases<Table> {
  readonly tables: Tables<Table>;

  constructor(tables: Tables<Table>) {
    super(language(), tables[language()] as Translated<Table>);
    this.tables = tables;
  }
}

/**
 * Make the texts of a part of a page: `words({ en: { gone: "{seat} is gone." }, de: { … }, ar: { … } })`, of which
 * `text("gone", { seat })` is one. One with a number has forms: `{ one: "{n} seat", other: "{n} seats" }`.
 */
export function words<Table>(tables: Tables<Table>): Words<Table> {
  return new Words(tables);
}
