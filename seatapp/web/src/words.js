/** Writes money, times and lists of seats for people. */

const SHOWN_AT_MOST = 8;

/** Write an amount that is given in the currency's minor unit. */
export function money(amount, currency) {
  if (amount === undefined || amount === null) return "";
  try {
    const format = new Intl.NumberFormat("en", { style: "currency", currency });
    return format.format(amount / 10 ** format.resolvedOptions().maximumFractionDigits);
  } catch {
    return `${amount} ${currency}`;
  }
}

/** Write seconds as 0:07. */
export function countdown(seconds) {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

export function listing(names) {
  const more = names.length - SHOWN_AT_MOST;
  return names.slice(0, SHOWN_AT_MOST).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

/** Write every <time> of the page in the visitor's own time zone. */
export function localTimes(root = document) {
  const format = new Intl.DateTimeFormat("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  });
  for (const time of root.querySelectorAll("time[datetime]")) {
    const moment = new Date(time.dateTime);
    if (!Number.isNaN(moment.getTime())) time.textContent = format.format(moment);
  }
}
