/** What the views of a hall are made of, and what of them is restored when it is rendered again. */
import type { Hall } from "../hall.ts";
import type { SeatMap } from "../seat-map.ts";
import type { AreaFormOptions } from "./areas/area-form.ts";
import type { Localizer } from "./i18n/localizer.ts";
import type { SeatNames } from "./i18n/seat-names.ts";
import type { Filter } from "./list/filter.ts";
import type { Viewport } from "./map/hall-map.ts";

export interface ViewsOptions {
  map: SeatMap;
  hall: Hall;
  i18n: Localizer;
  names: SeatNames;
  /** A seat was pressed, on the map or in the list. */
  press(seat: string): void;
  /** Seats were asked for by their names. */
  choose(seats: string[]): void;
  /** So many places of an area were asked for. */
  choosePlaces: AreaFormOptions["choose"];
}

/** The state of the views, restored when the hall is rendered again. */
export interface ViewsState {
  view: string;
  filter: Filter;
  viewport: Viewport;
  opened: ReadonlyMap<string, readonly string[]>;
  /** The seat that the keyboard is on; "" while it is on something else here. */
  focused: string | undefined;
}
