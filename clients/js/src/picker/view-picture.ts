/** The picture of the view from a seat: loaded when it is asked for, and a link where the page may not show it. */
import type { Seat } from "../plan.ts";
import type { Localizer } from "./i18n/localizer.ts";
import type { SeatNames } from "./i18n/seat-names.ts";
import { h } from "./ui/dom.ts";

export interface ViewPictureOptions {
  i18n: Localizer;
  names: SeatNames;
  /** The server's origin, that paths of pictures are on; "" is the page's own. */
  server: string;
}

/** Return what shows the view from a seat; undefined where the plan has no picture of it. */
export function viewPicture(
  seat: Seat,
  { i18n, names, server }: ViewPictureOptions,
): HTMLElement | undefined {
  const url = pictureUrl(seat.viewUrl, server);
  if (!url) return undefined;
  const title = i18n.text("viewFrom", { seats: names.of([seat.id]) });
  const toggle = () => {
    if (details.childElementCount === 1) details.append(picture());
  };
  const picture = () => {
    const image = h("img", { alt: title, decoding: "async", referrerpolicy: "no-referrer" });
    // A page's content security policy may not let pictures in from there.
    image.addEventListener("error", () => image.replaceWith(h("p", {}, i18n.text("viewBlocked"))));
    image.src = url;
    const link = { href: url, target: "_blank", rel: "noopener noreferrer" };
    return h("div", {}, image, h("a", link, i18n.text("openView")));
  };
  const summary = h("summary", {}, i18n.text("viewFromHere"));
  const details = h("details", { class: "seat-view", on: { toggle } }, summary);
  return details;
}

/** Return the address of a picture if it is one that a page may open. */
export function pictureUrl(viewUrl: string | undefined, server: string): string | undefined {
  if (!viewUrl) return undefined;
  try {
    const { href, protocol } = new URL(viewUrl, server || globalThis.location?.href);
    return protocol === "https:" || protocol === "http:" ? href : undefined;
  } catch {
    return undefined;
  }
}
