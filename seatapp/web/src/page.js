/** The hall page: puts the map, the server and the list of own seats together. */
import { Api } from "./api.js";
import { Clock } from "./clock.js";
import { Hall, WORDS } from "./hall.js";
import { keepDeadlines, keptDeadlines } from "./keep.js";
import { drawLegend } from "./legend.js";
import { Live } from "./live.js";
import { Messages, OwnSeats } from "./panel.js";
import { categoriesOf, describe, seatsOf } from "./plan.js";
import { FREE, MINE, Seats } from "./state.js";
import { Viewport } from "./viewport.js";
import { listing, localTimes } from "./words.js";

const CONFIRMED_WITHIN_MS = 3_000;
const FINGER_PX = 12; // how far beside a seat a tap may land
const SMALL_PX = 5; // a seat of this radius is too small to see what a tap did
const ARROWS = {
  ArrowLeft: { dx: -1, dy: 0 },
  ArrowRight: { dx: 1, dy: 0 },
  ArrowUp: { dx: 0, dy: -1 },
  ArrowDown: { dx: 0, dy: 1 },
};

class Page {
  constructor(root) {
    this.root = root;
    this.showId = root.dataset.show;
    this.clock = new Clock();
    this.api = new Api((answer, headers) => this.clock.learn(answer, headers.get("Date")));
    this.messages = new Messages(root.querySelector("[data-message]"));
    this.listed = new Set(); // the seats in the list of own seats
  }

  async start() {
    this.live = new Live(this.showId, this.api, this);
    const show = await this.load();
    const { plan, prices, currency } = show;
    this.categories = new Map(categoriesOf(plan, prices).map((category) => [category.name, category]));
    this.seats = new Seats((ids) => this.changed(ids));
    const all = seatsOf(plan);
    const svg = this.root.querySelector("svg[data-hall]");
    this.hall = new Hall(svg, plan, all, [...this.categories.values()], this.seats);
    this.own = new OwnSeats(this.root, currency, (id) => this.release([id]));
    this.own.show([], 0);
    drawLegend(this.root.querySelector("[data-legend]"), [...this.categories.values()], currency);
    this.viewport = new Viewport(svg, this.hall.bounds, (view) => this.hall.number(view));
    this.listen(svg);
    this.root.dataset.ready = "";
    this.live.start();
    setInterval(() => this.tick(), 250);
  }

  /** Fetch the show, however long the server is away. */
  async load() {
    for (;;) {
      try {
        const answer = await this.api.show(this.showId);
        this.messages.clear();
        return answer.show ?? answer;
      } catch (refusal) {
        this.messages.warn(refusal.message);
        if (refusal.status === 404) throw refusal;
        await new Promise((resolve) => setTimeout(resolve, 2_000));
      }
    }
  }

  listen(svg) {
    svg.addEventListener("click", (event) => this.press(event));
    svg.addEventListener("keydown", (event) => this.key(event));
    svg.addEventListener("focusin", ({ target }) => {
      const seat = this.hall.seat(target.dataset.seat);
      if (seat && target.matches(":focus-visible")) this.viewport.reveal(seat);
    });
    const buttons = { in: () => this.viewport.zoom(1.5), out: () => this.viewport.zoom(1 / 1.5), fit: () => this.viewport.fit() };
    for (const [name, act] of Object.entries(buttons)) {
      this.root.querySelector(`[data-zoom="${name}"]`).addEventListener("click", act);
    }
    this.root.querySelector("form[data-by-id]").addEventListener("submit", (event) => {
      event.preventDefault();
      this.byId(event.target.elements.seats);
    });
  }

  // What the visitor does

  press(event) {
    if (this.viewport.dragged && event.detail) return;
    const touch = event.pointerType === "touch";
    const point = this.viewport.pointAt(event);
    const reach = touch ? FINGER_PX / this.viewport.scale : 0;
    const id = event.target.dataset.seat ?? this.hall.seatAt(point, reach);
    const seat = this.hall.seat(id);
    if (!seat) return;
    this.hall.makeCurrent(id, { focus: true });
    if (touch && seat.radius * this.viewport.scale < SMALL_PX) {
      this.viewport.zoom(14 / (seat.radius * this.viewport.scale), seat);
      if (!event.target.dataset.seat) return;
    }
    this.toggle(id);
  }

  key(event) {
    const id = event.target.dataset.seat;
    if (!id || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.toggle(id);
    } else if (event.key === "+" || event.key === "-") {
      this.viewport.zoom(event.key === "+" ? 1.5 : 1 / 1.5, this.hall.seat(id));
    } else if (ARROWS[event.key]) {
      event.preventDefault();
      const next = this.hall.neighbour(id, ARROWS[event.key]);
      if (next) this.hall.makeCurrent(next, { focus: true });
    }
  }

