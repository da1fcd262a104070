/** SVG icons: lines on a grid of 24, in the colour of the text. */
import { svg } from "./dom.ts";

const PATHS = {
  aisle: "M5.5 4v16M18.5 4v16M12 7v10M9 14l3 3l3-3",
  check: "M5 12.5l4.5 4.5L19 7.5",
  chevron: "M6 15l6-6 6 6",
  clock: "M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17zM12 7.5V12l3 2",
  close: "M6 6l12 12M18 6L6 18",
  companion: "M5 5h14v14H5zM9 9h6v6H9z",
  hearing_loop:
    "M8 18c0 1.6 1.2 3 2.8 3c3.2 0 2.2-3.6 4.2-5.7c1.3-1.4 2.5-2.8 2.5-5.3a5.5 5.5 0 0 0-11 0M9.5 10a2.5 2.5 0 0 1 5 0c0 2.2-2.5 2-2.5 4.2",
  info: "M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17zM12 11v5M12 7.8v.2",
  list: "M9 6h11M9 12h11M9 18h11M4.5 6h.1M4.5 12h.1M4.5 18h.1",
  map: "M9 4L3.5 6.5v13L9 17l6 3 5.5-2.5v-13L15 7zM9 4v13M15 7v13",
  minus: "M5 12h14",
  plus: "M12 5v14M5 12h14",
  restricted_view:
    "M3 12s3.5-6 9-6s9 6 9 6s-3.5 6-9 6s-9-6-9-6zM12 9.7a2.3 2.3 0 1 0 0 4.6a2.3 2.3 0 0 0 0-4.6zM5 19L19 5",
  step_free: "M3 18h18V8zM7.5 18v-3",
  warning: "M12 4L2.8 20h18.4zM12 10v4.5M12 17.2v.2",
  wheelchair: "M10 4.5v.1M10 8v6h6l2.5 5M10 11h4.5M8 11.5a5 5 0 1 0 6.5 6",
};

export type Icon = keyof typeof PATHS;

/** Return what an icon is drawn of. */
export function iconPath(name: Icon): string {
  return PATHS[name];
}

export function icon(name: Icon): SVGElement {
  return svg(
    "svg",
    { viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" },
    svg("path", { d: PATHS[name] }),
  );
}
