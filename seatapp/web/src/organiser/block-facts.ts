/** A block on the panel of its seat: why, until when and by whom, and its end. */
import type { Block } from "./api.ts";
import { h } from "./dom.ts";
import { atDay } from "./format.ts";
import { hall as words } from "./hall-words.ts";

/** Return what is known of a seat's block; `unblock` ends it. */
export function blockFacts(block: Block | undefined, unblock: () => void): HTMLElement {
  const { reason, until, by } = block ?? {};
  const facts = {
    ...(reason ? { reason: h("bdi", {}, reason) } : {}),
    ...(until ? { until: h("time", { datetime: until }, atDay(until)) } : {}),
    ...(by ? { by: h("bdi", {}, by) } : {}),
  };
  const entries = Object.entries(facts).map(([name, fact]) =>
    h("div", {}, h("dt", {}, words.texts.facts[name as keyof typeof facts]), h("dd", {}, fact)),
  );
  const button = h(
    "button",
    { type: "button", class: "quiet", on: { click: unblock } },
    words.text("unblock"),
  );
  return h(
    "div",
    { class: "booking" },
    h("p", {}, words.text("kept")),
    ...(entries.length ? [h("dl", {}, ...entries)] : []),
    h("p", { class: "actions" }, button),
  );
}
