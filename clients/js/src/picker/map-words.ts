/** The map's words in the visitor's language. */
import type { Localizer } from "./i18n/localizer.ts";
import type { HallMapOptions } from "./map/hall-map.ts";

export function mapWords(i18n: Localizer): HallMapOptions["words"] {
  return {
    map: i18n.text("seatingPlan"),
    help: i18n.text("mapHelp"),
    zoomIn: i18n.text("zoomIn"),
    zoomOut: i18n.text("zoomOut"),
    fit: i18n.text("fit"),
    overview: i18n.text("overview"),
  };
}
