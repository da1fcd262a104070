/** The locks of the last minutes as bars, and the same as a table. */

import { topOf } from "./chart-scale.ts";
import { dashboard } from "./dashboard-words.ts";
import { h, part, svg, write } from "./dom.ts";
import { atMinute, count } from "./format.ts";
import { format } from "./format-words.ts";
import type { LockRate, Minute } from "./lock-rate.ts";

const WIDTH = 12;
const GAP = 2;
const HEIGHT = 100;

export class RateChart {
  readonly #rate: LockRate;
  readonly #bars: SVGElement[];
  readonly #rows: HTMLTableRowElement[];
  readonly #drawing: SVGElement;
  readonly #top = h("span");
  readonly #first = h("span");

  constructor(rate: LockRate) {
    this.#rate = rate;
    const span = rate.minutes(Date.now()).length;
    const size = `0 0 ${span * WIDTH - GAP} ${HEIGHT}`;
    this.#drawing = svg("svg", { viewBox: size, preserveAspectRatio: "none", role: "img" });
    this.#bars = Array.from({ length: span }, (_, index) =>
      svg("rect", { x: index * WIDTH, width: WIDTH - GAP }),
    );
    this.#drawing.append(...this.#bars);
    this.#rows = this.#bars.map(() => h("tr", {}, h("th", { scope: "row" }), h("td")));
    const scale = h("div", { class: "scale", "aria-hidden": "true" }, this.#top, h("span", {}, "0"));
    const times = h(
      "div",
      { class: "times", "aria-hidden": "true" },
      this.#first,
      h("span", {}, dashboard.text("now")),
    );
    part("rate").append(scale, this.#drawing, times);
    part("rate-table").append(...this.#rows.toReversed());
    this.draw();
  }

  /** Draw what the rate is now. */
  draw(): void {
    const minutes = this.#rate.minutes(Date.now());
    const top = topOf(Math.max(...minutes.map(({ locks }) => locks ?? 0)));
    for (const [index, minute] of minutes.entries()) {
      size(this.#bars[index] as SVGElement, minute, top);
      fillRow(this.#rows[index] as HTMLTableRowElement, minute);
    }
    write(this.#top, count(top));
    write(part("rate-now"), count(minutes.at(-1)?.locks ?? 0));
    write(this.#first, atMinute(minutes[0]?.start ?? 0));
    this.#drawing.setAttribute("aria-label", summaryOf(minutes));
  }
}

function size(bar: SVGElement, { locks }: Minute, top: number): void {
  const height = locks === undefined ? 0 : Math.max(1, (locks / top) * HEIGHT);
  bar.setAttribute("y", String(HEIGHT - height));
  bar.setAttribute("height", String(height));
}

function fillRow(row: HTMLTableRowElement, { start, locks }: Minute): void {
  row.hidden = locks === undefined;
  write(row.cells[0] as Element, atMinute(start));
  write(row.cells[1] as Element, count(locks ?? 0));
}

function summaryOf(minutes: Minute[]): string {
  const locks = minutes.map((minute) => minute.locks ?? 0);
  const total = locks.reduce((sum, some) => sum + some, 0);
  const most = Math.max(...locks);
  const peak = minutes[locks.indexOf(most)]?.start ?? 0;
  const facts = [
    dashboard.text("inAll", { n: total }),
    ...(most ? [dashboard.text("atMost", { n: most, time: atMinute(peak) })] : []),
    dashboard.text("inThisMinute", { n: locks.at(-1) ?? 0 }),
  ];
  const chart = dashboard.text("chart", { n: minutes.length });
  return `${chart} ${dashboard.text("locks", { facts: facts.join(format.texts.comma) })}`;
}
