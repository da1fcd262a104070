/** What the checkout page shows; its words stand in the page. */
import type { Held, HeldPlaces, Seat, Show } from "seatapp";
import { isShown } from "seatapp/browser";

import { checkout } from "./checkout-words.ts";

export type CheckoutState =
  | "loading"
  | "ready"
  | "booking"
  | "failed"
  | "repriced"
  | "expired"
  | "empty"
  | "forgotten";

const LAST_SECONDS = { 60: "minuteLeft", 10: "secondsLeft" } as const;
const SOON_SECONDS = 60;

export class CheckoutView {
  readonly #root: HTMLElement;
  #state: CheckoutState = "loading";
  #announced = Number.POSITIVE_INFINITY;

  constructor(root: HTMLElement) {
    this.#root = root;
    root.hidden = false;
  }

  get state(): CheckoutState {
    return this.#state;
  }

  /** Show what belongs to this state; whoever stood on something that goes stands on the way back. */
  show(state: CheckoutState): void {
    this.#state = this.#root.dataset.state = state;
    const focused = document.activeElement;
    for (const part of this.#root.querySelectorAll<HTMLElement>("[data-when]")) {
      part.hidden = !part.dataset.when?.split(" ").includes(state);
    }
    const book = this.#find("[data-book]");
    const label: Partial<Record<CheckoutState, string>> = checkout.texts.book;
    if (book && label[state]) book.textContent = label[state];
    book?.setAttribute("aria-disabled", String(state === "booking"));
    if (focused && this.#root.contains(focused) && !isShown(focused)) this.#find("[data-back]")?.focus();
  }

  /** Show why the booking failed. */
  fail(problem: string): void {
    this.#write("[data-problem]", problem);
    this.show("failed");
  }

  /** Show the changed price, and ask for confirmation. */
  reprice(total: number, currency: string): void {
    this.#write("[data-repriced]", checkout.money(total, currency));
    this.show("repriced");
  }

  /** Show what the organiser changed, as far as the page has words for it. */
  changed(what: readonly string[]): void {
    for (const aspect of what) {
      const said = this.#find(`[data-changed="${aspect}"]`);
      if (said) said.hidden = false;
    }
  }

  offline(isOffline: boolean): void {
    const banner = this.#find("[data-offline]");
    if (banner) banner.hidden = !isOffline;
  }

  /** List the seats and the places of areas with their prices in minor units. */
  list(basket: Held[], places: HeldPlaces[], total: number, { currency, ticketTypes }: Show): void {
    const write = (amount: number): string => checkout.money(amount, currency);
    const titles = new Map(ticketTypes?.map(({ id, title }) => [id, title]));
    const items = basket.map(({ seat, price, ticketType = "" }) =>
      item(where(seat), [seat.zone, seat.category, titles.get(ticketType) ?? ""], write(price)),
    );
    const standing = places.map(({ area, count, total: price, ticketTypes: counts }) => {
      const types = [...titles].filter(([id]) => counts[id]).map(([id, title]) => `${counts[id]} × ${title}`);
      return item(`${count} × ${area.name}`, [area.category, ...types], write(price));
    });
    this.#find("[data-seats]")?.replaceChildren(...items, ...standing);
    this.#write("[data-total]", write(total));
  }

  /** Show how many seconds are left, and announce it when they are few. */
  countDown(seconds: number): void {
    this.#write("[data-left]", checkout.time(seconds * 1000));
    this.#find(".left")?.toggleAttribute("data-soon", seconds <= SOON_SECONDS);
    const progress = this.#root.querySelector("progress");
    if (progress) progress.value = seconds;
    const last = LAST_SECONDS[seconds as keyof typeof LAST_SECONDS];
    if (last && seconds < this.#announced) this.#write("[data-announce]", checkout.text(last));
    this.#announced = seconds;
  }

  #find(selector: string): HTMLElement | null {
    return this.#root.querySelector<HTMLElement>(selector);
  }

  #write(selector: string, words: string): void {
    const place = this.#find(selector);
    if (place && place.textContent !== words) place.textContent = words;
  }
}

function item(name: string, kinds: string[], price: string): HTMLElement {
  const line = document.createElement("li");
  const what = document.createElement("span");
  const kind = new Set(kinds.filter(Boolean));
  what.append(element("b", name), element("small", [...kind].join(" · ")));
  line.append(what, element("data", price));
  return line;
}

/** The same words as on the booking's page, which the server writes. */
function where({ id, row, number }: Seat): string {
  return checkout.text(row && number ? "inRow" : "seat", { row, seat: number || id });
}

function element(name: string, text: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
