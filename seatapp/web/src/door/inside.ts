/** Who is inside, kept up to date while somebody looks: how many, and where the page has a list, the last to come. */
import { Refusal } from "seatapp";

import { h, part, write } from "../organiser/dom.ts";
import { atMinute, count, placesOf, seatsOf } from "../organiser/format.ts";
import { Refresher } from "../organiser/refresher.ts";
import type { DoorApi, Inside } from "./door-api.ts";
import { door } from "./door-words.ts";
import { nameOf } from "./people.ts";

const REFRESH_MS = 5000;
const PAUSE_MS = 500;

/** Show it now and then; the function that is returned asks for it at once. */
export function followInside(api: DoorApi): () => void {
  const refresher = new Refresher(() => refresh(api), PAUSE_MS);
  const request = () => refresher.request();
  setInterval(() => document.hidden || request(), REFRESH_MS);
  document.addEventListener("visibilitychange", () => document.hidden || request());
  request();
  return request;
}

async function refresh(api: DoorApi): Promise<void> {
  try {
    show(await api.inside());
  } catch (error) {
    // It is asked for again anyway, and what else the page asks for says what is wrong.
    if (!(error instanceof Refusal)) throw error;
  }
}

function show({ inside, sold, latest }: Inside): void {
  write(part("inside-count"), door.text("inside", { inside: count(inside), sold: count(sold) }));
  const list = document.querySelector("[data-inside-latest]");
  const none = h("li", { class: "hint" }, door.text("nobody"));
  list?.replaceChildren(...(latest.length ? latest.map(entrance) : [none]));
}

function entrance(entry: Inside["latest"][number]): HTMLElement {
  return h(
    "li",
    {},
    h("b", {}, nameOf(entry)),
    h("time", { datetime: entry.at, class: "hint" }, atMinute(Date.parse(entry.at))),
    h("span", { class: "hint" }, placesOf(seatsOf(entry))),
  );
}
