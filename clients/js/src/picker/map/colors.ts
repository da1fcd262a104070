/** Arithmetic with colours. */

/** Red, green and blue from 0 to 255, and how opaque from 0 to 1. */
export type Rgba = readonly [number, number, number, number];

const STEPS = 20;

/** Relative luminance as WCAG defines it, from 0 to 1. */
export function luminance([red, green, blue]: Rgba): number {
  const linear = (value: number) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/** WCAG's contrast, from 1 to 21. */
export function contrast(a: Rgba, b: Rgba): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((one, other) => one - other) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Return `color` with a `share` of `other` in it; as opaque as it was. */
export function mix(color: Rgba, other: Rgba, share: number): Rgba {
  const part = (index: 0 | 1 | 2) => color[index] + (other[index] - color[index]) * share;
  return [part(0), part(1), part(2), color[3]];
}

/** Return what is seen of a colour that may let another through. */
export function over([red, green, blue, alpha]: Rgba, ground: Rgba): Rgba {
  return mix(ground, [red, green, blue, 1], alpha);
}

/** Return the colour itself, or the first on its way to black or white that stands out by `ratio`. */
export function legible(color: Rgba, against: Rgba, ratio: number): Rgba {
  const end: Rgba = luminance(against) > 0.18 ? [0, 0, 0, 1] : [255, 255, 255, 1];
  for (let step = 0; step < STEPS; step++) {
    const candidate = mix(color, end, step / STEPS);
    if (contrast(candidate, against) >= ratio) return candidate;
  }
  return end;
}

export function css([red, green, blue, alpha]: Rgba): string {
  return `rgb(${Math.round(red)} ${Math.round(green)} ${Math.round(blue)} / ${alpha})`;
}
