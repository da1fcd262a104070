/** Defines <seat-picker>; importing this module is all a page has to do. */
import { SeatPicker } from "./element.ts";

// A page may hold this module twice, as its own bundle's part and as the server's file.
if (!customElements.get("seat-picker")) customElements.define("seat-picker", SeatPicker);

export { SeatPicker } from "./element.ts";
export type { Order, SeatPickerEvents } from "./events.ts";
export { HallMap, type HallMapOptions } from "./map/hall-map.ts";
