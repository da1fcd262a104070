/** Warnings about locks that end soon and seats that were lost. */
import type { SeatChange, SeatMapEvents } from "../seat-map.ts";
import type { ActionContext, SeatActions } from "./actions.ts";
import type { Action } from "./ui/notices.ts";

export interface WarningsOptions extends ActionContext {
  actions: SeatActions;
  checkout(): void;
}

export class Warnings {
  readonly #options: WarningsOptions;
  #expiring: SeatMapEvents["expiring"] | undefined;
  /** Held as long as one may: for a while these are for others. */
  readonly #final = new Set<string>();
  #lost: string[] = [];
  #lostFor: SeatMapEvents["lost"]["reason"] = "lost";

  constructor(options: WarningsOptions) {
    this.#options = options;
  }

  /** Some locks end in ten seconds. */
  expiring(warning: SeatMapEvents["expiring"]): void {
    const { i18n, liveRegion, notices, actions, checkout } = this.#options;
    const { seats, renewable } = warning;
    const n = this.#count(warning);
    this.#expiring = warning;
    for (const seat of seats) this.#final[renewable ? "delete" : "add"](seat);
    const action: Action = renewable
      ? { label: i18n.text("keep", { n }), run: () => void actions.keep() }
      : { label: i18n.text("checkout"), run: checkout };
    notices.show("expiring", { sign: "clock", text: this.#countdown(warning), urgent: true, action });
    liveRegion.alert(i18n.text(renewable ? "expiringSoon" : "lastChanceSoon", { n }));
  }

  /** The warning is over, whatever became of the seats. */
  settled(): void {
    const { i18n, liveRegion, notices } = this.#options;
    const kept = this.#expiring && this.#isKept(this.#expiring);
    this.#expiring = undefined;
    notices.hide("expiring");
    if (kept) liveRegion.announce(i18n.text("kept"));
  }

  lost({ seats: lost, areas = [], reason }: SeatMapEvents["lost"]): void {
    const seats = [...lost, ...areas];
    const { map, i18n, liveRegion, names, notices } = this.#options;
    // At once: the notice below would move up when the warning goes, and its button from under the pointer.
    if (this.#expiring?.seats.every((seat) => map.stateOf(seat) !== "mine")) this.settled();
    const before =
      notices.has("lost") && reason === this.#lostFor
        ? this.#lost.filter((seat) => !seats.includes(seat))
        : [];
    this.#lost = [...before, ...seats];
    this.#lostFor = reason;
    const text = i18n.text(reason, { n: this.#lost.length, seats: names.of(this.#lost) });
    this.#tellLost(text);
    liveRegion.alert(text);
  }

  /** Seats have changed: what was lost may be gone for good. */
  changed(changes: readonly SeatChange[]): void {
    const concerned = this.#lost.length > 0 && changes.some(({ seat }) => this.#lost.includes(seat));
    if (concerned && !this.#availableAgain) this.#options.notices.withdraw("lost");
  }

  tick(): void {
    if (this.#expiring) this.#options.notices.write("expiring", this.#countdown(this.#expiring));
  }

  get #availableAgain(): boolean {
    if (this.#lostFor === "removed") return false;
    const { map } = this.#options;
    const isFree = (seat: string) => map.hall?.seats.has(seat) && map.stateOf(seat) === "free";
    return this.#lost.every((seat) => isFree(seat) && !this.#final.has(seat));
  }

  #tellLost(text: string): void {
    const { i18n, notices, actions } = this.#options;
    const seats = this.#lost;
    const again = {
      label: i18n.text("chooseAgain", { n: seats.length }),
      run: () => void actions.choose(seats),
    };
    const action = this.#availableAgain ? again : undefined;
    notices.show("lost", { sign: "clock", text, urgent: true, action, closable: true });
  }

  #countdown(warning: SeatMapEvents["expiring"]): string {
    const { map, i18n } = this.#options;
    const time = i18n.time(warning.deadline - map.now());
    return i18n.text(warning.renewable ? "expiring" : "lastChance", { n: this.#count(warning), time });
  }

  /** How many seats and places it is about. */
  #count({ seats, areas }: SeatMapEvents["expiring"]): number {
    const places = this.#options.map.places.filter(({ area }) => areas.includes(area.id));
    return places.reduce((sum, { count }) => sum + count, seats.length);
  }

  #isKept({ seats, areas }: SeatMapEvents["expiring"]): boolean {
    const { map } = this.#options;
    const held = map.places.map(({ area }) => area.id);
    return seats.every((seat) => map.stateOf(seat) === "mine") && areas.every((area) => held.includes(area));
  }
}
