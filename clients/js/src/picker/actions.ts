/** The visitor's actions on seats (select, release, keep, check out), and the notices about their outcome. */
import { Refusal } from "../http/refusal.ts";
import type { SeatMap } from "../seat-map.ts";
import type { Localizer } from "./i18n/localizer.ts";
import type { SeatNames } from "./i18n/seat-names.ts";
import type { LiveRegion } from "./ui/live-region.ts";
import type { Notices } from "./ui/notices.ts";

/** What actions and notices work with. */
export interface ActionContext {
  map: SeatMap;
  i18n: Localizer;
  names: SeatNames;
  liveRegion: LiveRegion;
  notices: Notices;
}

export interface SeatActionsOptions extends ActionContext {
  /** Show a text in a callout at a seat. */
  explain(seat: string, text: string): void;
}

/** Who was faster is explained at the seat. */
const TOLD_ELSEWHERE = new Set(["seats_unavailable"]);

export class SeatActions {
  readonly #options: SeatActionsOptions;

  constructor(options: SeatActionsOptions) {
    this.#options = options;
  }

  /** A free seat is chosen, one's own given back, and of any other it is said why not. */
  press(seat: string): void {
    const { map, i18n, names, explain, liveRegion } = this.#options;
    if (map.pending(seat)) return;
    const state = map.stateOf(seat);
    if (state === "free") return void this.choose([seat]);
    if (state === "mine") return void this.giveBack([seat]);
    const text = i18n.fill(i18n.texts.whyNot[state], { seats: names.of([seat]) });
    explain(seat, text);
    liveRegion.announce(text);
  }

  /** Choose seats, all or none; return whether they are the visitor's now. */
  async choose(seats: string[]): Promise<boolean> {
    const { map } = this.#options;
    const wanted = seats.filter((seat) => map.stateOf(seat) !== "mine");
    if (!wanted.length) return true;
    return this.#attempt(() => map.select(wanted), "youHave", wanted);
  }

  /** Choose so many seats side by side, near those that the visitor has; return them. */
  async chooseTogether(count: number): Promise<string[]> {
    const { map, liveRegion, i18n, notices } = this.#options;
    const seats = map.together(count, map.basket[0]?.seat.id);
    if (seats.length)
      return (await this.#attempt(() => map.select(seats), "chosenForYou", seats)) ? seats : [];
    const text = i18n.text("noneTogether", { n: count });
    notices.show("problem", { sign: "info", text, closable: true });
    liveRegion.announce(text);
    return [];
  }

  giveBack(seats: string[]): Promise<boolean> {
    return this.#attempt(() => this.#options.map.release(seats), "givenBack", seats);
  }

  clear(): Promise<boolean> {
    return this.#attempt(() => this.#options.map.clear(), "allGivenBack");
  }

  retype(seat: string, type: string): Promise<boolean> {
    return this.#attempt(() => this.#options.map.retype({ [seat]: type }));
  }

  keep(): Promise<boolean> {
    return this.#attempt(() => this.#options.map.keep());
  }

  checkout(): Promise<boolean> {
    return this.#attempt(() => this.#options.map.checkout());
  }

  async #attempt(
    act: () => Promise<void>,
    said?: "youHave" | "chosenForYou" | "givenBack" | "allGivenBack",
    seats: string[] = [],
  ): Promise<boolean> {
    const { liveRegion, i18n, names, notices } = this.#options;
    for (const notice of ["problem", "lost"]) notices.hide(notice);
    try {
      await act();
    } catch (error) {
      this.#refused(error);
      return false;
    }
    if (said) liveRegion.announce(i18n.text(said, { seats: names.of(seats) }));
    return true;
  }

  #refused(error: unknown): void {
    if (!(error instanceof Refusal)) throw error;
    const { i18n, notices, liveRegion, names, explain } = this.#options;
    const [cooling] = (error.details.coolingDown ?? []) as string[];
    if (TOLD_ELSEWHERE.has(error.code) && !cooling) return;
    const text = cooling ? i18n.text("coolingDown", { seats: names.of([cooling]) }) : i18n.refusal(error);
    liveRegion.alert(text);
    if (cooling) explain(cooling, text);
    else notices.show("problem", { sign: "warning", text, urgent: true, closable: true });
  }
}
