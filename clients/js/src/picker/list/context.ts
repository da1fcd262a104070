/** What the parts of the list share. */
import type { SeatMap } from "../../seat-map.ts";
import type { Names } from "../names.ts";
import type { Voice } from "../say.ts";
import type { Words } from "../words.ts";
import type { Filter } from "./filter.ts";

export interface ListContext {
  map: SeatMap;
  words: Words;
  names: Names;
  voice: Voice;
  filter: Filter;
  /** Whether seats can be had right now. */
  enabled: boolean;
  /** A seat was pressed. */
  press(seat: string): void;
  /** Seats were asked for by their names. */
  choose(seats: string[]): void;
}
