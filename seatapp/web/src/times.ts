/** Times of the page: the venue's, as the server writes them too, and the visitor's own beside them. */
import { ownTime, venueTime } from "seatapp";
import { h } from "seatapp/browser";

import { times } from "./times-words.ts";
import { language } from "./words.ts";

/** Make a <time> that reads as those that the server writes. */
export function timeAt(instant: string, zone: string): HTMLElement {
  return h("time", { datetime: instant, "data-zone": zone }, venueTime(instant, zone, language()));
}

/** Beside each time by a venue's clock write what the visitor's own shows, where that is something else. */
export function ownTimes(root: ParentNode = document): void {
  for (const time of root.querySelectorAll<HTMLTimeElement>("time[data-zone]")) {
    if (time.nextElementSibling?.matches(".own-time")) time.nextElementSibling.remove();
    const own = ownTime(time.dateTime, time.dataset.zone ?? "", language());
    if (own) time.after(" ", h("span", { class: "own-time" }, times.text("own", { time: own })));
  }
}
