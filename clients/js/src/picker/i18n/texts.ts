/** The tables of texts, by language. Another language is another file like fr.ts, and a line here. */
import { ar } from "./ar.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import type { Texts } from "./types.ts";

/** Those that come with the element, and those that were loaded since. */
const known: Record<string, Texts> = { en, de, ar };

/** Those that are files of their own: a page is in one language. */
const LOADERS: Record<string, () => Promise<Texts>> = {
  es: async () => (await import("./es.ts")).es,
  fr: async () => (await import("./fr.ts")).fr,
  he: async () => (await import("./he.ts")).he,
  it: async () => (await import("./it.ts")).it,
  ja: async () => (await import("./ja.ts")).ja,
  nl: async () => (await import("./nl.ts")).nl,
  pl: async () => (await import("./pl.ts")).pl,
  pt: async () => (await import("./pt.ts")).pt,
};

export const LANGUAGES = [...Object.keys(known), ...Object.keys(LOADERS)];

/** Return a language's texts; undefined when there are none, or they are not loaded. */
export function textsOf(language: string): Texts | undefined {
  return Object.hasOwn(known, language) ? known[language] : undefined;
}

/** Load a language's texts; undefined when that takes no time: they are there, or there are none. */
export function loadTexts(language: string): Promise<void> | undefined {
  const load = Object.hasOwn(LOADERS, language) && !textsOf(language) ? LOADERS[language] : undefined;
  return load?.().then((texts) => {
    known[language] = texts;
  });
}
