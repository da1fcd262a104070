/** What happened to the seat of the panel: read by pages once somebody opens it. */
import type { SeatEvent } from "./api.ts";
import { h, part } from "./dom.ts";
import { showFailure } from "./error-banner.ts";
import { atDay, atSecond, named, visitor } from "./format.ts";
import { history as words } from "./history-words.ts";
import type { Surroundings } from "./map-tool.ts";

/** What was just done is in the history after this. */
const WRITTEN_MS = 1000;

export class SeatHistory {
  readonly #at: Surroundings;
  readonly #list = h("ol", { class: "latest" });
  readonly #earlier = h(
    "button",
    { type: "button", class: "quiet", hidden: true, on: { click: () => void this.#read() } },
    words.text("earlier"),
  );
  readonly #details = h(
    "details",
    { hidden: true, on: { toggle: () => void this.#begin() } },
    h("summary", {}, words.text("title")),
    this.#list,
    this.#earlier,
  );
  #seat: string | undefined;
  #pages = 0;
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor(surroundings: Surroundings) {
    this.#at = surroundings;
    part("history").replaceChildren(this.#details);
  }

  /** Be about this seat, or about none; once more about the same because something happened to it. */
  about(seat: string | undefined): void {
    clearTimeout(this.#again);
    this.#details.hidden = seat === undefined;
    if (seat === this.#seat) {
      this.#again = setTimeout(() => void this.#begin(), WRITTEN_MS);
      return;
    }
    this.#seat = seat;
    this.#list.replaceChildren();
    void this.#begin();
  }

  async #begin(): Promise<void> {
    this.#pages = 0;
    if (this.#details.open) await this.#read();
  }

  async #read(): Promise<void> {
    const [seat, page] = [this.#seat, this.#pages + 1];
    if (seat === undefined) return;
    try {
      const { events, more } = await this.#at.api.history(this.#at.show, seat, page);
      if (seat !== this.#seat || page !== this.#pages + 1) return; // another seat is shown, or this one anew
      this.#pages = page;
      const items = events.map((event) => this.#item(event));
      if (page > 1) this.#list.append(...items);
      else this.#list.replaceChildren(...(items.length ? items : [h("li", {}, words.text("none"))]));
      this.#earlier.hidden = !more;
    } catch (error) {
      showFailure(error, words.text("failed"));
    }
  }

  #item({ at, what, by, byKind, until, reason, reference, from, to }: SeatEvent): HTMLElement {
    const hall = this.#at.hall();
    const seats = { from: named(hall, from ?? []), to: named(hall, to ?? []) };
    const more = [
      ...(by && byKind !== "clock" ? [h("bdi", {}, byKind === "holder" ? visitor(by) : by)] : []),
      ...(reference ? [h("bdi", {}, reference)] : []),
      ...(reason ? [h("bdi", {}, reason)] : []),
      ...(until && what.startsWith("block") ? [words.text("until", { time: atDay(until) })] : []),
    ];
    return h(
      "li",
      { "data-what": what },
      h("span", {}, words.fill(words.texts.what[what], seats)),
      h("time", { class: "hint", datetime: at }, atSecond(at)),
      h("span", { class: "hint user" }, ...more.flatMap((one, index) => (index ? [" · ", one] : [one]))),
    );
  }
}
