/** The list of all shows, with what each has sold. */
import { Refusal } from "seatapp";
import { ownTimes, timeAt } from "../times.ts";
import type { ListedShow, OrganiserApi, ShowPage, When } from "./api.ts";
import { h, part } from "./dom.ts";
import { showFailure } from "./error-banner.ts";
import { count, percentage, price } from "./format.ts";
import { overview } from "./overview-words.ts";
import { actions } from "./show-actions.ts";
import { action } from "./show-actions-words.ts";

const SECTIONS: When[] = ["coming", "past", "archived"];
const REFRESH_MS = 10_000;

export class Overview {
  readonly #api: OrganiserApi;
  readonly #pages: Record<When, number> = { coming: 1, past: 1, archived: 1 };
  #listed = "";

  constructor(api: OrganiserApi) {
    this.#api = api;
  }

  /** List the shows, and again as long as somebody looks: other people sell and organise meanwhile. */
  start(): void {
    for (const when of SECTIONS) {
      part(`${when}-more`).addEventListener("click", () => {
        this.#pages[when]++;
        void this.#refresh();
      });
    }
    part("inside").addEventListener("click", ({ target }) => {
      const button = (target as Element).closest<HTMLElement>("[data-archive]");
      if (button) void this.#archive(button.dataset.archive ?? "", button.dataset.title ?? "");
    });
    void this.#refresh();
    setInterval(() => document.hidden || this.#refresh(true), REFRESH_MS);
    document.addEventListener("visibilitychange", () => document.hidden || this.#refresh(true));
  }

  async #archive(show: string, title: string): Promise<void> {
    if (!confirm(action.text("archiveAsk", { title }))) return;
    try {
      await this.#api.archive(show);
    } catch (error) {
      showFailure(error, action.text("notArchived"));
    }
    await this.#refresh();
  }

  async #refresh(again = false): Promise<void> {
    try {
      this.#list(await Promise.all(SECTIONS.map((when) => this.#load(when))));
    } catch (error) {
      if (!(again && error instanceof Refusal && error.temporary)) {
        showFailure(error, overview.text("notListed"));
      }
    }
  }

  /** Load as many pages as are shown, as one. */
  async #load(when: When): Promise<ShowPage> {
    const numbers = Array.from({ length: this.#pages[when] }, (_, index) => index + 1);
    const pages = await Promise.all(numbers.map((page) => this.#api.shows(when, page)));
    return { shows: pages.flatMap((page) => page.shows), total: pages.at(-1)?.total ?? 0 };
  }

  #list(sections: ShowPage[]): void {
    const listed = JSON.stringify(sections);
    if (listed === this.#listed) return;
    this.#listed = listed;
    const focused = document.activeElement?.getAttribute("href");
    for (const [index, when] of SECTIONS.entries()) fill(when, sections[index] as ShowPage);
    ownTimes();
    if (focused)
      part("inside")
        .querySelector<HTMLElement>(`[href="${CSS.escape(focused)}"]`)
        ?.focus();
  }
}

function fill(when: When, { shows, total }: ShowPage): void {
  const none = h("li", { class: "hint" }, overview.text("none"));
  part(`${when}-list`).replaceChildren(...(shows.length ? shows.map(card) : [none]));
  part(when).hidden = when !== "coming" && !shows.length;
  part(`${when}-more`).hidden = shows.length >= total;
}

function card({ showId, title, startsAt, timeZone, currency, seatCount, ...sales }: ListedShow): HTMLElement {
  const share = h("div", { class: "share", "aria-hidden": "true" });
  share.style.setProperty("--share", String(seatCount ? sales.soldCount / seatCount : 0));
  const sold = overview.text("sold", {
    sold: count(sales.soldCount),
    seats: count(seatCount),
    share: percentage(sales.soldCount, seatCount),
  });
  const state: keyof typeof overview.texts.sales = sales.salesState;
  return h(
    "li",
    { class: "card" },
    h("h3", {}, h("a", { href: `/organiser/shows/${encodeURIComponent(showId)}` }, h("bdi", {}, title))),
    h("p", { class: "hint" }, timeAt(startsAt, timeZone)),
    share,
    h("p", { class: "sums" }, h("span", {}, sold), h("b", {}, price(sales.takings, currency))),
    h(
      "p",
      {},
      h(
        "span",
        { class: `badge ${state}` },
        sales.archivedAt ? action.text("archived") : overview.texts.sales[state],
      ),
    ),
    ...(sales.archivedAt ? [] : [actions(showId, title, state)]),
  );
}
