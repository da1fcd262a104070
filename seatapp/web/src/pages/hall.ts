/** A show's hall: the element does it all, and this page takes over when the visitor goes to pay. */
import "seatapp/seat-picker";

import { localTimes } from "../times.ts";

setTimeout(localTimes); // once the element has asked for its hall: that is what is waited for
document.addEventListener("checkout", ({ target }) => {
  const show = (target as Element).getAttribute("show") ?? "";
  location.assign(`/shows/${encodeURIComponent(show)}/checkout`);
});
