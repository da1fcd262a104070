/** Notices about changes of the show and about the state of its sales. */
import type { Aspect, Sales, ShowChange } from "../seat-map.ts";
import type { ActionContext } from "./actions.ts";

const SHOWN: Aspect[] = ["title", "times", "prices", "plan"]; // sales have a notice of their own

export class ShowNotices {
  readonly #context: ActionContext;
  readonly #aspects = new Set<Aspect>();

  constructor(context: ActionContext) {
    this.#context = context;
  }

  /** Show what changed, together with earlier changes whose notice is still open. */
  changed({ what }: ShowChange): void {
    const { notices, liveRegion } = this.#context;
    if (!notices.has("changed")) this.#aspects.clear();
    for (const aspect of what) this.#aspects.add(aspect);
    const text = this.#textOf(SHOWN.filter((aspect) => this.#aspects.has(aspect)));
    if (!text) return;
    notices.show("changed", { sign: "info", text, closable: true });
    liveRegion.announce(this.#textOf(SHOWN.filter((aspect) => what.includes(aspect))));
  }

  /** Show the state of sales; while they are open, only when they have just begun. */
  sales(sales: Sales, haveBegun: boolean): void {
    const { notices, liveRegion, i18n } = this.#context;
    const isOpen = sales.state === "open";
    if (isOpen) notices.hide("sales");
    if (isOpen && !haveBegun) return;
    const text = isOpen ? i18n.text("salesOpened") : this.#textOfSales(sales);
    notices.show("sales", { sign: isOpen ? "check" : "info", text, closable: isOpen });
    liveRegion.announce(text);
  }

  #textOf(aspects: Aspect[]): string {
    const { map, i18n } = this.#context;
    const { title = "", startsAt = "", timeZone = "UTC" } = map.show ?? {};
    const values = { title, time: i18n.moment(startsAt, timeZone) };
    const texts: Partial<Record<Aspect, string>> = i18n.texts.changed;
    const said = aspects.map((aspect) => i18n.fill(texts[aspect] ?? "", values));
    if (aspects.includes("prices") && map.basket.length) said.push(i18n.text("pricesKept"));
    return said.join(" ");
  }

  #textOfSales({ state, opensAt }: Sales): string {
    const { map, i18n } = this.#context;
    if (state === "ended") return i18n.text("salesEnded");
    if (opensAt === undefined) return i18n.text("salesClosed");
    return i18n.text("salesUpcoming", { time: i18n.moment(opensAt, map.show?.timeZone ?? "UTC") });
  }
}
