/** The type of the texts: every language has those that English has. */
import type { Plural, Translated } from "../../util/phrases.ts";
import type { en } from "./en.ts";

export type { Plural };
export type Texts = Translated<typeof en>;
