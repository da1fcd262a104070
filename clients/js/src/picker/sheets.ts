/** Styles for a root, also where the browser lacks what they are made with (Safari before 17.5, iOS before 16.4). */

const sheets = new Map<string, CSSStyleSheet>();

/** What stands for `light-dark(a, b)`: of two properties one is nothing, and the other falls back to its colour. */
const BY_HAND = "var(--seatapp-by-day, $1) var(--seatapp-by-night, $2)";
const DAY = "--seatapp-by-day: initial; --seatapp-by-night: ;";
const NIGHT = "--seatapp-by-day: ; --seatapp-by-night: initial;";
const SCHEMES = `
  :host { ${DAY} }
  @media (prefers-color-scheme: dark) { :host { ${NIGHT} } }
  :host([theme="light"]) { ${DAY} }
  :host([theme="dark"]) { ${NIGHT} }
`;

/**
 * Style a root with these texts of CSS. A page's security policy has no say in that, unless the browser makes it
 * be style elements: then they need a nonce, the `host`'s or that of the page's scripts. Tell whether they are on.
 */
export function adopt(root: ShadowRoot, texts: string[]): boolean {
  const known = CSS.supports("color", "light-dark(red, red)")
    ? texts
    : [SCHEMES, ...texts.map(withoutLightDark)];
  if (!areConstructable()) return known.map((text) => insert(root, text)).every(({ sheet }) => sheet);
  root.adoptedStyleSheets = known.map(sheetOf);
  return true;
}

function areConstructable(): boolean {
  try {
    return Boolean(new CSSStyleSheet()) && "adoptedStyleSheets" in Document.prototype;
  } catch {
    return false;
  }
}

function withoutLightDark(text: string): string {
  return text.replace(/light-dark\(([^(),]+), ([^(),]+)\)/g, BY_HAND);
}

function sheetOf(text: string): CSSStyleSheet {
  const sheet = sheets.get(text) ?? new CSSStyleSheet();
  if (!sheets.has(text)) sheet.replaceSync(text);
  sheets.set(text, sheet);
  return sheet;
}

function insert(root: ShadowRoot, text: string): HTMLStyleElement {
  const style = document.createElement("style");
  style.nonce = (root.host as HTMLElement).nonce || nonceOf(document) || "";
  style.textContent = text;
  root.append(style);
  return style;
}

function nonceOf(page: Document): string | undefined {
  return page.querySelector<HTMLElement>("script[nonce], style[nonce]")?.nonce;
}
