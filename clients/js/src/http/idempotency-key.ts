/** The idempotency key of what is being booked: the same one until its answer is here, over reloads too. */
import { json } from "../util/json.ts";
import { SafeStorage } from "../util/storage.ts";

interface PendingRequest {
  key: string;
  seats: string[];
}

const storage = new SafeStorage("sessionStorage");

export class IdempotencyKey {
  readonly #name: string;
  #asked: PendingRequest | undefined; // by this very object; what is stored may come from another object of the same page

  /** `origin` is the server's; "" is the page's own. */
  constructor(show: string, origin = "") {
    this.#name = `seatapp-order-${origin && `${origin}-`}${show}`;
  }

  /** Whether a booking was asked for whose answer never came. */
  get unanswered(): boolean {
    return this.#pending !== undefined;
  }

  /** Return the key for these seats, or that of the unanswered pending when there are none left to ask for. */
  for(seats: string[]): string {
    const wanted = [...seats].sort();
    const pending = this.#pending;
    if (pending && (!wanted.length || wanted.join("\n") === pending.seats.join("\n"))) return pending.key;
    this.#asked = { key: newKey(), seats: wanted };
    storage.set(this.#name, json(this.#asked));
    return this.#asked.key;
  }

  /** The answer is here: whatever is booked next is another pending. */
  settle(): void {
    if (!this.#asked || this.#asked.key === this.#stored?.key) storage.delete(this.#name);
    this.#asked = undefined;
  }

  get #pending(): PendingRequest | undefined {
    return this.#asked ?? this.#stored;
  }

  get #stored(): PendingRequest | undefined {
    try {
      const { key, seats } = JSON.parse(storage.get(this.#name) ?? "");
      return typeof key === "string" && Array.isArray(seats) ? { key, seats } : undefined;
    } catch {
      return undefined;
    }
  }
}

/** Return a key that nobody else has. Not `randomUUID`, which only pages served over HTTPS have. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
