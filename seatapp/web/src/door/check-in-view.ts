/** What the check-in shows: a verdict in big letters, and the ticket below it. */
import { type Refusal, venueTime } from "seatapp";

import type { OrganiserBooking } from "../organiser/api.ts";
import { h, part } from "../organiser/dom.ts";
import { atSecond, placesOf, seatsOf } from "../organiser/format.ts";
import { door } from "./door-words.ts";
import { nameOf } from "./people.ts";
import { type TicketActions, ticket } from "./ticket.ts";

/** How it looks: who comes in, who does not, who is to be chosen, and what nobody knows. */
type Kind = "yes" | "no" | "choose" | "doubt";

const SIGNS: Record<Kind, string> = { yes: "✓", no: "✕", choose: "?", doubt: "!" };

export interface Actions extends TicketActions {
  open(booking: OrganiserBooking): void;
}

export class CheckInView {
  readonly #verdict = part("verdict");
  readonly #ticket = part("ticket");
  readonly #all = part<HTMLInputElement>("all");
  #actions: Actions | undefined;

  /** Call these when the organiser presses what is on the ticket. */
  on(actions: Actions): void {
    this.#actions = actions;
  }

  /** Whether who scans a ticket wants everybody of a booking in at once. */
  get admitsAll(): boolean {
    return this.#all.checked;
  }

  wait(isWaiting: boolean): void {
    part("check-in").setAttribute("aria-busy", String(isWaiting));
  }

  admitted(booking: OrganiserBooking, seats: string[]): void {
    this.#show("yes", door.text("admitted"), [nameOf(booking), placesIn(booking, seats)], booking);
  }

  already(booking: OrganiserBooking): void {
    const [first] = booking.checkedIn.map(({ at }) => at).sort();
    this.#show(
      "no",
      door.text("already"),
      first ? [door.text("since", { time: atSecond(first) })] : [],
      booking,
    );
  }

  choose(booking: OrganiserBooking): void {
    const n = booking.seats.length - booking.checkedIn.length;
    this.#show("choose", door.text("choose", { n }), [nameOf(booking)], booking);
    this.#ticket.querySelector<HTMLElement>("[data-admit]")?.focus();
  }

  undone(booking: OrganiserBooking, seats: string[]): void {
    const outside = door.text("outside", { seats: placesIn(booking, seats) });
    this.#show("choose", door.text("undone"), [outside], booking);
  }

  refuse(refusal: Refusal): void {
    const [title, line] = words(refusal);
    this.#show("no", title, [line]);
  }

  /** Nobody answered: `retry` does the same again, once. */
  disconnected(doubt: "tryAgain" | "tryLookup", retry: () => void): void {
    const button = h(
      "button",
      { type: "button", "data-retry": true, on: { click: retry } },
      door.text("retry"),
    );
    this.#show("doubt", door.text("unreachable"), [door.text(doubt)]);
    this.#verdict.firstElementChild?.append(button);
    button.focus();
  }

  /** Let the organiser choose among the bookings that were found. */
  list(bookings: OrganiserBooking[]): void {
    this.#show("choose", door.text("matches", { n: bookings.length }), []);
    this.#ticket.hidden = false;
    this.#ticket.replaceChildren(
      h("ul", { class: "matches" }, ...bookings.map((booking) => this.#match(booking))),
    );
    this.#ticket.querySelector("button")?.focus();
  }

  #match(booking: OrganiserBooking): HTMLElement {
    const open = () => this.#actions?.open(booking);
    const facts = [booking.reference, placesOf(seatsOf(booking))].join(" · ");
    return h(
      "li",
      {},
      h(
        "button",
        { type: "button", class: "quiet", on: { click: open } },
        h("b", {}, nameOf(booking)),
        h("span", { class: "hint" }, facts),
      ),
    );
  }

  #show(kind: Kind, title: string, lines: string[], booking?: OrganiserBooking): void {
    this.#verdict.replaceChildren(
      h(
        "div",
        { class: `verdict ${kind}` },
        h("p", { class: "big" }, h("span", { "aria-hidden": "true" }, `${SIGNS[kind]} `), title),
        ...lines.filter(Boolean).map((line) => h("p", {}, line)),
      ),
    );
    this.#verdict.scrollIntoView({ block: "nearest" });
    this.#ticket.hidden = !booking;
    this.#ticket.replaceChildren(...(booking && this.#actions ? [ticket(booking, this.#actions)] : []));
  }
}

function placesIn(booking: OrganiserBooking, seats: string[]): string {
  return placesOf(seatsOf(booking).filter(({ id }) => seats.includes(id)));
}

/** Return what is said of a ticket that admits nobody. */
function words({ code, message, details }: Refusal): [title: string, line: string] {
  const time = (name: string) => atSecond(String(details[name]));
  switch (code) {
    case "already_checked_in":
      return [door.text("already"), door.text("since", { time: time("checkedInAt") })];
    case "booking_cancelled":
      return [door.text("cancelled"), door.text("cancelledAt", { time: time("cancelledAt") })];
    case "wrong_show":
      return [door.text("wrongShow"), otherShow(details)];
    case "booking_not_found":
      return [door.text("unknown"), door.text("noSuchTicket")];
    default:
      return [door.text("failed"), message];
  }
}

function otherShow({ title, startsAt, timeZone }: Record<string, unknown>): string {
  if (!title) return door.text("goneShow");
  const time = venueTime(String(startsAt), String(timeZone), door.lang);
  return door.text("otherShow", { title: String(title), time });
}
