/** The zoom buttons on the map. */
import { h, svg } from "../ui/dom.ts";

export interface Controls {
  zoomIn(): void;
  zoomOut(): void;
  fit(): void;
}

const ICONS: Record<keyof Controls, string> = {
  zoomIn: "M12 5v14M5 12h14",
  zoomOut: "M5 12h14",
  fit: "M9 4H4v5M15 4h5v5M9 20H4v-5M15 20h5v-5",
};

/** Build them; `words` are their names. */
export function controls(words: Record<keyof Controls, string>, actions: Controls): HTMLElement {
  const names = Object.keys(ICONS) as (keyof Controls)[];
  return h(
    "div",
    { class: "controls" },
    ...names.map((name) =>
      h(
        "button",
        {
          type: "button",
          "aria-label": words[name],
          title: words[name],
          on: { click: () => actions[name]() },
        },
        svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { d: ICONS[name] })),
      ),
    ),
  );
}
