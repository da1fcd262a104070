/** The line at the lower edge of a narrow window: what is chosen in the hall, and the way to what can be done with it. */
import { part, write } from "./dom.ts";

/** Show what the panel is about; "" while it is about nothing. Wide windows show the panel itself. */
export function showAtHand(text: string): void {
  write(part("at-hand-text"), text);
  part("at-hand").hidden = !text;
}

export function listenForAtHand(): void {
  part("at-hand").addEventListener("click", () => {
    const panel = document.querySelector<HTMLElement>("[data-panel]:not([hidden])");
    panel?.scrollIntoView({ block: "start" });
    panel?.focus({ preventScroll: true });
  });
}
