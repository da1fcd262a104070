/**
 * Styles for a root: in sizes of the visitor's, whatever the page has done to its root's, and also where the browser
 * lacks what they are made with (constructable style sheets: iOS before 16.4; `light-dark()`: before 17.5).
 */

const sheets = new Map<string, CSSStyleSheet>();

/**
 * What a rem is in our styles. The page's own follows `html { font-size: 62.5% }`; this one is the font size of the
 * host, `medium` as the visitor has set it unless the page says otherwise, and inherited as a length. In a page whose
 * text is monospace `medium` would be less.
 */
const REM = "--seatapp-rem";
const SIZES = `:host { font-family: sans-serif; font-size: medium; ${REM}: 1em; }`;

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
export function adoptStyles(root: ShadowRoot, texts: string[]): boolean {
  registerRem();
  const sized = [SIZES, ...texts.map(withOwnRem)];
  const knowsBoth = CSS.supports("color", "light-dark(red, red)");
  const known = knowsBoth ? sized : [SCHEMES, ...sized.map(withoutLightDark)];
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

/** Not known yet (Firefox before 128), it is an em of wherever it stands, which is nearly the same. */
function registerRem(): void {
  try {
    CSS.registerProperty({ name: REM, syntax: "<length>", inherits: true, initialValue: "16px" });
  } catch {
    // Registered already, or not to be registered.
  }
}

/** Conditions of containers take no properties; an em is the container's there. */
function withOwnRem(text: string): string {
  return text
    .replace(/@container[^{]+/g, (condition) => condition.replace(/(\d)rem\b/g, "$1em"))
    .replace(/(-?[\d.]+)rem\b/g, `calc($1 * var(${REM}))`);
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
