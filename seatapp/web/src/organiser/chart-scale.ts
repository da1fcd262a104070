/** A scale that stays where it is while the values change a little. */

const LOWEST_TOP = 10;

/** Return the round number at the top of a scale that has room for `most`: 10, 20, 50, 100, 200, … */
export function topOf(most: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(Math.max(most, LOWEST_TOP)));
  return [1, 2, 5, 10].map((step) => step * magnitude).find((top) => top >= most) ?? most;
}
