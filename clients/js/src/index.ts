/** The client library of the seatapp server. */

export { Bookings, type BookingsOptions, type BookingsPage, type FoundBooking } from "./bookings.ts";
export { Hall } from "./hall.ts";
export type { BookedItem, Booking, Customer } from "./http/api.ts";
export { Refusal } from "./http/refusal.ts";
export { money } from "./money.ts";
export * from "./plan.ts";
export * from "./seat-map.ts";
export { together } from "./seats/best-together.ts";
export { rowOf } from "./seats/neighbours.ts";
export { ownTime, venueClock, venueTime } from "./util/venue-time.ts";
