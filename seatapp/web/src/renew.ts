/** Parts of a page as the server writes them now. */
import { localPrices } from "./prices.ts";
import { ownTimes } from "./times.ts";

/** What a page says of its show at the top. */
export const HEADING = ".heading, .lead";

let renewals = 0;

/** Fetch this page again and put what it has of these parts in the place of what stands here. */
export async function renew(selector: string): Promise<void> {
  renewals += 1;
  const own = renewals;
  const response = await fetch(location.href).catch(() => undefined);
  const text = response?.ok ? await response.text().catch(() => "") : "";
  // What stands here is old, and still more than nothing. A later answer is newer than this one.
  if (!text || own !== renewals) return;
  const page = new DOMParser().parseFromString(text, "text/html");
  document.title = page.title;
  const anew = page.querySelectorAll(selector);
  for (const [index, part] of document.querySelectorAll(selector).entries()) {
    const other = anew[index];
    if (other) part.replaceWith(document.adoptNode(other));
  }
  present();
}

/** Put what the server wrote for everybody into the visitor's own way. */
export function present(): void {
  ownTimes();
  localPrices();
}

/** Renew these parts whenever the visitor comes back to the page, unless they are in the middle of something. */
export function renewOnReturn(selector: string): void {
  document.addEventListener("visibilitychange", () => {
    const isBusy = document.querySelector("main details[open]") !== null;
    if (document.visibilityState === "visible" && !isBusy) void renew(selector);
  });
}
