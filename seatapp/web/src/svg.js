/** Small helpers to build SVG. Attributes only: the page's security policy forbids inline style. */

const NAMESPACE = "http://www.w3.org/2000/svg";

export function element(name, attributes = {}, ...children) {
  const node = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null) node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

export function text(content, x, y, attributes = {}) {
  return element("text", { x, y, ...attributes }, content);
}
