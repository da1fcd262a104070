/** Calls to the server. */

/** A booking as the server tells it. `total` is in the currency's minor unit. */
export interface Booking {
  id: string;
  reference: string;
  showId: string;
  seats: string[];
  status: "confirmed" | "cancelled";
  total: number;
  currency: string;
  createdAt: string;
}
