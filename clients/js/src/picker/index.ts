/** Defines <seat-picker>; importing this module is all a page has to do. */
import { SeatPicker } from "./element.ts";

// A page may hold this module twice, as its own bundle's part and as the server's file.
// On a server, where pages are rendered, there is no registry.
const registry = globalThis.customElements as CustomElementRegistry | undefined;
if (registry && !registry.get("seat-picker")) registry.define("seat-picker", SeatPicker);

export type { SeatPickerAttributes, SeatPickerHandlers } from "./attributes.ts";
export { SeatPicker } from "./element.ts";
export type { Order, SeatPickerEvents, ShowChanged } from "./events.ts";
export { HallMap, type HallMapOptions } from "./map/hall-map.ts";
