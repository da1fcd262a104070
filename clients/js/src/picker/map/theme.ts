/** The map's colours: the page's custom properties, and the plan's colours adjusted to contrast with them. */
import type { Category } from "../../plan.ts";
import { h } from "../ui/dom.ts";
import { contrast, css, legible, luminance, mix, over, type Rgba } from "./colors.ts";

const NAMES = [
  "background",
  "text",
  "muted",
  "line",
  "accent",
  "taken",
  "booked",
  "blocked",
  "focus",
] as const;

export type ColorName = (typeof NAMES)[number];

/** How a category's free seats look. `edge` is there for colours that hardly stand out by themselves. */
export interface Paint {
  fill: string;
  edge: string | undefined;
  number: string;
}

const SEAT_CONTRAST = 3;
const TEXT_CONTRAST = 4.5;
const DARK_SEAT_CONTRAST = 3.6; // a hall's floor is somewhat lighter than the ground
const NEARLY_LEGIBLE = 3.4; // what white is darkened a little for by day, so that most halls' numbers are white
const USUAL_TEXT_PX = 16;
const WHITE: Rgba = [255, 255, 255, 1];
const INK: Rgba = [17, 24, 39, 1];
const GREY: Rgba = [128, 134, 142, 1];

export class Theme {
  readonly colors: Record<ColorName, string>;
  readonly font: string;
  /** How large the visitor wants text, 1 being usual. */
  readonly textScale: number;
  readonly direction: "ltr" | "rtl";
  readonly #background: Rgba;
  readonly #dark: boolean;
  readonly #paints = new Map<string, Paint>();
  readonly #areas = new Map<string, string>();

  /** Read the colours of `root`, which map.css gives their defaults. */
  constructor(root: HTMLElement, categories: Iterable<Category>) {
    const probe = root.appendChild(h("i", { hidden: true }));
    const resolve = (color: string) => {
      probe.style.setProperty("color", color);
      return parse(getComputedStyle(probe).color);
    };
    const ground = resolve("Canvas");
    const read = (name: ColorName) => over(resolve(`var(--map-${name})`), ground);
    const colors = NAMES.map((name) => [name, read(name)] as const);
    this.colors = Object.fromEntries(colors.map(([name, color]) => [name, css(color)])) as typeof this.colors;
    this.#background = read("background");
    probe.remove();
    this.#dark = luminance(this.#background) < 0.18;
    const style = getComputedStyle(root);
    this.font = style.fontFamily;
    this.textScale = Number.parseFloat(style.fontSize) / USUAL_TEXT_PX || 1;
    this.direction = style.direction === "rtl" ? "rtl" : "ltr";
    for (const { name, color } of categories) this.#paints.set(name, this.#paint(color));
  }

  seat(category: string): Paint {
    const known = this.#paints.get(category);
    if (known) return known;
    const paint = this.#paint(css(GREY));
    this.#paints.set(category, paint);
    return paint;
  }

  /** Return what a plan's area is filled with: in the dark, light colours must not glare. */
  area(color: string | undefined): string | undefined {
    return this.#adapted(color, "area", (plain) =>
      this.#dark ? mix(plain, this.#background, 0.3 + 0.65 * luminance(plain)) : plain,
    );
  }

  /** Return what a plan's word is written in. */
  ink(color: string | undefined): string | undefined {
    return this.#adapted(color, "ink", (plain) =>
      this.#dark ? legible(plain, this.#background, TEXT_CONTRAST) : plain,
    );
  }

  #adapted(color: string | undefined, use: string, adapt: (plain: Rgba) => Rgba): string | undefined {
    if (!color) return undefined;
    const key = `${use} ${color}`;
    let adapted = this.#areas.get(key);
    if (adapted === undefined) {
      const plain = parse(color);
      adapted = plain[3] ? css(adapt(plain)) : "";
      this.#areas.set(key, adapted);
    }
    return adapted || undefined;
  }

  #paint(color: string): Paint {
    const plain = parse(color);
    // In the dark the whole seat is lightened; on a light ground, an edge keeps a pale colour what it is.
    const lit = this.#dark ? legible(plain, this.#background, DARK_SEAT_CONTRAST) : plain;
    const isNearly = !this.#dark && contrast(lit, WHITE) >= NEARLY_LEGIBLE;
    const fill = isNearly ? legible(lit, WHITE, TEXT_CONTRAST) : lit;
    const isPale = contrast(fill, this.#background) < SEAT_CONTRAST;
    return {
      fill: css(fill),
      edge: isPale ? css(legible(fill, this.#background, SEAT_CONTRAST)) : undefined,
      number: css(contrast(fill, WHITE) >= TEXT_CONTRAST ? WHITE : INK),
    };
  }
}

let scratch: CanvasRenderingContext2D | null = null;

/** Return any CSS colour's parts; nothing visible for what is none. */
function parse(color: string): Rgba {
  scratch ??= Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", {
    willReadFrequently: true,
  });
  if (!scratch) return GREY;
  scratch.clearRect(0, 0, 1, 1);
  scratch.fillStyle = "transparent";
  scratch.fillStyle = color;
  scratch.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = scratch.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, alpha / 255];
}
