/** Calls to the server's HTTP API. */
export { type CallOptions, call } from "./call.ts";
export { IdempotencyKey, newKey } from "./idempotency-key.ts";
export { retry } from "./retry.ts";
export type { Schemas } from "./schemas.ts";
