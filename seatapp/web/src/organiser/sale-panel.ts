/** The panel of a sale at the door: what is picked, for whom, how it is paid, and what was sold last. */
import type { Hall, Seat } from "seatapp";

import type { Customer, Paid, SoldBooking } from "./api.ts";
import { showAtHand } from "./at-hand.ts";
import { h, part, write } from "./dom.ts";
import { placesOf, price, seatsOf } from "./format.ts";
import { selling } from "./selling-words.ts";

export interface Party {
  count: number;
  /** "" for any. */
  category: string;
}

export interface Sum {
  seats: Seat[];
  /** How many of them are kept from the public. */
  blocked: number;
  total: number;
  currency: string;
}

interface Actions {
  /** What was said of the buyer or the payment is another. */
  changed(): void;
  sell(): void;
  clear(): void;
  find(party: Party): void;
  undo(booking: SoldBooking): void;
}

export class SalePanel {
  readonly #actions: Actions;
  readonly #form = part<HTMLFormElement>("sale");
  readonly #party = part<HTMLFormElement>("party");
  readonly #button = part<HTMLButtonElement>("sell");

  constructor(actions: Actions) {
    this.#actions = actions;
    onSubmit(this.#form, actions.sell);
    onSubmit(this.#party, () => actions.find(this.#wanted));
    this.#form.addEventListener("change", actions.changed);
    part("sale-clear").addEventListener("click", actions.clear);
  }

  /** Who buys; undefined where nothing is said of them. */
  get customer(): Customer | undefined {
    const said = ["name", "email"].map((field) => [field, this.#field(field).trim()]);
    const known = said.filter(([, text]) => text);
    return known.length ? Object.fromEntries(known) : undefined;
  }

  get paid(): Paid {
    return this.#field("paid") as Paid;
  }

  /** Let a party be found in any of the hall's categories. */
  offer({ categories }: Hall, currency: string): void {
    const list = part<HTMLSelectElement>("party-category");
    const before = list.value;
    const each = [...categories.values()].map(({ name, price: cost = 0 }) =>
      h("option", { value: name }, selling.text("price", { category: name, amount: price(cost, currency) })),
    );
    list.replaceChildren(list.options[0] as HTMLOptionElement, ...each);
    list.value = categories.has(before) ? before : "";
  }

  show({ seats, blocked, total, currency }: Sum, busy: boolean): void {
    const values = { n: seats.length, amount: price(total, currency) };
    const sum = selling.text("sum", values);
    write(part("sale-seats"), seats.length ? placesOf(seats) : "");
    write(part("sale-blocked"), blocked ? selling.text("blocked", { n: blocked }) : "");
    write(part("sale-sum"), sum);
    write(this.#button, selling.text("sell", values));
    this.#button.ariaDisabled = String(busy);
    this.#form.hidden = !seats.length;
    showAtHand(seats.length ? sum : "");
    if (seats.length) part("sold").hidden = true;
  }

  /** Tell what was sold, with its ticket, and be ready for who is next. */
  showSold(booking: SoldBooking, paid: Paid, ticket: Node): void {
    const { reference, total, currency } = booking;
    const undo = h("button", {
      type: "button",
      class: "quiet",
      on: { click: () => this.#actions.undo(booking) },
    });
    undo.append(selling.text("takeBack"));
    this.#form.reset();
    part("sold").replaceChildren(
      h("p", {}, h("b", {}, reference)),
      h("p", {}, selling.text(paid, { seats: placesOf(seatsOf(booking)), amount: price(total, currency) })),
      h("p", { class: "actions" }, ticket, undo),
    );
    part("sold").hidden = false;
  }

  get #wanted(): Party {
    const said = new FormData(this.#party);
    return { count: Number(said.get("count")), category: String(said.get("category")) };
  }

  #field(name: string): string {
    return String(new FormData(this.#form).get(name) ?? "");
  }
}

function onSubmit(form: HTMLFormElement, act: () => void): void {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act();
  });
}
