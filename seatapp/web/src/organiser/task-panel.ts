/** The panel of what is done to some seats of a booking: which, what it costs, and the buttons. */
import type { SoldBooking } from "./api.ts";
import { showAtHand } from "./at-hand.ts";
import { write } from "./dom.ts";

interface Actions {
  act(): void;
  /** Take all seats of the booking. */
  all(): void;
  stop(): void;
}

export interface Task {
  booking: SoldBooking;
  from: string;
  to?: string;
  /** What is to pay, or to pay back. */
  sum: string;
  /** What the button says. */
  action: string;
  /** Whether everything is chosen that has to be. */
  ready: boolean;
  busy: boolean;
}

export class TaskPanel {
  readonly #panel: HTMLElement;

  constructor(panel: HTMLElement, { act, all, stop }: Actions) {
    this.#panel = panel;
    for (const [name, action] of Object.entries({ act, all, stop })) {
      this.#part(name).addEventListener("click", action);
    }
  }

  show({ booking, from, to, sum, action, ready, busy }: Task): void {
    const { reference, customer } = booking;
    const who = [reference, customer?.name].filter(Boolean).join(", ");
    const texts = { who, from, ...(to !== undefined && { to }), sum, act: action };
    for (const [name, text] of Object.entries(texts)) write(this.#part(name), text);
    const button = this.#part("act");
    button.hidden = !ready;
    button.ariaDisabled = String(busy);
    showAtHand(ready ? `${action}. ${sum}` : sum);
  }

  #part(name: string): HTMLElement {
    return this.#panel.querySelector(`[data-task="${name}"]`) as HTMLElement;
  }
}
