/** What the element is given in a framework's markup. */
import type { Token } from "../types.ts";
import type { SeatPickerEvents } from "./events.ts";

export interface SeatPickerAttributes {
  /** The show's id. */
  show: string;
  /** The server's origin with its scheme; without it, the page's own. */
  server?: string;
  /** The shop's JWT, or a function that fetches one. */
  token?: Token;
  lang?: string;
  theme?: "light" | "dark";
  /** That of the page's content security policy. */
  nonce?: string;
}

/** Handlers of its events by attribute, such as `oncheckout` and `onseats-change`. */
export type SeatPickerHandlers = {
  [Name in keyof SeatPickerEvents as `on${Name}`]?: (event: CustomEvent<SeatPickerEvents[Name]>) => void;
};