  byId(field) {
    const words = this.hall.seat(field.value.trim()) ? [field.value] : field.value.split(/[,;]/);
    const ids = [...new Set(words.map((id) => id.trim()).filter(Boolean))];
    const unknown = ids.filter((id) => !this.hall.seat(id));
    if (unknown.length) return this.messages.warn(`The hall has no seat ${listing(unknown)}.`);
    const wanted = ids.filter((id) => this.seats.stateOf(id) !== MINE);
    field.value = "";
    return wanted.length && this.select(wanted);
  }

  toggle(id) {
    if (this.seats.pending(id)) return undefined;
    const state = this.seats.stateOf(id);
    if (state === MINE) return this.release([id]);
    if (state === FREE) return this.select([id]);
    return this.messages.tell(`${this.hall.describe(id)} is ${WORDS[state]}.`);
  }

  async select(ids) {
    this.seats.ask(ids, MINE);
    try {
      const { seats, expiresIn } = await this.api.select(this.showId, ids);
      this.seats.settle(seats ?? ids, MINE, this.clock.now(), this.clock.in(expiresIn));
      this.messages.tell(`Yours for now: ${this.names(ids)}.`);
    } catch (refusal) {
      const conflicts = refusal.details?.conflicts ?? [];
      this.seats.forget(ids, conflicts, this.clock.now());
      this.messages.warn(conflicts.length ? this.conflictWords(conflicts) : refusal.message);
    }
  }

  async release(ids) {
    if (ids.some((id) => this.seats.pending(id))) return;
    this.seats.ask(ids, FREE);
    try {
      await this.api.release(this.showId, ids);
      this.seats.settle(ids, FREE, this.clock.now());
      this.messages.tell(`Released: ${this.names(ids)}.`);
    } catch (refusal) {
      this.seats.forget(ids);
      this.messages.warn(refusal.message);
    }
  }

  // What the server says

  status(status) {
    this.root.dataset.live = status;
    this.root.querySelector("[data-offline]").hidden = status !== "offline";
  }

  replace(status) {
    const before = new Set(this.seats.mine().map(({ seat }) => seat));
    const kept = keptDeadlines(this.showId, this.live.session?.userId, this.clock.now());
    this.seats.replace(status);
    this.seats.remember(kept);
    const lost = [...before].filter((id) => this.seats.stateOf(id) !== MINE);
    if (lost.length) this.messages.warn(`No longer yours: ${this.names(lost)}.`);
  }

  apply(kind, { seats, reason, expiresAt }) {
    const own = seats.filter((id) => this.seats.stateOf(id) === MINE && !this.seats.pending(id));
    this.seats.apply(kind, seats, expiresAt && this.clock.at(expiresAt));
    if (!own.length) return;
    if (kind === "seats-booked") this.messages.tell(`Booked: ${this.names(own)}.`);
    else if (kind === "seats-released" && reason === "expired") {
      this.messages.warn(`Your time for ${this.names(own)} is over. Choose again if you still want to.`);
    } else if (kind === "seats-selected" || kind === "seats-blocked") {
      this.messages.warn(`No longer yours: ${this.names(own)}.`);
    }
  }

  conflict({ seats }) {
    this.messages.warn(this.conflictWords(seats));
  }

  gone(message) {
    this.messages.warn(message || "This show is no longer on sale.");
  }

  // What the page shows

  changed(ids) {
    this.hall.repaint(ids);
    if (![...ids].some((id) => this.listed.has(id) || this.seats.stateOf(id) === MINE)) return;
    const own = this.seats.mine();
    this.listed = new Set(own.map(({ seat }) => seat));
    const now = this.clock.now();
    keepDeadlines(this.showId, this.live.session?.userId, own, now);
    this.own.show(
      own.map(({ seat: id, deadline }) => {
        const seat = this.hall.seat(id);
        const words = seat ? describe(seat) : id;
        return { id, words, price: this.categories.get(seat?.category)?.price, deadline };
      }),
      now,
    );
  }

  /** Write the countdowns; when news that should have come has not, fetch the whole state. */
  tick() {
    const now = this.clock.now();
    this.own.tick(now);
    const checked = this.checked ?? 0;
    if (this.root.dataset.live !== "live" || now - checked < CONFIRMED_WITHIN_MS) return;
    if (!this.seats.overdue(now - CONFIRMED_WITHIN_MS)) return;
    this.checked = now;
    this.live.join();
  }

  conflictWords(ids) {
    return `Somebody else was faster: ${this.names(ids)}. None of the seats was taken for you.`;
  }

  names(ids) {
    return listing(ids.map((id) => (this.hall.seat(id) ? `${describe(this.hall.seat(id))} (${id})` : id)));
  }
}

localTimes();
const root = document.querySelector("[data-show]");
if (root) new Page(root).start().catch((error) => console.error(error));
