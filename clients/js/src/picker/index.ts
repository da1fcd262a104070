/** Defines <seat-picker>; importing this module is all a page has to do. */
export { HallMap, type HallMapOptions } from "./map/hallmap.ts";
