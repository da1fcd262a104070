/** A show's hall: the element does it all, and this page takes over when the visitor goes to pay. */
import "seatapp/seat-picker";

import { checkCookies, keepsCookies, showCookieNotice } from "../cookies.ts";
import { HEADING, refreshParts } from "../page-parts.ts";
import { ownTimes } from "../times.ts";

checkCookies();
setTimeout(ownTimes); // once the element has asked for its hall: that is what is waited for
document.addEventListener("show-change", () => void refreshParts(HEADING));
document.addEventListener("checkout", async ({ target }) => {
  const show = (target as Element).getAttribute("show") ?? "";
  if (await keepsCookies()) location.assign(`/shows/${encodeURIComponent(show)}/checkout`);
  else showCookieNotice();
});
