/** When to come back after a connection broke: thousands may have lost theirs at the same moment. */
import type { Manager } from "socket.io-client";

/** The usual pauses of the manager, ms. */
export const PAUSES = { reconnectionDelay: 500, reconnectionDelayMax: 3_000, randomizationFactor: 0.5 };

/** Let the manager come back at any moment of the next `ms`, and after the usual pause for 0. */
export function spread(manager: Manager, ms: number): void {
  const isHerd = ms > 2 * PAUSES.reconnectionDelay;
  manager.reconnectionDelay(isHerd ? ms / 2 : PAUSES.reconnectionDelay);
  manager.reconnectionDelayMax(Math.max(ms, PAUSES.reconnectionDelayMax));
  manager.randomizationFactor(isHerd ? 1 : PAUSES.randomizationFactor);
}
