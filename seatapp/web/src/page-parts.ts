/** Refreshes parts of a page from the server. */
import { ownTimes } from "./times.ts";

/** The show's heading at the top of a page. */
export const HEADING = ".heading, .lead";

let refreshes = 0;

/** Fetch this page again and put what it has of these parts in the place of what stands here. */
export async function refreshParts(selector: string): Promise<void> {
  refreshes += 1;
  const own = refreshes;
  const text = await fetchPage();
  // What stands here is old, and still more than nothing. A later answer is newer than this one.
  if (!text || own !== refreshes) return;
  const page = new DOMParser().parseFromString(text, "text/html");
  document.title = page.title;
  const anew = page.querySelectorAll(selector);
  for (const [index, part] of document.querySelectorAll(selector).entries()) {
    const other = anew[index];
    if (other) part.replaceWith(document.adoptNode(other));
  }
  ownTimes();
}

/** Return this page as it is now; "" when the server cannot be reached or does not send it. */
async function fetchPage(): Promise<string> {
  try {
    const response = await fetch(location.href);
    return response.ok ? await response.text() : "";
  } catch (error) {
    // What `fetch` throws when the network fails, or the visitor leaves meanwhile.
    if (error instanceof TypeError || error instanceof DOMException) return "";
    throw error;
  }
}

/** Refresh these parts whenever the visitor comes back to the page, unless they are in the middle of something. */
export function refreshOnReturn(selector: string): void {
  document.addEventListener("visibilitychange", () => {
    const isBusy = document.querySelector("main details[open]") !== null;
    if (document.visibilityState === "visible" && !isBusy) void refreshParts(selector);
  });
}
