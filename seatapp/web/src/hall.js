/**
 * Draws the hall as one SVG: a path a seat, carrying `data-seat` and `data-state`. A seat's state is told by
 * its shape as well as by its colour.
 */
import { drawArea } from "./areas.js";
import { areasOf, describe, rowLabelsOf } from "./plan.js";
import { BLOCKED, BOOKED, FREE, MINE, TAKEN } from "./state.js";
import { element, text } from "./svg.js";

export const WORDS = {
  [FREE]: "free",
  [MINE]: "yours",
  [TAKEN]: "being chosen by somebody else",
  [BOOKED]: "sold",
  [BLOCKED]: "not for sale",
};

const NUMBERS_AT_MOST = 700; // seats in sight that are written on
const READABLE_PX = 8; // and how large one must be for it

/** The strokes inside a seat's circle, for a seat of radius 1. */
const MARKS = {
  [FREE]: () => "",
  [MINE]: (at) => `M${at(-0.45, 0.05)}L${at(-0.12, 0.38)}L${at(0.48, -0.34)}`,
  [TAKEN]: (at) => `M${at(0, -0.5)}L${at(0, 0)}L${at(0.36, 0.22)}`,
  [BOOKED]: (at) => `M${at(-0.4, -0.4)}L${at(0.4, 0.4)}M${at(0.4, -0.4)}L${at(-0.4, 0.4)}`,
  [BLOCKED]: (at) => `M${at(-0.5, 0)}L${at(0.5, 0)}`,
};

/** Return the outline of a seat: a circle, and the mark of its state. */
export function outline({ x, y, radius }, state) {
  const r = round(state === MINE ? radius * 1.12 : radius * 0.92);
  const at = (dx, dy) => `${round(x + dx * r)} ${round(y + dy * r)}`;
  return `M${at(-1, 0)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z${MARKS[state](at)}`;
}

export class Hall {
  #svg;
  #content = element("g");
  #numbers = element("g", { class: "numbers", "aria-hidden": "true" });
  #seats;
  #paths = new Map();
  #states;
  #current = null; // the one seat that the tab key reaches

  constructor(svg, plan, seats, categories, states) {
    this.#svg = svg;
    this.#seats = new Map(seats.map((seat) => [seat.id, seat]));
    this.#states = states;
    const colors = new Map(categories.map(({ name, color }) => [name, color]));
    const layer = element("g", { class: "seats" });
    for (const seat of seats) {
      const path = element("path", { "data-seat": seat.id, fill: colors.get(seat.category) ?? "#888" });
      this.#paths.set(seat.id, path);
      this.#paint(seat, path);
      layer.append(path);
    }
    this.#content.append(
      element("g", { class: "areas" }, ...areasOf(plan).map(drawArea)),
      element("g", { class: "rows" }, ...rowLabelsOf(plan).map(({ label, x, y }) => text(label, x, y))),
      layer,
      this.#numbers,
    );
    svg.replaceChildren(this.#content);
    svg.addEventListener("pointerover", ({ target }) => this.#explain(target));
    if (seats.length) this.makeCurrent(seats[0].id);
  }

  /** The rectangle that everything drawn fills. */
  get bounds() {
    const { x, y, width, height } = this.#content.getBBox();
    const margin = 15;
    return { x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin };
  }

  seat(id) {
    return this.#seats.get(id);
  }

  describe(id) {
    return describe(this.#seats.get(id));
  }

  /** Draw these seats again in the state that they have now. */
  repaint(ids) {
    for (const id of ids) {
      const path = this.#paths.get(id);
      if (path) this.#paint(this.#seats.get(id), path);
    }
  }

  /** Return the id of the seat that is at a point of the plan or no further off than `reach`. */
  seatAt({ x, y }, reach) {
    let found = null;
    let best = Infinity;
    for (const seat of this.#seats.values()) {
      const distance = Math.hypot(seat.x - x, seat.y - y) - seat.radius;
      if (distance <= reach && distance < best) [found, best] = [seat.id, distance];
    }
    return found;
  }

  /** Return the nearest seat from `id` in a direction such as {dx: 1, dy: 0}, or null at the edge. */
  neighbour(id, { dx, dy }) {
    const from = this.#seats.get(id);
    let found = null;
    let best = Infinity;
    for (const seat of this.#seats.values()) {
      const ahead = (seat.x - from.x) * dx + (seat.y - from.y) * dy;
      const aside = Math.abs((seat.x - from.x) * dy) + Math.abs((seat.y - from.y) * dx);
      const cost = ahead + 3 * aside;
      if (ahead > 0.5 && aside <= 4 * ahead && cost < best) [found, best] = [seat.id, cost];
    }
    return found;
  }

  /** Make this seat the one that the tab key reaches; with `focus`, go there. */
  makeCurrent(id, { focus = false } = {}) {
    this.#paths.get(this.#current)?.setAttribute("tabindex", "-1");
    this.#current = id;
    const path = this.#paths.get(id);
    path.setAttribute("tabindex", "0");
    path.setAttribute("role", "button");
    this.#name(this.#seats.get(id), path);
    if (focus) path.focus({ preventScroll: true });
  }

  /** Write the numbers on the seats in view, if there is room; `scale` is pixels a plan unit. */
  number({ x, y, width, height, scale }) {
    const inView = [...this.#seats.values()].filter(
      (seat) =>
        seat.radius * scale >= READABLE_PX &&
        seat.x > x - 20 && seat.x < x + width + 20 && seat.y > y - 20 && seat.y < y + height + 20,
    );
    const shown = inView.length <= NUMBERS_AT_MOST ? inView : [];
    this.#numbers.replaceChildren(...shown.map((seat) => this.#numberOf(seat)));
  }

  #numberOf(seat) {
    const size = round(seat.radius * (seat.number.length > 3 ? 0.6 : seat.number.length > 2 ? 0.75 : 0.95));
    const label = text(seat.number, seat.x, seat.y, { "font-size": size, "data-number": this.#states.stateOf(seat.id) });
    label.seat = seat.id;
    return label;
  }

  #paint(seat, path) {
    const state = this.#states.stateOf(seat.id);
    const pending = this.#states.pending(seat.id);
    if (path.dataset.state !== state) {
      path.dataset.state = state;
      path.setAttribute("d", outline(seat, state));
      for (const label of this.#numbers.children) if (label.seat === seat.id) label.dataset.number = state;
    }
    if (pending) path.dataset.pending = pending;
    else delete path.dataset.pending;
    if (path.hasAttribute("role")) this.#name(seat, path);
    path.firstChild?.remove(); // the tooltip is out of date
  }

  #name(seat, path) {
    const state = this.#states.stateOf(seat.id);
    path.setAttribute("aria-label", `${describe(seat)}, ${seat.category}, ${WORDS[state]}`);
    path.setAttribute("aria-pressed", state === MINE);
  }

  /** A tooltip, written when the mouse first comes by: 12,000 of them cost too much. */
  #explain(target) {
    const seat = this.#seats.get(target.dataset?.seat);
    if (!seat || target.firstChild) return;
    const state = this.#states.stateOf(seat.id);
    target.append(element("title", {}, `${describe(seat)} · ${seat.category} · ${WORDS[state]}`));
  }
}

function round(value) {
  return Math.round(value * 100) / 100;
}
