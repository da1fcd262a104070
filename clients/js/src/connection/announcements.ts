/** What the server announces to a show's room, numbered one by one. */
import type { Announced } from "../seats/store.ts";

interface Numbered {
  showId: string;
  seq: number;
}

export interface SeatAnnouncement extends Numbered {
  kind: Announced;
  seats: string[];
  reason?: "released" | "expired" | "cancelled" | "unblocked";
  /** With "seats-held": when the first of these locks ends. */
  expiresAt?: string;
  /** With "seats-held": what was agreed for each of them, in minor units. */
  prices?: Record<string, number>;
}

export interface AreaAnnouncement extends Numbered {
  kind: "areas-changed";
  /** How many places are left, by area. */
  areas: Record<string, { left: number }>;
}

export type Announcement = SeatAnnouncement | AreaAnnouncement;
