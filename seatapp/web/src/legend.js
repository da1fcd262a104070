/** Says what the colours cost and what the shapes mean. */
import { outline, WORDS } from "./hall.js";
import { html } from "./panel.js";
import { FREE } from "./state.js";
import { element } from "./svg.js";
import { money } from "./words.js";

const SAMPLE = { x: 12, y: 12, radius: 10 };

export function drawLegend(box, categories, currency) {
  const prices = categories.map(({ name, color, price }) =>
    html("li", {}, sample(FREE, color), html("span", {}, name), html("b", {}, money(price, currency))),
  );
  const states = Object.entries(WORDS)
    .filter(([state]) => state !== FREE)
    .map(([state, words]) => html("li", {}, sample(state), html("span", {}, words)));
  box.replaceChildren(html("ul", { class: "prices" }, ...prices), html("ul", { class: "states" }, ...states));
}

function sample(state, fill) {
  const path = element("path", { "data-state": state, d: outline(SAMPLE, state), fill });
  return element("svg", { viewBox: "0 0 24 24", "aria-hidden": "true", class: "seats" }, path);
}
