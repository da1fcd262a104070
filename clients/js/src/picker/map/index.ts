/** The hall map alone, for a front end of one's own around it. */
export { adoptStyles } from "../ui/stylesheets.ts";
export { HallMap, type HallMapOptions, mapStyles, type Viewport } from "./hall-map.ts";
