/// <reference types="vite/types/importMeta.d.ts" />
import { describe, expect, it } from "vitest";

import { Words } from "./words.ts";

type Leaf = string | Record<string, string>;

/** Every text by its path; one with forms is one text. */
function leaves(table: object, path = ""): Map<string, Leaf> {
  return new Map(
    Object.entries(table).flatMap(([key, value]) => {
      const isLeaf = typeof value === "string" || "other" in value;
      return isLeaf ? [[`${path}${key}`, value] as const] : [...leaves(value, `${path}${key}.`)];
    }),
  );
}

const forms = (leaf: Leaf): string[] => (typeof leaf === "string" ? [leaf] : Object.values(leaf));
const values = (leaf: Leaf): Set<string> =>
  new Set(forms(leaf).flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string)));

const modules = import.meta.glob<Record<string, unknown>>("./**/*-words.ts", { eager: true });
const tables = Object.entries(modules).flatMap(([file, module]) =>
  Object.values(module).flatMap((words) =>
    words instanceof Words
      ? Object.entries(words.tables).map(([lang, table]) => [file, lang, words.tables.en, table] as const)
      : [],
  ),
);

describe.each(tables)("the texts of %s in %s", (_, lang, english, table) => {
  const known = leaves(english as object);

  it("have the values that the English ones have", () => {
    for (const [path, leaf] of leaves(table as object)) {
      const needed = [...values(known.get(path) as Leaf)].filter((name) => name !== "n");
      expect([...values(leaf)].filter((name) => name !== "n").sort(), path).toEqual(needed.sort());
    }
  });

  it("have only forms that the language knows, and say something in each", () => {
    const categories = new Intl.PluralRules(lang).resolvedOptions().pluralCategories;
    for (const [path, leaf] of leaves(table as object)) {
      if (typeof leaf !== "string") for (const form of Object.keys(leaf)) expect(categories).toContain(form);
      for (const text of forms(leaf)) expect(text.trim(), path).not.toBe("");
    }
  });
});
