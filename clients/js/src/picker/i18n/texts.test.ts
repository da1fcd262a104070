import { describe, expect, it } from "vitest";

import { en } from "./en.ts";
import { LANGUAGES, loadTexts, textsOf } from "./texts.ts";
import type { Plural, Texts } from "./types.ts";

type Leaf = string | Plural;

/** Every text by its path, such as "refusals.offline"; one with forms is one text. */
function leaves(table: object, path = ""): Map<string, Leaf> {
  return new Map(
    Object.entries(table).flatMap(([key, value]) => {
      const isLeaf = typeof value === "string" || "other" in value;
      return isLeaf ? [[`${path}${key}`, value] as const] : [...leaves(value, `${path}${key}.`)];
    }),
  );
}

const forms = (leaf: Leaf): string[] => (typeof leaf === "string" ? [leaf] : Object.values(leaf));
const values = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string).sort();

/** More words than one, which no two languages say alike. */
const WORDS = /\p{L}{2,}[^\p{L}{}]+\p{L}{2,}/u;
/** As many as anybody has seats; where millions count otherwise, nobody sees it. */
const COUNTED = Array.from({ length: 1001 }, (_, n) => n);

await Promise.all(LANGUAGES.map(loadTexts));
const tables = LANGUAGES.map((lang) => [lang, textsOf(lang) as Texts] as const);

describe.each(tables)("the texts in %s", (lang, table) => {
  const english = leaves(en);

  it("are all there, and no others", () => {
    expect([...leaves(table).keys()]).toEqual([...english.keys()]);
  });

  it("have no values that the English ones have not", () => {
    for (const [path, leaf] of leaves(table)) {
      const known = forms(english.get(path) as Leaf).flatMap(values);
      for (const text of forms(leaf)) for (const name of values(text)) expect(known, path).toContain(name);
    }
  });

  it("leave nothing out but the number where the words tell it", () => {
    for (const [path, leaf] of leaves(table)) {
      const needed = values(forms(english.get(path) as Leaf).at(-1) as string).filter((name) => name !== "n");
      for (const text of forms(leaf)) expect(values(text), path).toEqual(expect.arrayContaining(needed));
    }
  });

  it("have only forms that the language knows", () => {
    const known = new Intl.PluralRules(lang).resolvedOptions().pluralCategories;
    for (const leaf of leaves(table).values()) {
      if (typeof leaf !== "string") for (const form of Object.keys(leaf)) expect(known).toContain(form);
    }
  });

  // Arabic leaves out those that are as the last one.
  it.skipIf(lang === "ar")("have every form that numbers of seats take", () => {
    const rules = new Intl.PluralRules(lang);
    const needed = new Set([...COUNTED.map((n) => rules.select(n)), "other"]);
    for (const [path, leaf] of leaves(table)) {
      if (typeof leaf !== "string") expect(new Set(Object.keys(leaf)), path).toEqual(needed);
    }
  });

  it.skipIf(lang === "en")("have no English left over", () => {
    for (const [path, leaf] of leaves(table)) {
      const taken = forms(english.get(path) as Leaf).filter((text) => WORDS.test(text));
      for (const text of forms(leaf)) expect(taken, path).not.toContain(text);
    }
  });
});
