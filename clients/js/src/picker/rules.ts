/** The rules of a show, said before anybody breaks one, and what a basket lacks of them. */
import type { Hall } from "../hall.ts";
import type { Show } from "../plan.ts";
import type { Localizer } from "./i18n/localizer.ts";
import { h } from "./ui/dom.ts";

/** List the rules; nothing where there are none. */
export function rulesOf(i18n: Localizer, { rules = {} }: Show, hall: Hall): HTMLElement {
  const hasWholeTables = [...hall.tables.values()].some(({ whole }) => whole);
  const texts = [
    rules.minSeats !== undefined && i18n.text("ruleMinSeats", { n: rules.minSeats }),
    rules.maxSeats !== undefined && i18n.text("ruleMaxSeats", { n: rules.maxSeats }),
    rules.quantum !== undefined && i18n.text("ruleQuantum", { n: rules.quantum }),
    rules.consecutive && i18n.text("ruleConsecutive"),
    rules.noSingleGaps && i18n.text("ruleNoSingleGaps"),
    rules.companionNeedsWheelchair && i18n.text("ruleCompanionNeedsWheelchair"),
    rules.wheelchairOnRequest && i18n.text("ruleWheelchairOnRequest"),
    hasWholeTables && i18n.text("ruleWholeTable"),
  ].filter((text) => typeof text === "string");
  const items = texts.map((text) => h("li", {}, text));
  return h(
    "section",
    { class: "rules", hidden: !items.length },
    h("h2", {}, i18n.text("goodToKnow")),
    h("ul", {}, ...items),
  );
}

/** Say how many seats are missing for what one person has to have, as far as the basket tells; "" for none. */
export function missingIn(i18n: Localizer, { rules = {} }: Show, count: number): string {
  const { minSeats = 0, quantum = 1 } = rules;
  if (!count) return "";
  if (count < minSeats) return i18n.text("seatsMissing", { n: minSeats - count, least: minSeats });
  const missing = (quantum - (count % quantum)) % quantum;
  return missing ? i18n.text("groupIncomplete", { n: missing, size: quantum }) : "";
}
