/** The visitor's bookings, and one of them: all is there without a script, except the printer. */
import { checkCookies } from "../cookies.ts";
import { localPrices } from "../prices.ts";
import { localTimes } from "../times.ts";

checkCookies();
localTimes();
localPrices();
for (const button of document.querySelectorAll<HTMLButtonElement>("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
