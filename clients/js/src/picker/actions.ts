/** The visitor's actions on seats (select, release, keep, check out), and the notices about their outcome. */
import { Refusal } from "../http/refusal.ts";
import type { SeatMap, SeatMapEvents } from "../seat-map.ts";
import type { Counts } from "./areas/area-form.ts";
import type { Localizer } from "./i18n/localizer.ts";
import type { SeatNames } from "./i18n/seat-names.ts";
import type { CalloutContent } from "./ui/callout.ts";
import type { LiveRegion } from "./ui/live-region.ts";
import type { Action, Notices } from "./ui/notices.ts";

/** What actions and notices work with. */
export interface ActionContext {
  map: SeatMap;
  i18n: Localizer;
  names: SeatNames;
  liveRegion: LiveRegion;
  notices: Notices;
}

export interface SeatActionsOptions extends ActionContext {
  /** Show a callout at a seat, and mark the seats on offer. */
  explain(content: CalloutContent, offered?: string[]): void;
  /** Choose what a callout or notice offers, and show it. */
  take(seats: string[]): void;
}

export interface Attempt {
  /** What is announced when it is done. */
  said?: "youHave" | "givenBack" | "allGivenBack";
  /** The seats that it is about. */
  seats?: string[];
  /** What is said of a refusal that is not as others are. */
  textOf?(refusal: Refusal): string | undefined;
}

/** Who was faster is explained at the seat. */
const TOLD_ELSEWHERE = new Set(["seats_unavailable"]);

export class SeatActions {
  readonly #options: SeatActionsOptions;
  /** Whether the visitor has said that one of them needs a wheelchair place. */
  #accessible = false;

  constructor(options: SeatActionsOptions) {
    this.#options = options;
  }

  /** A free seat is chosen, one's own given back, and of any other it is said why not. */
  press(seat: string): void {
    const { map } = this.#options;
    if (map.pending(seat)) return;
    const state = map.stateOf(seat);
    if (state === "free" && this.#isKept(seat)) this.#askNeed([seat]);
    else if (state === "free") void this.#take(seat);
    else if (state === "mine") void this.giveBack([seat]);
    else this.#explainState(seat, state);
  }

  /** Choose a seat, and tell what whoever sees no tooltip has to know of it. */
  async #take(seat: string): Promise<void> {
    const { map, names, i18n, explain } = this.#options;
    const found = map.hall?.seats.get(seat);
    const isTold = found?.note !== undefined || found?.features.includes("restricted_view");
    if ((await this.choose([seat])) && isTold)
      explain({ seat, text: i18n.join(names.facts(found)), brief: true });
  }

