/** The whole hall in a corner, with a frame around the visible part; a press or a drag on it moves the camera. */
import type { Place } from "../../plan.ts";
import { h } from "../ui/dom.ts";
import type { LocalSpace } from "../ui/local-space.ts";
import { Bitmap } from "./bitmap.ts";
import type { Camera } from "./camera.ts";
import type { Context } from "./draw-seats.ts";
import type { Painter } from "./painter.ts";

const SIZE_PX = { width: 148, height: 120 };
const SMALL_SIZE_PX = { width: 100, height: 90 };
const ROOMY_PX = 560;
const LEAST_MAP_PX = { width: 300, height: 300 }; // a map smaller than this is no larger than its overview is useful

export class Minimap {
  readonly element: HTMLCanvasElement;
  readonly bitmap: Bitmap;
  readonly #context: Context;
  readonly #camera: Camera;
  readonly #painter: Painter;
  #scale = 1;
  #ratio = 0;

  /** It lies in the element of `space`. `go` is called with the place of the plan that is to be in the middle. */
  constructor(
    label: string,
    space: LocalSpace,
    camera: Camera,
    painter: Painter,
    go: (middle: Place) => void,
  ) {
    [this.#camera, this.#painter] = [camera, painter];
    this.element = h("canvas", { class: "minimap", role: "img", "aria-label": label, hidden: true });
    this.#context = this.element.getContext("2d", { alpha: false }) as Context;
    this.bitmap = new Bitmap(painter, false);
    const lead = (event: PointerEvent) => {
      if (!(event.buttons & 1)) return;
      const at = space.toLocal({ x: event.clientX, y: event.clientY });
      const { offsetLeft, offsetTop, clientLeft, clientTop } = this.element;
      const { x, y } = this.#corner;
      const [right, down] = [at.x - offsetLeft - clientLeft, at.y - offsetTop - clientTop];
      go({ x: x + right / this.#scale, y: y + down / this.#scale });
    };
    this.element.addEventListener("pointerdown", (event) => {
      this.element.setPointerCapture(event.pointerId);
      lead(event);
    });
    this.element.addEventListener("pointermove", lead);
  }

  /** Return whether there is anything left to draw for it. */
  get isBehind(): boolean {
    return !this.bitmap.serves(this.#all, this.#scale, this.#ratio, 1) || this.bitmap.underWay;
  }

  /** Fit the size of the map. */
  resize(ratio: number): void {
    const { bounds, width } = this.#camera;
    const most = width < ROOMY_PX ? SMALL_SIZE_PX : SIZE_PX;
    this.#scale = Math.min(most.width / bounds.width, most.height / bounds.height);
    this.#ratio = ratio;
    const [wide, high] = [Math.ceil(bounds.width * this.#scale), Math.ceil(bounds.height * this.#scale)];
    [this.element.width, this.element.height] = [wide * ratio, high * ratio];
    this.element.style.setProperty("width", `${wide}px`);
    this.element.style.setProperty("height", `${high}px`);
  }

  /** Draw a portion of the overview. */
  work(): void {
    if (!this.bitmap.underWay) this.bitmap.begin(this.#all, this.#scale, this.#ratio);
    this.bitmap.work(1);
  }

  /** Frame what is in sight now. */
  draw(): void {
    const { width, height } = this.#camera;
    const small = width < LEAST_MAP_PX.width || height < LEAST_MAP_PX.height;
    this.element.hidden = this.#camera.isWhole || small || this.isBehind;
    if (this.element.hidden) return;
    const context = this.#context;
    this.bitmap.show(context, { ...this.#corner, scale: this.#scale }, this.#ratio);
    const zoom = this.#scale * this.#ratio;
    const sight = this.#camera.sight();
    const [x, y] = [(sight.x - this.#corner.x) * zoom, (sight.y - this.#corner.y) * zoom];
    const frame = [x, y, sight.width * zoom, sight.height * zoom] as const;
    const { colors } = this.#painter.theme;
    context.fillStyle = colors.background;
    context.globalAlpha = 0.4;
    context.beginPath();
    context.rect(0, 0, this.element.width, this.element.height);
    context.rect(...frame);
    context.fill("evenodd");
    context.globalAlpha = 1;
    context.lineWidth = 2 * this.#ratio;
    context.strokeStyle = colors.focus;
    context.strokeRect(...frame);
  }

  get #corner(): Place {
    return this.#camera.bounds;
  }

  get #all() {
    return this.#camera.bounds;
  }
}
