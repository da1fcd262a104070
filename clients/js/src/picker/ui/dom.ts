/** Creates DOM elements without markup: nothing from a plan is ever parsed as HTML. */

type Handlers = { [Name in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[Name]) => void };
export type Child = Node | string | undefined;
export type Attributes = Record<string, string | number | boolean | undefined>;

const SVG = "http://www.w3.org/2000/svg";

/** Build an element; an attribute that is false or undefined is left out, one that is true is empty. */
export function h<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  { on = {}, ...attributes }: { on?: Handlers } & { [name: string]: Attributes[string] | Handlers } = {},
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const node = document.createElement(name);
  setAttributes(node, attributes as Attributes);
  for (const [event, handler] of Object.entries(on as Record<string, EventListener>)) {
    node.addEventListener(event, handler);
  }
  node.append(...children.filter((child) => child !== undefined));
  return node;
}

/** Build an SVG element. */
export function svg(name: string, attributes: Attributes = {}, ...children: Node[]): SVGElement {
  const node = document.createElementNS(SVG, name);
  setAttributes(node, attributes);
  node.append(...children);
  return node;
}

/** Write a text, unless it stands there already: a screen reader and the layout are left alone. */
export function write(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

/** Whether it is on the page, and nothing around it is hidden. */
export function isShown(node: Element): boolean {
  return node.getClientRects().length > 0;
}

function setAttributes(node: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : String(value));
  }
}