  #explainState(seat: string, state: "taken" | "booked" | "blocked"): void {
    const { i18n, names, explain, liveRegion } = this.#options;
    const text = i18n.fill(i18n.texts.whyNot[state], { seats: names.of([seat]) });
    explain({ seat, text, brief: true });
    liveRegion.announce(text);
  }

  /** Choose seats, all or none; return whether they are the visitor's now. */
  async choose(seats: string[]): Promise<boolean> {
    const { map } = this.#options;
    const wanted = seats.filter((seat) => map.stateOf(seat) !== "mine");
    if (!wanted.length) return true;
    const asked = this.#accessible && map.show?.rules?.wheelchairOnRequest;
    return this.attempt(() => map.select(wanted, {}, asked ? { accessible: true } : {}), {
      said: "youHave",
      seats: wanted,
    });
  }

  /** Have so many places of an area in all, by ticket type; of "" where the show has no types for it. */
  choosePlaces(area: string, { "": untyped = 0, ...types }: Counts): Promise<boolean> {
    const { map, i18n, names } = this.#options;
    const n = Object.values(types).reduce((sum, count) => sum + count, untyped);
    const named = n && Object.keys(types).length ? { [area]: types } : {};
    return this.attempt(() => map.choosePlaces({ [area]: n }, named), {
      said: n ? "youHave" : "givenBack",
      seats: [area],
      textOf: ({ code }) =>
        code === "seats_unavailable"
          ? i18n.text("tooFewPlaces", { n: map.leftIn(area), seats: names.of([area]) })
          : undefined,
    });
  }

  /** Seats were taken by another visitor: explain it at the first of them, and offer others. */
  explainConflict({ conflicts, wanted, alternatives }: SeatMapEvents["conflict"]): void {
    const { i18n, names, explain, liveRegion } = this.#options;
    const [seat] = conflicts;
    if (seat === undefined) return;
    const gone = i18n.text("conflict", { n: conflicts.length, seats: names.of(conflicts) });
    const text = wanted.length > conflicts.length ? `${gone} ${i18n.text("noneTaken")}` : gone;
    const label = i18n.text("takeInstead", { seats: names.of(alternatives) });
    const run = () => this.#options.take(alternatives);
    explain({ seat, text, action: alternatives.length ? { label, run } : undefined }, alternatives);
    liveRegion.alert(alternatives.length ? `${text} ${label}?` : text);
  }

  giveBack(seats: string[]): Promise<boolean> {
    return this.attempt(() => this.#options.map.release(seats), { said: "givenBack", seats });
  }

  clear(): Promise<boolean> {
    return this.attempt(() => this.#options.map.clear(), { said: "allGivenBack" });
  }

  retype(seat: string, type: string): Promise<boolean> {
    return this.attempt(() => this.#options.map.retype({ [seat]: type }));
  }

  keep(): Promise<boolean> {
    return this.attempt(() => this.#options.map.keep());
  }

  checkout(): Promise<boolean> {
    return this.attempt(() => this.#options.map.checkout());
  }

  /** Do it; say that it is done, or why not. */
  async attempt(act: () => Promise<void>, { said, seats = [], textOf }: Attempt = {}): Promise<boolean> {
    const { map, liveRegion, i18n, names, notices } = this.#options;
    for (const notice of ["problem", "lost"]) notices.hide(notice);
    try {
      await act();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#refused(error, seats, textOf?.(error));
      return false;
    }
    const all = map.hall?.withWholeTables(seats) ?? seats;
    if (said) liveRegion.announce(i18n.text(said, { seats: names.of(all) }));
    return true;
  }

  #refused(refusal: Refusal, wanted: string[], ownText: string | undefined): void {
    const { i18n, notices, liveRegion, names, explain } = this.#options;
    const [cooling] = strings(refusal.details.coolingDown);
    if (TOLD_ELSEWHERE.has(refusal.code) && !cooling && !ownText) return;
    if (refusal.details.rule === "wheelchairOnRequest" && wanted.length) {
      this.#askNeed(wanted);
      return;
    }
    const text = cooling
      ? i18n.text("coolingDown", { seats: names.of([cooling]) })
      : (ownText ?? i18n.refusal(refusal));
    const alternative = strings(refusal.details.alternative);
    const action = this.#offerOf(alternative, wanted);
    liveRegion.alert(action ? `${text} ${action.label}?` : text);
    const seat = cooling ?? (refusal.code === "rule_broken" ? wanted[0] : undefined);
    if (seat !== undefined) explain({ seat, text, action, brief: !action }, alternative);
    else notices.show("problem", { sign: "warning", text, urgent: true, action, closable: true });
  }

  /** Return an offer of other seats than were wanted, or of more with them. */
  #offerOf(seats: string[], wanted: string[]): Action | undefined {
    const { i18n, names } = this.#options;
    if (!seats.length) return undefined;
    const isMore = wanted.every((seat) => seats.includes(seat));
    const label = i18n.text(isMore ? "takeAll" : "takeInstead", { seats: names.of(seats) });
    return { label, run: () => this.#options.take(seats) };
  }

  #isKept(seat: string): boolean {
    const { show, hall } = this.#options.map;
    return (
      !this.#accessible && Boolean(show?.rules?.wheelchairOnRequest && hall?.seats.get(seat)?.wheelchair)
    );
  }

  /** Wheelchair places are for who needs one: ask, before one is taken. */
  #askNeed(seats: string[]): void {
    const { map, i18n, names, explain, liveRegion, take } = this.#options;
    const kept = seats.find((seat) => map.hall?.seats.get(seat)?.wheelchair) ?? (seats[0] as string);
    const text = i18n.text("askWheelchair", { seats: names.of([kept]) });
    const label = i18n.text("needWheelchair");
    const run = () => {
      this.#accessible = true;
      take(seats);
    };
    explain({ seat: kept, text, action: { label, run } });
    liveRegion.alert(`${text} ${label}?`);
  }
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
