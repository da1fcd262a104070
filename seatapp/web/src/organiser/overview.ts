/** The list of all shows, with what each has sold. */
import type { ListedShow, OrganiserApi } from "./api.ts";
import { h, part } from "./dom.ts";
import { complainOf } from "./problem.ts";
import { count, percentage, price } from "./words.ts";

/** The public list, too, keeps a show for so long after it began. */
const OVER_AFTER_MS = 6 * 3_600_000;

export async function listShows(api: OrganiserApi): Promise<void> {
  try {
    const shows = await api.shows();
    fill(
      "coming",
      shows.filter((show) => !isOver(show)),
    );
    fill("past", shows.filter(isOver).reverse());
  } catch (error) {
    complainOf(error, "The shows could not be listed.");
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

function card({ showId, title, startsAt, currency, seatCount, ...sales }: ListedShow): HTMLElement {
  const share = h("div", { class: "share", "aria-hidden": "true" });
  share.style.setProperty("--share", String(seatCount ? sales.soldCount / seatCount : 0));
  const sold = `${count(sales.soldCount)} of ${count(seatCount)} sold, ${percentage(sales.soldCount, seatCount)}`;
  const state = sales.salesOpen ? "open" : "closed";
  return h(
    "li",
    { class: "card" },
    h("h3", {}, h("a", { href: `/organiser/shows/${encodeURIComponent(showId)}` }, title)),
    h("p", { class: "hint" }, h("time", { datetime: startsAt })),
    share,
    h("p", { class: "sums" }, h("span", {}, sold), h("b", {}, price(sales.takings, currency))),
    h("p", {}, h("span", { class: `badge ${state}` }, `Sales ${state}`)),
  );
}
