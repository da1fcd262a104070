/** Helpers for pages: DOM elements without markup, and a storage that never throws. */
export { h, isShown, svg, write } from "./picker/ui/dom.ts";
export { SafeStorage } from "./util/storage.ts";
