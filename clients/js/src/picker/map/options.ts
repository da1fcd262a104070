/** The options of a hall map. */
import type { Hall } from "../../hall.ts";
import type { SeatState, Wanted } from "../../seat-map.ts";
import type { AreaButtonsOptions } from "./area-buttons.ts";
import type { Viewport } from "./camera.ts";

export interface HallMapOptions {
  hall: Hall;
  stateOf(seat: string): SeatState;
  /** What has been asked for this seat and not been answered yet. */
  pending(seat: string): Wanted | undefined;
  /** Describe a seat, its price and its state: for the tooltip and for a screen reader. */
  describe(seat: string): string;
  /** A seat was clicked, tapped, or chosen by Enter or Space. */
  press(seat: string): void;
  /** Whether pressing a seat does something, for the pointer's shape; without it, where a seat is free or one's own. */
  pressable?(seat: string): boolean;
  /** What stands on areas whose places are sold by number, and what a press on one does; without it, nothing. */
  standing?: AreaButtonsOptions;
  /** The view moved: what is laid over the map must move along. */
  moved?(): void;
  /** What was in sight before the hall was drawn anew; without it, the whole hall is. */
  viewport?: Viewport | undefined;
  words: { map: string; help: string; zoomIn: string; zoomOut: string; fit: string; overview: string };
}
