/** The visitor's bookings, and one of them: all is there without a script, except the printer. */
import { checkCookies } from "../cookies.ts";
import { refreshOnReturn } from "../page-parts.ts";
import { ownTimes } from "../times.ts";

checkCookies();
ownTimes();
refreshOnReturn(".ticket > header, main > .cards");
for (const button of document.querySelectorAll<HTMLButtonElement>("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
