/** Says what the organiser changed while the hall is open, and how its sales stand. */
import type { Aspect, Sales, ShowChange } from "../seat-map.ts";
import type { Tools } from "./doings.ts";

const TOLD: Aspect[] = ["title", "times", "prices", "plan"]; // of sales it is told how they stand

export class Changes {
  readonly #tools: Tools;
  readonly #told = new Set<Aspect>();

  constructor(tools: Tools) {
    this.#tools = tools;
  }

  /** Say what changed, beside what was said before and has not been closed. */
  changed({ what }: ShowChange): void {
    const { notices, voice } = this.#tools;
    if (!notices.has("changed")) this.#told.clear();
    for (const aspect of what) this.#told.add(aspect);
    const text = this.#textOf(TOLD.filter((aspect) => this.#told.has(aspect)));
    if (!text) return;
    notices.show("changed", { sign: "info", text, closable: true });
    voice.tell(this.#textOf(TOLD.filter((aspect) => what.includes(aspect))));
  }

  /** Say how sales stand; while they are open that goes without saying, unless they have just begun. */
  sales(sales: Sales, haveBegun: boolean): void {
    const { notices, voice, words } = this.#tools;
    const isOpen = sales.state === "open";
    if (isOpen) notices.hide("sales");
    if (isOpen && !haveBegun) return;
    const text = isOpen ? words.say("salesOpened") : this.#textOfSales(sales);
    notices.show("sales", { sign: isOpen ? "check" : "info", text, closable: isOpen });
    voice.tell(text);
  }

  #textOf(aspects: Aspect[]): string {
    const { map, words } = this.#tools;
    const { title = "", startsAt = "", timeZone = "UTC" } = map.show ?? {};
    const values = { title, time: words.moment(startsAt, timeZone) };
    const texts: Partial<Record<Aspect, string>> = words.texts.changed;
    const said = aspects.map((aspect) => words.fill(texts[aspect] ?? "", values));
    if (aspects.includes("prices") && map.basket.length) said.push(words.say("pricesKept"));
    return said.join(" ");
  }

  #textOfSales({ state, opensAt }: Sales): string {
    const { map, words } = this.#tools;
    if (state === "ended") return words.say("salesEnded");
    if (opensAt === undefined) return words.say("salesClosed");
    return words.say("salesUpcoming", { time: words.moment(opensAt, map.show?.timeZone ?? "UTC") });
  }
}
