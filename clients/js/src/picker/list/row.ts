/** A row of the list: a heading that opens it, and a button for each seat once it is open. */
import type { Seat } from "../../plan.ts";
import type { SeatState } from "../../seat-map.ts";
import { h, write } from "../ui/dom.ts";
import { type Icon, icon } from "../ui/icons.ts";
import type { ListContext } from "./context.ts";
import { Disclosure } from "./disclosure.ts";
import { fits } from "./filter.ts";

const MARKS: Record<SeatState, Icon | undefined> = {
  free: undefined,
  mine: "check",
  taken: "clock",
  booked: "close",
  blocked: "minus",
};

export class RowList {
  readonly disclosure: Disclosure;
  readonly #seats: Seat[];
  readonly #context: ListContext;
  readonly #buttons = new Map<string, HTMLButtonElement>();

  constructor(label: string, seats: Seat[], context: ListContext) {
    const name = context.names.row(seats[0] ?? { row: label });
    this.#seats = seats;
    this.#context = context;
    this.disclosure = new Disclosure("h4", name, () => this.#build());
    this.disclosure.body.classList.add("seats");
    this.disclosure.body.setAttribute("role", "group");
    this.disclosure.body.setAttribute("aria-label", name);
  }

  refresh(): void {
    const { map, i18n } = this.#context;
    const listed = this.walkable;
    const free = listed.filter(({ id }) => map.stateOf(id) === "free").length;
    this.disclosure.note = free ? i18n.text("free", { n: free }) : i18n.text("noneFree");
    this.disclosure.element.hidden = !listed.length && !this.#hasFocus;
    if (!this.#buttons.size) return;
    for (const seat of this.#seats) this.#draw(seat);
    this.#keepOneTabStop();
  }

  buttonOf(seat: string): HTMLButtonElement | undefined {
    return this.#buttons.get(seat);
  }

  /** The seats that can be walked, in order. */
  get walkable(): Seat[] {
    const { map, filter } = this.#context;
    return this.#seats.filter((seat) => fits(seat, map.stateOf(seat.id), filter));
  }

  /** Put the keyboard on a seat; the row opens for it. */
  focus(seat: string): void {
    this.disclosure.open = true;
    for (const [id, button] of this.#buttons) button.tabIndex = id === seat ? 0 : -1;
    this.#buttons.get(seat)?.focus();
  }

  #build(): void {
    for (const seat of this.#seats) {
      const button = h(
        "button",
        { type: "button", class: "seat", "data-seat": seat.id, tabindex: -1 },
        h(
          "span",
          { class: "number", "aria-hidden": "true" },
          ...signsOf(seat),
          this.#context.names.number(seat),
        ),
        h("span", { class: "detail", "aria-hidden": "true" }),
        h("span", { class: "visually-hidden" }),
      );
      button.addEventListener("click", () => this.#context.press(seat.id));
      this.#buttons.set(seat.id, button);
      this.#draw(seat);
    }
    this.disclosure.body.append(...this.#buttons.values());
    this.#keepOneTabStop();
  }

  #draw(seat: Seat): void {
    const button = this.#buttons.get(seat.id);
    if (!button) return;
    const { map, filter, enabled } = this.#context;
    const state = map.stateOf(seat.id);
    const pending = map.pending(seat.id);
    button.setAttribute("aria-disabled", String(!enabled));
    button.hidden = !fits(seat, state, filter) && !button.matches(":focus");
    const [, fact, name] = button.children as unknown as [Element, Element, Element];
    write(name, this.#nameOf(seat, state, pending !== undefined));
    button.toggleAttribute("data-pending", pending !== undefined);
    const mark = MARKS[state];
    if (!mark) write(fact, this.#context.names.price(seat.id));
    if (button.dataset.state === state) return;
    button.dataset.state = state;
    button.setAttribute("aria-pressed", String(state === "mine"));
    if (mark) fact.replaceChildren(icon(mark));
  }

  #nameOf(seat: Seat, state: SeatState, pending: boolean): string {
    const { names, i18n } = this.#context;
    const { texts } = i18n;
    return i18n.join([
      names.seat(seat),
      names.kind(seat),
      seat.category,
      names.price(seat.id),
      pending ? texts.asked : texts.states[state],
      ...names.facts(seat),
    ]);
  }

  /** The tab key finds a row once; the arrow keys walk in it. */
  #keepOneTabStop(): void {
    const listed = [...this.#buttons.values()].filter(({ hidden }) => !hidden);
    const stop = listed.find(({ tabIndex }) => tabIndex === 0) ?? listed[0];
    for (const button of this.#buttons.values()) button.tabIndex = button === stop ? 0 : -1;
  }

  get #hasFocus(): boolean {
    return this.disclosure.element.matches(":focus-within");
  }
}

function signsOf({ wheelchair, companion, features }: Seat): SVGElement[] {
  const place = wheelchair ? "wheelchair" : companion ? "companion" : undefined;
  return [...(place ? [place] : []), ...features].map((name) => icon(name as Icon));
}
