/** Buttons that show where seats of a kind are: on the aisle, step-free, with a hearing loop. */
import type { Hall } from "../hall.ts";
import type { Feature } from "../plan.ts";
import type { Localizer } from "./i18n/localizer.ts";
import { h } from "./ui/dom.ts";
import { icon } from "./ui/icons.ts";

/** What people look for; a restricted view is told and not looked for. */
const SOUGHT: readonly Feature[] = ["aisle", "step_free", "hearing_loop"];

/** Return the buttons, for what the hall has; `chosen` are pressed, and changed by them before `changed` is called. */
export function featureButtons(
  i18n: Localizer,
  hall: Hall,
  chosen: Set<Feature>,
  changed: () => void,
): HTMLElement {
  const items = SOUGHT.filter((feature) => hall.features.has(feature)).map((feature) => {
    const name = i18n.texts.features[feature];
    const button = h(
      "button",
      {
        type: "button",
        "aria-pressed": String(chosen.has(feature)),
        title: i18n.fill(i18n.texts.showFeature, { feature: name }),
      },
      icon(feature),
      h("span", {}, name),
    );
    button.addEventListener("click", () => {
      if (!chosen.delete(feature)) chosen.add(feature);
      button.setAttribute("aria-pressed", String(chosen.has(feature)));
      changed();
    });
    return h("li", {}, button);
  });
  return h("ul", { class: "features", "aria-label": i18n.text("special"), hidden: !items.length }, ...items);
}
