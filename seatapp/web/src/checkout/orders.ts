/** The idempotency key of what this tab books: the same one until its answer is here, over reloads too. */

interface Order {
  key: string;
  seats: string[];
}

export class Orders {
  readonly #name: string;
  readonly #storage: Storage;

  constructor(show: string, storage: Storage = sessionStorage) {
    this.#name = `seatapp-order-${show}`;
    this.#storage = storage;
  }

  /** Whether a booking was asked for whose answer never came. */
  get unanswered(): boolean {
    return this.#stored !== undefined;
  }

  /** Return the key for these seats, or that of the unanswered order when there are none left to ask for. */
  keyFor(seats: string[]): string {
    const wanted = [...seats].sort();
    const stored = this.#stored;
    if (stored && (!wanted.length || wanted.join("\n") === stored.seats.join("\n"))) return stored.key;
    const order: Order = { key: newKey(), seats: wanted };
    this.#storage.setItem(this.#name, JSON.stringify(order));
    return order.key;
  }

  /** The answer is here: whatever is booked next is another order. */
  settle(): void {
    this.#storage.removeItem(this.#name);
  }

  get #stored(): Order | undefined {
    const text = this.#storage.getItem(this.#name);
    return text === null ? undefined : JSON.parse(text);
  }
}

/** Not `randomUUID`, which only pages served over HTTPS have. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
