/** The form that asks for whom the booking is; what is typed is kept in this tab, until it is booked. */
import { SafeStorage } from "seatapp/browser";
import type { Schemas } from "seatapp/http";

import { checkout } from "./checkout-words.ts";

type Customer = Schemas["Customer"];

const STORED = "seatapp.buyer";
const FIELDS = ["name", "email"] as const;

export class Buyer {
  readonly #form: HTMLFormElement | null;
  readonly #storage = new SafeStorage("sessionStorage");

  /** `form` is null where the shop asks. `submit` is called when it is sent, and nothing that must be there is missing. */
  constructor(form: HTMLFormElement | null, submit: () => void) {
    this.#form = form;
    this.#recall();
    form?.addEventListener("input", ({ target }) => {
      (target as HTMLInputElement).setCustomValidity("");
      this.#keep();
    });
    form?.addEventListener("submit", (event) => {
      event.preventDefault();
      submit();
    });
  }

  /** Who it is for, as far as it is said. */
  get customer(): Customer | undefined {
    const said = FIELDS.map((name) => [name, this.#field(name)?.value.trim()]).filter(([, value]) => value);
    return said.length ? Object.fromEntries(said) : undefined;
  }

  /** Nothing may be changed while nobody knows whether it was booked like this. */
  freeze(isFrozen: boolean): void {
    for (const name of FIELDS) this.#field(name)?.toggleAttribute("readonly", isFrozen);
  }

  /** The server does not take these fields: point to the first. */
  complain(fields: Record<string, unknown>): void {
    for (const name of FIELDS)
      if (name in fields) this.#field(name)?.setCustomValidity(checkout.texts.wrong[name]);
    this.#form?.reportValidity();
  }

  #field(name: keyof Customer): HTMLInputElement | undefined {
    return this.#form?.elements.namedItem(name) as HTMLInputElement | undefined;
  }

  #keep(): void {
    this.#storage.set(STORED, JSON.stringify(this.customer ?? {}));
  }

  #recall(): void {
    try {
      const said = JSON.parse(this.#storage.get(STORED) ?? "{}");
      for (const name of FIELDS) {
        const field = this.#field(name);
        if (field && typeof said[name] === "string") field.value = said[name];
      }
    } catch {
      this.#storage.delete(STORED); // something else wrote there
    }
  }
}
