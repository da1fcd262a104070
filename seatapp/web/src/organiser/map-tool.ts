/** What a click on a seat of the dashboard's hall does, and what the tools for that share. */
import type { Hall, SeatChange, SeatState, Wanted } from "seatapp";

import type { OrganiserApi } from "./api.ts";

/** The hall that tools work on. */
export interface Surroundings {
  api: OrganiserApi;
  show: string;
  hall(): Hall;
  currency(): string;
  /** A seat's state for everybody, whatever a tool has picked. */
  stateOf(seat: string): SeatState;
  /** A tool's seats look different now. */
  changed(changes: SeatChange[]): void;
  /** Mark these seats, and no others. */
  mark(seats: string[]): void;
  /** Mark these seats and bring them into sight. */
  point(seats: string[]): void;
}

export interface MapTool {
  /** What is beside the hall while this is in use. */
  readonly panel: HTMLElement;
  press(seat: string): void;
  pressable(seat: string): boolean;
  /** Whether a seat is drawn as picked. */
  picked(seat: string): boolean;
  /** What this tool means to do with a seat, to be read out; undefined for seats that it leaves alone. */
  word(seat: string): string | undefined;
  /** What has been asked for this seat and not been answered yet. */
  pending(seat: string): Wanted | undefined;
  /** Seats changed; `anew`: the whole show did, or this has just been taken up. */
  follow(anew?: boolean): void;
  /** Another tool is taken up. */
  leave(): void;
}
