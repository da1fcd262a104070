/**
 * Keeps when our own locks end, for the next load of this page and for other tabs: join-show names our seats
 * and not their time. By the device's clock, which is good enough on the device itself.
 */
const nameOf = (showId, userId) => `seatapp:${showId}:${userId}`;

export function keepDeadlines(showId, userId, own, now) {
  const until = own
    .filter(({ deadline }) => deadline !== undefined)
    .map(({ seat, deadline }) => [seat, Date.now() + deadline - now]);
  try {
    if (until.length) localStorage.setItem(nameOf(showId, userId), JSON.stringify(until));
    else localStorage.removeItem(nameOf(showId, userId));
  } catch {
    // No storage, no countdown after a reload; nothing else depends on it.
  }
}

export function keptDeadlines(showId, userId, now) {
  try {
    const until = JSON.parse(localStorage.getItem(nameOf(showId, userId)) ?? "[]");
    const inFuture = until.filter(([, at]) => at > Date.now());
    return new Map(inFuture.map(([seat, at]) => [seat, now + at - Date.now()]));
  } catch {
    return new Map();
  }
}
