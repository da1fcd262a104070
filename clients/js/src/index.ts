/** The client library of the seatapp server. */
export type { Booking } from "./api.ts";
export * from "./plan.ts";
export * from "./seatmap.ts";
