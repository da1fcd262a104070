/** Blocking and unblocking seats by clicks. */
import type { SeatState, Wanted } from "seatapp";

import { part, write } from "./dom.ts";
import { conflictsOf, showError, showFailure } from "./error-banner.ts";
import { named, zone } from "./format.ts";
import { hall as words } from "./hall-words.ts";
import type { MapTool, Surroundings } from "./map-tool.ts";
import { instantAt } from "./shows/venue-instant.ts";
import { meantBy } from "./toolbox.ts";

const BLOCKABLE: SeatState[] = ["free", "blocked"];

export class Blocking implements MapTool {
  readonly panel: HTMLElement;
  readonly #at: Surroundings;
  readonly #beside: MapTool;
  readonly #pending = new Map<string, Wanted>();

  /** `beside` is shown meanwhile: the panel of the seat that was looked at. */
  constructor(surroundings: Surroundings, beside: MapTool) {
    [this.#at, this.#beside] = [surroundings, beside];
    this.panel = beside.panel;
  }

  /** Block a free seat or unblock a blocked one, alone or with its row's others that stand as it does. */
  press(seat: string): void {
    const { hall, stateOf } = this.#at;
    const state = stateOf(seat);
    const meant = meantBy(hall(), seat, (id) => stateOf(id) === state);
    const seats = meant.filter((id) => !this.#pending.has(id));
    if (!seats.length) return;
    if (state === "free") void this.#block(seats);
    else if (state === "blocked") void this.#unblock(seats);
    else showError(words.text(state === "booked" ? "isSold" : "isChosen", { seat: named(hall(), [seat]) }));
  }

  pressable(seat: string): boolean {
    return BLOCKABLE.includes(this.#at.stateOf(seat));
  }

  picked(): boolean {
    return false;
  }

  word(): undefined {}

  pending(seat: string): Wanted | undefined {
    return this.#pending.get(seat);
  }

  follow(anew = false): void {
    this.#beside.follow(anew);
  }

  leave(): void {}

  async #block(seats: string[]): Promise<void> {
    const { api, show, point } = this.#at;
    const said = new FormData(part<HTMLFormElement>("tools"));
    const [reason, day] = ["reason", "until"].map((name) => String(said.get(name) ?? "").trim());
    const until = day ? instantAt(day, zone()) : null;
    if (until === undefined) return showError(words.text("noSuchTime"));
    if (until && Date.parse(until) <= Date.now()) return showError(words.text("past"));
    try {
      await this.#during(seats, "mine", () => api.block(show, { seats, reason, until }));
      this.#showDone(seats, "blockedNow");
    } catch (error) {
      const conflicts = conflictsOf(error);
      if (!conflicts) return showFailure(error, words.text("notBlocked"));
      showError(words.text("notBlockedFor", { seats: named(this.#at.hall(), conflicts) }));
      point(conflicts);
    }
  }

  async #unblock(seats: string[]): Promise<void> {
    const { api, show } = this.#at;
    try {
      await this.#during(seats, "free", () => api.unblock(show, seats));
      this.#showDone(seats, "freeNow");
    } catch (error) {
      showFailure(error, words.text("notUnblocked"));
    }
  }

  async #during(seats: string[], wanted: Wanted, call: () => Promise<void>): Promise<void> {
    this.#want(seats, wanted);
    try {
      await call();
    } finally {
      this.#want(seats, undefined);
    }
  }

  #want(seats: string[], wanted: Wanted | undefined): void {
    const changes = seats.map((seat) => {
      const seen = { state: this.#at.stateOf(seat), price: undefined };
      const before = { ...seen, pending: this.#pending.get(seat) };
      return { seat, before, after: { ...seen, pending: wanted } };
    });
    for (const seat of seats) {
      if (wanted) this.#pending.set(seat, wanted);
      else this.#pending.delete(seat);
    }
    this.#at.changed(changes);
  }

  #showDone(seats: string[], what: "blockedNow" | "freeNow"): void {
    showError("");
    write(part("done"), words.text(what, { n: seats.length, seats: named(this.#at.hall(), seats) }));
  }
}
