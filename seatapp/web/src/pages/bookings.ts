/** The visitor's bookings, and one of them: all is there without a script, except the printer. */
import { localPrices } from "../prices.ts";
import { localTimes } from "../times.ts";

localTimes();
localPrices();
for (const button of document.querySelectorAll<HTMLButtonElement>("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
