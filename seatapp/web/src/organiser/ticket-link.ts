/** The link to a booking's ticket, to be printed or shown to who bought it. */
import type { OrganiserApi } from "./api.ts";
import { h } from "./dom.ts";
import { showFailure } from "./error-banner.ts";
import { task } from "./task-words.ts";

/** Return the link; it leads somewhere as soon as the server has said where to. */
export function ticketLink(api: OrganiserApi, booking: string): HTMLElement {
  const link = h("a", { class: "button quiet", target: "_blank" }, task.text("ticket"));
  api.ticket(booking).then(
    (address) => {
      link.href = address;
    },
    (error) => showFailure(error, task.text("noTicket")),
  );
  return link;
}
