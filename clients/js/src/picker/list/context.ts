/** What all parts of the list share. */
import type { SeatMap } from "../../seat-map.ts";
import type { Localizer } from "../i18n/localizer.ts";
import type { SeatNames } from "../i18n/seat-names.ts";
import type { LiveRegion } from "../ui/live-region.ts";
import type { Filter } from "./filter.ts";

export interface ListContext {
  map: SeatMap;
  i18n: Localizer;
  names: SeatNames;
  liveRegion: LiveRegion;
  filter: Filter;
  /** Whether seats can be had right now. */
  enabled: boolean;
  /** The areas whose places are sold by number. */
  areas: HTMLElement;
  /** A seat was pressed. */
  press(seat: string): void;
  /** Seats were asked for by their names. */
  choose(seats: string[]): void;
}
