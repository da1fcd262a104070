/** How the show sells: the figures at the top, and the table by category. */
import type { CategorySummary, Summary, TicketTypeSummary } from "./api.ts";
import { dashboard } from "./dashboard-words.ts";
import { h, part, write } from "./dom.ts";
import { count, percentage, price } from "./format.ts";
import { selling } from "./selling-words.ts";

type Colours = ReadonlyMap<string, string>;

export class Figures {
  /** Show a summary; `colours` are those of the categories in the hall, once it is known. */
  show(summary: Summary, colours: Colours = new Map()): void {
    const { seats, takings, currency, byCategory, byTicketType, byPayment } = summary;
    for (const state of ["booked", "locked", "free", "blocked"] as const) {
      // Of a show that is over nobody chooses seats.
      const figure = document.querySelector(`[data-figure="${state}"]`);
      if (figure) write(figure, count(seats[state]));
    }
    write(part('figure="takings"'), price(takings, currency));
    write(part("share"), shareOf(seats));
    part("sold-bar").style.setProperty("--share", String(seats.total ? seats.booked / seats.total : 0));
    part("categories").replaceChildren(...byCategory.map((category) => row(category, currency, colours)));
    part("ticket-types").hidden = !byTicketType.length;
    part("ticket-type-rows").replaceChildren(...byTicketType.map((type) => typeRow(type, currency)));
    write(part("at-the-door"), paidAtTheDoor(byPayment, currency));
  }
}

function shareOf({ booked, total }: Summary["seats"]): string {
  return dashboard.text("ofAll", { seats: count(total), share: percentage(booked, total) });
}

/** Write what has to be in the till. */
function paidAtTheDoor(payments: Summary["byPayment"], currency: string): string {
  const sums = (["cash", "card"] as const).flatMap((way) => {
    const amount = payments.find(({ paid }) => paid === way)?.takings;
    return amount
      ? selling.text(way === "cash" ? "inCash" : "byCard", { amount: price(amount, currency) })
      : [];
  });
  return sums.length ? selling.text("atTheDoor", { sums: selling.list(sums) }) : "";
}

function typeRow({ ticketType, title, seats, takings }: TicketTypeSummary, currency: string): HTMLElement {
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, title ?? dashboard.text("formerType", { type: ticketType })),
    h("td", {}, count(seats)),
    h("td", {}, price(takings, currency)),
  );
}

function row(
  { category, booked, total, free, ...amounts }: CategorySummary,
  currency: string,
  colours: Colours,
): HTMLElement {
  const swatch = h("span", { class: "swatch" });
  swatch.style.setProperty("--colour", colours.get(category) ?? "transparent");
  const cost = h("span", { class: "hint" }, price(amounts.price, currency));
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, swatch, h("span", {}, category, " ", cost)),
    h(
      "td",
      {},
      count(booked),
      " ",
      h("span", { class: "hint" }, dashboard.text("of", { seats: count(total) })),
    ),
    h("td", {}, count(free)),
    h("td", {}, price(amounts.takings, currency)),
  );
}
