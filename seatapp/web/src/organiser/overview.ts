/** The list of all shows, with what each has sold. */
import { Refusal } from "seatapp";
import { ownTimes, timeAt } from "../times.ts";
import type { ListedShow, OrganiserApi } from "./api.ts";
import { h, part } from "./dom.ts";
import { complainOf } from "./problem.ts";
import { count, percentage, price } from "./words.ts";

/** A show is still coming up for so long after it began. */
const OVER_AFTER_MS = 6 * 3_600_000;
const REFRESH_MS = 10_000;

const SALES: Record<ListedShow["salesState"], string> = {
  upcoming: "Sales have not begun",
  open: "Sales open",
  closed: "Sales closed",
  ended: "Sales ended",
};

export class Overview {
  readonly #api: OrganiserApi;
  #listed = "";

  constructor(api: OrganiserApi) {
    this.#api = api;
  }

  /** List the shows, and again as long as somebody looks: other people sell and organise meanwhile. */
  start(): void {
    void this.#refresh();
    setInterval(() => document.hidden || this.#refresh(true), REFRESH_MS);
    document.addEventListener("visibilitychange", () => document.hidden || this.#refresh(true));
  }

  async #refresh(again = false): Promise<void> {
    try {
      this.#list(await this.#api.shows());
    } catch (error) {
      if (!(again && error instanceof Refusal && error.temporary)) {
        complainOf(error, "The shows could not be listed.");
      }
    }
  }

  #list(shows: ListedShow[]): void {
    const listed = JSON.stringify(shows);
    if (listed === this.#listed) return;
    this.#listed = listed;
    const focused = document.activeElement?.getAttribute("href");
    fill(
      "coming",
      shows.filter((show) => !isOver(show)),
    );
    fill("past", shows.filter(isOver).reverse());
    ownTimes();
    if (focused)
      part("inside")
        .querySelector<HTMLElement>(`[href="${CSS.escape(focused)}"]`)
        ?.focus();
  }
}

function isOver({ startsAt }: ListedShow): boolean {
  return new Date(startsAt).getTime() < Date.now() - OVER_AFTER_MS;
}

function fill(when: "coming" | "past", shows: ListedShow[]): void {
  const none = h("li", { class: "hint" }, "No show.");
  part(`${when}-list`).replaceChildren(...(shows.length ? shows.map(card) : [none]));
  part(when).hidden = when === "past" && !shows.length;
}

function card({ showId, title, startsAt, timeZone, currency, seatCount, ...sales }: ListedShow): HTMLElement {
  const share = h("div", { class: "share", "aria-hidden": "true" });
  share.style.setProperty("--share", String(seatCount ? sales.soldCount / seatCount : 0));
  const sold = `${count(sales.soldCount)} of ${count(seatCount)} sold, ${percentage(sales.soldCount, seatCount)}`;
  const state = sales.salesState;
  return h(
    "li",
    { class: "card" },
    h("h3", {}, h("a", { href: `/organiser/shows/${encodeURIComponent(showId)}` }, title)),
    h("p", { class: "hint" }, timeAt(startsAt, timeZone)),
    share,
    h("p", { class: "sums" }, h("span", {}, sold), h("b", {}, price(sales.takings, currency))),
    h("p", {}, h("span", { class: `badge ${state}` }, SALES[state])),
  );
}
