/** Blocking and unblocking seats by clicks. */
import { type Hall, Refusal, rowOf, type SeatChange, type SeatState, type Wanted } from "seatapp";

import type { OrganiserApi } from "./api.ts";
import { part, write } from "./dom.ts";
import { showError, showFailure } from "./error-banner.ts";
import { placesOf } from "./format.ts";

interface Surroundings {
  api: OrganiserApi;
  show: string;
  hall(): Hall;
  stateOf(seat: string): SeatState;
  /** It was asked that seats change, or that is answered. */
  changed(changes: SeatChange[]): void;
  /** Show where these seats are. */
  point(seats: string[]): void;
}

export class Blocking {
  readonly #at: Surroundings;
  readonly #tools = part<HTMLFormElement>("tools");
  readonly #pending = new Map<string, Wanted>();

  constructor(surroundings: Surroundings) {
    this.#at = surroundings;
    this.#tools.addEventListener("submit", (event) => event.preventDefault());
    this.#tools.addEventListener("change", () => this.#showTools());
    this.#showTools();
  }

  /** Whether a click blocks and unblocks. */
  get on(): boolean {
    return new FormData(this.#tools).get("mode") === "block";
  }

  /** What has been asked for this seat and not been answered yet, in the map's words. */
  pending(seat: string): Wanted | undefined {
    return this.#pending.get(seat);
  }

  /** Block a free seat or unblock a blocked one, alone or with its row's others that stand as it does. */
  async press(seat: string): Promise<void> {
    const state = this.#at.stateOf(seat);
    const seats = this.#seatsMeantBy(seat, state).filter((id) => !this.#pending.has(id));
    if (!seats.length) return;
    if (state === "free") await this.#block(seats);
    else if (state === "blocked") await this.#unblock(seats);
    else
      showError(
        `${this.#named([seat])} is ${state === "booked" ? "sold" : "being chosen"}, and so it cannot be blocked.`,
      );
  }

  async #block(seats: string[]): Promise<void> {
    const { api, show, point } = this.#at;
    const reason = String(new FormData(this.#tools).get("reason") ?? "").trim();
    try {
      await this.#during(seats, "mine", () => api.block(show, seats, reason));
      this.#showDone(seats, "blocked");
    } catch (error) {
      const conflicts = conflictsOf(error);
      if (!conflicts) return showFailure(error, "Nothing was blocked.");
      showError(`Nothing was blocked: somebody has ${this.#named(conflicts)}.`);
      point(conflicts);
    }
  }

  async #unblock(seats: string[]): Promise<void> {
    const { api, show } = this.#at;
    try {
      await this.#during(seats, "free", () => api.unblock(show, seats));
      this.#showDone(seats, "free again");
    } catch (error) {
      showFailure(error, "Nothing was unblocked.");
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

  #seatsMeantBy(seat: string, state: SeatState): string[] {
    const hall = this.#at.hall();
    const pressed = hall.seats.get(seat);
    if (!pressed || !new FormData(this.#tools).has("row")) return [seat];
    const row = rowOf(hall, pressed).map(({ id }) => id);
    return row.filter((id) => this.#at.stateOf(id) === state);
  }

  #named(ids: string[]): string {
    const { seats } = this.#at.hall();
    return placesOf(ids.map((id) => seats.get(id) ?? { id, zone: "", row: "", number: "" }));
  }

  #showDone(seats: string[], what: string): void {
    showError("");
    write(part("done"), `${this.#named(seats)} ${seats.length === 1 ? "is" : "are"} ${what}.`);
  }

  #showTools(): void {
    part("blocking").hidden = !this.on;
  }
}

function conflictsOf(error: unknown): string[] | undefined {
  if (!(error instanceof Refusal) || error.code !== "seats_taken") return undefined;
  return error.details.seats as string[];
}
