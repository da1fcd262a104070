/** Seats for tests. */
import type { Seat } from "../src/plan.ts";

export function seatAt(id: string, x: number, y: number, more: Partial<Seat> = {}): Seat {
  const plain = {
    number: id,
    row: "",
    zone: "",
    category: "",
    wheelchair: false,
    companion: false,
    features: [],
    radius: 10,
  };
  return { ...plain, id, x, y, ...more };
}
