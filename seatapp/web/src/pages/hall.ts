/** A show's hall: the element does it all, and this page takes over when the visitor goes to pay. */
import "seatapp/seat-picker";

import { checkCookies, complainOfCookies, keepsCookies } from "../cookies.ts";
import { localTimes } from "../times.ts";

checkCookies();
setTimeout(localTimes); // once the element has asked for its hall: that is what is waited for
document.addEventListener("checkout", async ({ target }) => {
  const show = (target as Element).getAttribute("show") ?? "";
  if (await keepsCookies()) location.assign(`/shows/${encodeURIComponent(show)}/checkout`);
  else complainOfCookies();
});
