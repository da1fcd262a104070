/** The client library of the seatapp server. */
export type { BookedItem, Booking } from "./api.ts";
export { money } from "./money.ts";
export { rowOf } from "./neighbours.ts";
export * from "./plan.ts";
export { Refusal } from "./refusal.ts";
export * from "./seatmap.ts";
export { together } from "./together.ts";
export { ownTime, venueClock, venueTime } from "./venuetime.ts";
