/** What the page asks of the shop's backend, and of the payment provider. */

export interface ShopSettings {
  /** The seat server's origin. */
  server: string;
  show: string;
}

export interface Item {
  seat: string;
  row: string;
  number: string;
  price: number;
}

/** What is to be paid, as the seat server said it to the backend; amounts in minor units. */
export interface Order {
  id: string;
  items: Item[];
  total: number;
  currency: string;
  expiresAt: string;
  /** The provider's intent. */
  payment: { id: string; clientSecret: string };
}

export interface Customer {
  name: string;
  email: string;
}

export interface Outcome {
  status: "unpaid" | "paid" | "booked" | "refunded";
  seats: string[];
  reference: string;
}

/** A call that came to nothing; the message is the code that was answered, or FakePay's words. */
export class CallError extends Error {}

const POLL_MS = 500;

export function readShop(): Promise<ShopSettings> {
  return call("/api/shop");
}

/** Order what this visitor holds of the show. */
export function createOrder(showId: string, userId: string): Promise<Order> {
  return call("/api/orders", "POST", { showId, userId });
}

/** Say who the order is for. */
export function addressOrder({ id }: Order, customer: Customer): Promise<unknown> {
  return call(`/api/orders/${id}`, "PUT", customer);
}

/** Pay, past the shop: its backend never sees a card. */
export function confirmPayment({ payment }: Order, card: string): Promise<unknown> {
  const body = { clientSecret: payment.clientSecret, card };
  return call(`/fakepay/intents/${payment.id}/confirm`, "POST", body);
}

/** Wait until the provider has told the shop that it is paid, and the shop has booked. */
export async function outcomeOf({ id }: Order): Promise<Outcome> {
  for (;;) {
    const outcome = await call<Outcome>(`/api/orders/${id}`);
    if (outcome.reference || outcome.status === "refunded") return outcome;
    await new Promise((later) => setTimeout(later, POLL_MS));
  }
}

async function call<Answer>(path: string, method = "GET", body?: object): Promise<Answer> {
  const headers = { "Content-Type": "application/json" };
  const response = await fetch(path, body && { method, headers, body: JSON.stringify(body) });
  const answer = await response.json();
  if (!response.ok) throw new CallError(answer.error);
  return answer;
}
