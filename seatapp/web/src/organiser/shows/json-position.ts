/** Where a text stops being JSON. Browsers say so in words of their own, or not at all. */

const PUNCTUATION = "{}[],:";
const TOKEN =
  /\s*([{}[\],:]|"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/uy;

/** What may come next. `first` is a list's first value or its end, `firstKey` an object's. */
type Next = "value" | "first" | "key" | "firstKey" | "colon" | "after";

/** Return the line and column, from 1, of what should not be there; those of the end when something is missing. */
export function positionOf(text: string): { line: number; column: number } {
  const open: string[] = [];
  let next: Next | undefined = "value";
  let at = 0;
  for (;;) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text)?.[1];
    next = token === undefined ? undefined : nextAfter(token, next, open);
    if (!next) break;
    at = TOKEN.lastIndex;
  }
  const before = text.slice(0, at + (text.slice(at).match(/^\s*/)?.[0].length ?? 0)).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** Return what may come after the token; undefined where it should not be. `open` has the brackets around it. */
function nextAfter(token: string, next: Next, open: string[]): Next | undefined {
  if (token === "]" || token === "}") {
    const isDue = next === "after" || next === (token === "]" ? "first" : "firstKey");
    return isDue && open.pop() === token ? "after" : undefined;
  }
  if (next === "after")
    return token === "," && open.length ? (open.at(-1) === "]" ? "value" : "key") : undefined;
  if (next === "colon") return token === ":" ? "value" : undefined;
  if (next === "key" || next === "firstKey") return token.startsWith('"') ? "colon" : undefined;
  if (token === "[" || token === "{") {
    open.push(token === "[" ? "]" : "}");
    return token === "[" ? "first" : "firstKey";
  }
  return PUNCTUATION.includes(token) ? undefined : "after";
}
