/** Write every <time> of the page in the visitor's own time zone. */
export function localTimes(root: ParentNode = document): void {
  const format = new Intl.DateTimeFormat(document.documentElement.lang || "en", {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  });
  for (const time of root.querySelectorAll<HTMLTimeElement>("time[datetime]")) {
    const moment = new Date(time.dateTime);
    if (!Number.isNaN(moment.getTime())) time.textContent = format.format(moment);
  }
}
