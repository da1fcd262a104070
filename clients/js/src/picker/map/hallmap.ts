/** The drawn hall: seats on a canvas that is moved, scaled, pointed at and walked by keys. */
import type { Hall } from "../../plan.ts";
import type { SeatState } from "../../seatmap.ts";

export interface HallMapOptions {
  hall: Hall;
  stateOf(seat: string): SeatState;
  /** What has been asked for this seat and not been answered yet. */
  pending(seat: string): "mine" | "free" | undefined;
  /** Say which seat it is, what it costs and how it stands: for the tooltip and for a screen reader. */
  describe(seat: string): string;
  /** A seat was clicked, tapped, or chosen by Enter or Space. */
  press(seat: string): void;
  /** The view moved: what is laid over the map must move along. */
  moved?(): void;
  words: { map: string; help: string; zoomIn: string; zoomOut: string; fit: string; overview: string };
}

export class HallMap {
  /** Draw into `box`, a positioned element in a root that has adopted `mapStyles`. */
  constructor(_box: HTMLElement, _options: HallMapOptions) {
    throw new Error("not built yet");
  }

  /** While false the map is grey and takes no presses; it can still be moved and walked. */
  enabled = true;

  /** Draw these seats in the state that they have now; a change is shown by a short, quiet movement. */
  update(_seats: Iterable<string>): void {
    throw new Error("not built yet");
  }

  /** Mark these seats (an offered alternative, a hovered row of the list); replaces the last marks. */
  highlight(_seats: Iterable<string>): void {
    throw new Error("not built yet");
  }

  zoom(_factor: number): void {
    throw new Error("not built yet");
  }

  /** Show the whole hall. */
  fit(): void {
    throw new Error("not built yet");
  }

  /** Bring seats into sight, near enough to press. */
  reveal(_seats: string[]): void {
    throw new Error("not built yet");
  }

  /** Put the keyboard on a seat. */
  focus(_seat: string): void {
    throw new Error("not built yet");
  }

  /** Return where a seat is in the window, in CSS pixels; undefined when it is out of sight. */
  rectOf(_seat: string): DOMRect | undefined {
    throw new Error("not built yet");
  }

  /** Read colours and texts' direction again: the theme changed. */
  restyle(): void {
    throw new Error("not built yet");
  }

  destroy(): void {
    throw new Error("not built yet");
  }
}
