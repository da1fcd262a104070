/** The table of texts, by language. Another language is another file like de.ts, and a line here. */
import { ar } from "./ar.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import type { Texts } from "./types.ts";

export const TEXTS: Record<string, Texts> = { en, de, ar };
