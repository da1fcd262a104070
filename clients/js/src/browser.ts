/** Helpers for pages: DOM elements without markup, texts in a language, and a storage that never throws. */
export { refusals } from "./picker/i18n/refusals.ts";
export { h, isShown, svg, write } from "./picker/ui/dom.ts";
export { type NameOf, Phrases, type Translated, type Values } from "./util/phrases.ts";
export { SafeStorage } from "./util/storage.ts";
