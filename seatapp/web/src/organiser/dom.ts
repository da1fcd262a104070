/** Finding elements, and making them. */
export { h, svg, write } from "seatapp/browser";

/** Return the page's element with this `data-` attribute; the templates have one of each. */
export function part<E extends HTMLElement = HTMLElement>(name: string): E {
  const found = document.querySelector<E>(`[data-${name}]`);
  if (!found) throw new Error(`the page has no [data-${name}]`);
  return found;
}
