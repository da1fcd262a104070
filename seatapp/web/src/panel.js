/** What stands beside the map: our own seats with their time, the total, the legend, and messages. */
import { countdown, money } from "./words.js";

const MESSAGE_MS = 8_000;

/** Build an HTML element. */
export function html(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

/** A line that is read out. Bad news stays until something else is said. */
export class Messages {
  #box;
  #timer = null;

  constructor(box) {
    this.#box = box;
  }

  tell(words) {
    this.#show(words, "info");
    this.#timer = setTimeout(() => this.clear(), MESSAGE_MS);
  }

  warn(words) {
    this.#show(words, "warning");
  }

  clear() {
    clearTimeout(this.#timer);
    this.#box.textContent = "";
    this.#box.dataset.kind = "";
  }

  #show(words, kind) {
    if (this.#box.textContent === words && this.#box.dataset.kind === kind) return clearTimeout(this.#timer);
    this.clear();
    this.#box.textContent = words;
    this.#box.dataset.kind = kind;
  }
}

/** The list of our own seats. */
export class OwnSeats {
  #list;
  #total;
  #none;
  #release;
  #rows = new Map();
  #currency;

  constructor(root, currency, release) {
    this.#list = root.querySelector("[data-own]");
    this.#total = root.querySelector("[data-total]");
    this.#none = root.querySelector("[data-none]");
    this.#currency = currency;
    this.#release = release;
  }

  /** Show these seats: [{id, words, price, deadline}]. */
  show(seats, now) {
    const ids = new Set(seats.map(({ id }) => id));
    for (const [id, row] of this.#rows) {
      if (ids.has(id)) continue;
      row.remove();
      this.#rows.delete(id);
    }
    for (const seat of seats) {
      if (!this.#rows.has(seat.id)) this.#list.append(this.#row(seat));
      this.#rows.get(seat.id).deadline = seat.deadline;
    }
    this.#none.hidden = seats.length > 0;
    this.#total.parentElement.hidden = seats.length === 0;
    const sum = seats.reduce((total, { price }) => total + Number(price ?? 0), 0);
    this.#total.textContent = money(sum, this.#currency);
    this.tick(now);
  }

  /** Write the time that is left, once a second. */
  tick(now) {
    for (const row of this.#rows.values()) {
      const time = row.querySelector("[data-left]");
      const left = row.deadline === undefined ? "" : countdown((row.deadline - now) / 1000);
      if (time.textContent !== left) time.textContent = left;
      row.toggleAttribute("data-soon", row.deadline - now < 10_000);
    }
  }

  #row({ id, words, price }) {
    const button = html("button", { type: "button", "aria-label": `Release ${words}` }, "×");
    button.addEventListener("click", () => this.#release(id));
    const row = html(
      "li",
      { "data-own-seat": id },
      html("span", { class: "what" }, words),
      html("span", { class: "price" }, money(price, this.#currency)),
      html("span", { class: "left", "data-left": "", role: "timer", "aria-live": "off" }),
      button,
    );
    this.#rows.set(id, row);
    return row;
  }
}
