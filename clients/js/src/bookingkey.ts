/** The idempotency key of what is being booked: the same one until its answer is here, over reloads too. */
import { json } from "./json.ts";
import { Memory } from "./memory.ts";

interface Order {
  key: string;
  seats: string[];
}

const memory = new Memory("sessionStorage");

export class BookingKey {
  readonly #name: string;
  #asked: Order | undefined; // by this very object; what is stored may be somebody else's of the same page

  /** `origin` is the server's; "" is the page's own. */
  constructor(show: string, origin = "") {
    this.#name = `seatapp-order-${origin && `${origin}-`}${show}`;
  }

  /** Whether a booking was asked for whose answer never came. */
  get unanswered(): boolean {
    return this.#order !== undefined;
  }

  /** Return the key for these seats, or that of the unanswered order when there are none left to ask for. */
  for(seats: string[]): string {
    const wanted = [...seats].sort();
    const order = this.#order;
    if (order && (!wanted.length || wanted.join("\n") === order.seats.join("\n"))) return order.key;
    this.#asked = { key: newKey(), seats: wanted };
    memory.set(this.#name, json(this.#asked));
    return this.#asked.key;
  }

  /** The answer is here: whatever is booked next is another order. */
  settle(): void {
    if (!this.#asked || this.#asked.key === this.#stored?.key) memory.delete(this.#name);
    this.#asked = undefined;
  }

  get #order(): Order | undefined {
    return this.#asked ?? this.#stored;
  }

  get #stored(): Order | undefined {
    try {
      const { key, seats } = JSON.parse(memory.get(this.#name) ?? "");
      return typeof key === "string" && Array.isArray(seats) ? { key, seats } : undefined;
    } catch {
      return undefined;
    }
  }
}

/** Not `randomUUID`, which only pages served over HTTPS have. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
