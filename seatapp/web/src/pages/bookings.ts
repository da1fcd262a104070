/** The visitor's bookings, and one of them: all is there without a script, except the printer. */
import { checkCookies } from "../cookies.ts";
import { present, renewOnReturn } from "../renew.ts";

checkCookies();
present();
renewOnReturn(".ticket > header, main > .cards");
for (const button of document.querySelectorAll<HTMLButtonElement>("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
