/** Moves and scales the drawing: wheel, drag, pinch, and the functions behind the buttons and keys. */

const SLIP_PX = 6; // a press that moves less is a click
const NEAREST = 0.02; // how far in: the view is at least this part of the whole wide
const ROOMY_PX = 600; // from here on the buttons lie on the map
const BUTTONS_PX = 60; // and fitting the hall in leaves them this much
const SETTLE_MS = 120;

export class Viewport {
  #svg;
  #whole;
  #view = null;
  #fitted = true; // nobody has moved it yet, so it follows the window
  #pointers = new Map();
  #moved = false;
  #settling = null;
  #settled;

  /** `whole` is all there is to see; `settled(view)` is called when the view has come to rest. */
  constructor(svg, whole, settled = () => {}) {
    this.#svg = svg;
    this.#whole = whole;
    this.#settled = settled;
    svg.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    svg.addEventListener("pointerdown", (event) => this.#press(event));
    svg.addEventListener("pointermove", (event) => this.#move(event));
    for (const end of ["pointerup", "pointercancel"]) {
      svg.addEventListener(end, (event) => this.#pointers.delete(event.pointerId));
    }
    new ResizeObserver(() => this.#resize()).observe(svg);
    this.fit();
  }

  /** Say whether the press that is ending was a drag and not a click. */
  get dragged() {
    return this.#moved;
  }

  /** Pixels on the screen a unit of the plan. */
  get scale() {
    return this.#box.width / this.#view.width;
  }

  /** Show everything. */
  fit() {
    this.#fitted = true;
    const { x, y, width, height } = this.#whole;
    const box = this.#box;
    const reserved = box.width > ROOMY_PX ? BUTTONS_PX : 0;
    const perPixel = Math.max(width / (box.width - reserved), height / box.height);
    this.#show(x + width / 2 + (reserved / 2) * perPixel, y + height / 2, perPixel);
  }

  /** Come nearer by `factor`, below 1 for away, around a point of the plan or the middle. */
  zoom(factor, point = this.#middle) {
    this.#fitted = false;
    const { width } = this.#view;
    const next = this.#within(width / factor);
    const k = next / width;
    const middle = this.#middle;
    const x = point.x + (middle.x - point.x) * k;
    const y = point.y + (middle.y - point.y) * k;
    this.#show(x, y, next / this.#box.width);
  }

  /** Bring a point of the plan into view, if it is not. */
  reveal({ x, y }) {
    const { x: left, y: top, width, height } = this.#view;
    const edge = Math.min(width, height) * 0.08;
    const outside =
      x < left + edge || x > left + width - edge || y < top + edge || y > top + height - edge;
    if (outside) this.#show(x, y, 1 / this.scale);
  }

  /** Return the point of the plan that is at these coordinates of the window. */
  pointAt({ clientX, clientY }) {
    const { left, top } = this.#box;
    return {
      x: this.#view.x + (clientX - left) / this.scale,
      y: this.#view.y + (clientY - top) / this.scale,
    };
  }

  get #box() {
    const { left, top, width, height } = this.#svg.getBoundingClientRect();
    return { left, top, width: width || 1, height: height || 1 };
  }

  get #middle() {
    const { x, y, width, height } = this.#view;
    return { x: x + width / 2, y: y + height / 2 };
  }

  /** Keep a view's width between a close look and a little more than everything. */
  #within(width) {
    const { width: w, height: h } = this.#whole;
    const all = Math.max(w, (h * this.#box.width) / this.#box.height);
    return Math.min(Math.max(width, all * NEAREST, 60), all * 1.3);
  }

  #show(x, y, perPixel) {
    const { width: w, height: h } = this.#box;
    const whole = this.#whole;
    const cx = Math.min(Math.max(x, whole.x), whole.x + whole.width);
    const cy = Math.min(Math.max(y, whole.y), whole.y + whole.height);
    const width = w * perPixel;
    const height = h * perPixel;
    this.#view = { x: cx - width / 2, y: cy - height / 2, width, height };
    this.#svg.setAttribute("viewBox", `${this.#view.x} ${this.#view.y} ${width} ${height}`);
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#settled({ ...this.#view, scale: this.scale }), SETTLE_MS);
  }

  #resize() {
    if (this.#fitted) this.fit();
    else this.#show(this.#middle.x, this.#middle.y, this.#view.width / this.#box.width);
  }

  #wheel(event) {
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    const pixels = Math.max(-100, Math.min(100, event.deltaY * lines));
    this.zoom(Math.exp(-pixels * (event.ctrlKey ? 0.01 : 0.0025)), this.pointAt(event));
  }

  #press(event) {
    if (event.pointerType === "mouse" && event.button !== 0) return;
    if (!this.#pointers.size) this.#moved = false;
    this.#pointers.set(event.pointerId, { x: event.clientX, y: event.clientY, from: event });
  }

  #move(event) {
    const pointer = this.#pointers.get(event.pointerId);
    if (!pointer) return;
    if (!event.buttons) return void this.#pointers.delete(event.pointerId); // let go outside
    const { clientX: x, clientY: y } = event;
    if (!this.#moved && Math.hypot(x - pointer.from.clientX, y - pointer.from.clientY) < SLIP_PX) return;
    this.#moved = true;
    this.#svg.setPointerCapture(event.pointerId);
    const others = [...this.#pointers].filter(([id]) => id !== event.pointerId).map(([, other]) => other);
    if (others.length) this.#pinch(pointer, { x, y }, others[0]);
    else this.#pan(pointer, { x, y });
    Object.assign(pointer, { x, y });
  }

  #pan(before, now) {
    this.#fitted = false;
    const { x, y } = this.#middle;
    this.#show(x - (now.x - before.x) / this.scale, y - (now.y - before.y) / this.scale, 1 / this.scale);
  }

  #pinch(before, now, still) {
    const distance = (p) => Math.hypot(p.x - still.x, p.y - still.y) || 1;
    this.zoom(distance(now) / distance(before), this.pointAt({ clientX: still.x, clientY: still.y }));
  }
}
