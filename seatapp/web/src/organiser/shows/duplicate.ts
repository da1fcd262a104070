/** Gives a show more dates: each becomes a show of its own, with its hall, title and prices. */
import { Refusal, type Show, venueTime } from "seatapp";

import type { OrganiserApi } from "../api.ts";
import { h, part, write } from "../dom.ts";
import { showError, showFailure } from "../error-banner.ts";
import { addressOf } from "./address.ts";
import { duplicate } from "./duplicate-words.ts";
import { focusFirstWrong, mark, messageOf } from "./fields.ts";
import { form } from "./form-words.ts";
import { type NewShow, ShowsApi } from "./shows-api.ts";
import { instantAt, localAt } from "./venue-instant.ts";

const WEEK_MS = 7 * 24 * 3600 * 1000;

export class Duplicate {
  readonly #api: ShowsApi;
  readonly #id: string;
  readonly #form = part<HTMLFormElement>("duplicate");
  readonly #list = part("dates");
  #show: Show | undefined;
  #count = 0;
  #busy = false;

  constructor(api: OrganiserApi, id: string) {
    this.#api = new ShowsApi(api);
    this.#id = id;
  }

  async start(): Promise<void> {
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#save();
    });
    part("more").addEventListener("click", () => this.#add().focus());
    try {
      this.#show = await this.#api.show(this.#id);
    } catch (error) {
      return showFailure(error, form.text("notSaved"));
    }
    write(part("sales-note"), this.#salesNote(this.#show));
    this.#add();
  }

  #salesNote({ salesStartAt, salesEndAt, timeZone }: Show): string {
    if (!salesStartAt && !salesEndAt) return duplicate.text("salesAtOnce");
    const start = salesStartAt && venueTime(salesStartAt, timeZone, duplicate.lang);
    return [
      ...(start ? [duplicate.text("salesFrom", { start })] : []),
      ...(salesEndAt ? [duplicate.text("salesUntil")] : []),
    ].join(" ");
  }

  /** Offer another date, a week after the last one. */
  #add(): HTMLInputElement {
    const { startsAt, timeZone } = this.#show as Show;
    const last = this.#fields.at(-1)?.value || localAt(startsAt, timeZone);
    this.#count += 1;
    const id = `date-${this.#count}`;
    const input = h("input", { id, type: "datetime-local", required: true });
    input.value = new Date(Date.parse(`${last}Z`) + WEEK_MS).toISOString().slice(0, 16);
    const row = h("li", { class: "field" });
    const label = duplicate.text("date", { n: this.#count });
    const remove = h(
      "button",
      {
        type: "button",
        class: "quiet",
        "aria-label": `${duplicate.text("remove")}: ${label}`,
        on: { click: () => row.remove() },
      },
      duplicate.text("remove"),
    );
    row.append(
      h("label", { for: id }, label),
      input,
      remove,
      h("p", { class: "wrong", id: `${id}-wrong`, hidden: true }),
    );
    this.#list.append(row);
    return input;
  }

  /** The dates that are not saved yet. */
  get #fields(): HTMLInputElement[] {
    return [...this.#list.querySelectorAll<HTMLInputElement>("input")];
  }

  async #save(): Promise<void> {
    if (this.#busy || !this.#show) return;
    const dates = this.#read(this.#show);
    if (!dates) return focusFirstWrong(this.#form);
    this.#wait(true);
    let saved = 0;
    for (const [input, show] of dates) {
      try {
        const { showId } = await this.#api.save(show);
        this.#mark(input, showId, show);
        saved += 1;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const { errors } = error.details;
        const words = ["startsAt", "salesStartAt"]
          .map((name) => messageOf(errors, name))
          .join(" ")
          .trim();
        mark(input.id, error.code === "show_exists" ? duplicate.text("taken") : words || error.message);
      }
    }
    this.#wait(false);
    write(part("saving"), duplicate.text("allSaved", { n: saved }));
    if (saved < dates.length) showError(duplicate.text("someSaved"));
  }

  #wait(busy: boolean): void {
    this.#busy = busy;
    part("save").ariaDisabled = String(busy);
    write(part("saving"), busy ? duplicate.text("saving") : "");
    if (busy) showError("");
  }

  /** Return the shows of the dates; undefined, and what is wrong marked, when one is no time there. */
  #read(show: Show): [HTMLInputElement, NewShow][] | undefined {
    const seen = new Set<string>();
    const dates = this.#fields.map((input) => {
      const startsAt = instantAt(input.value, show.timeZone);
      mark(
        input.id,
        startsAt === undefined ? form.text("noTime") : seen.has(startsAt) ? duplicate.text("twice") : "",
      );
      if (startsAt) seen.add(startsAt);
      return [input, startsAt] as const;
    });
    if (this.#list.querySelector('[aria-invalid="true"]')) return undefined;
    return dates.map(([input, startsAt]) => [input, this.#copy(show, startsAt as string)]);
  }

  #copy(show: Show, startsAt: string): NewShow {
    const { title, timeZone, currency, prices, ticketTypes, plan, rules, salesStartAt, salesEndAt } = show;
    const moved = Date.parse(startsAt) - Date.parse(show.startsAt);
    return {
      showId: addressOf(title, `${startsAt.slice(0, 10)}-${startsAt.slice(11, 16).replace(":", "")}`),
      ...{ title, startsAt, timeZone, currency, prices, ticketTypes, plan, rules, salesStartAt },
      salesEndAt: salesEndAt && new Date(Date.parse(salesEndAt) + moved).toISOString(),
    } as NewShow;
  }

  /** Write in the place of a date that it is saved. */
  #mark(input: HTMLInputElement, showId: string, { startsAt, timeZone }: NewShow): void {
    const link = h("a", { href: `/organiser/shows/${encodeURIComponent(showId)}` }, duplicate.text("open"));
    const time = venueTime(startsAt, timeZone ?? "UTC", duplicate.lang);
    input
      .closest("li")
      ?.replaceChildren(h("p", { class: "saved" }, `${time}: ${duplicate.text("saved")} `, link));
  }
}
