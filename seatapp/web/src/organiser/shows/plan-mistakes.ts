/** What is wrong with a seating plan, in words: the place where it is, and the server's word on it. */
import { form } from "./form-words.ts";

/** Messages by field, as deep as the plan is; the positions of a list are keys. */
export type Mistakes = { [key: string]: Mistakes | string[] };

/** Keys that stand for the plan itself. */
const WHOLE = ["plan", "_schema"];

interface Found {
  path: string[];
  message: string;
}

/** What a part of a plan is called by, in the lists that people know. */
const PARTS: Record<string, { word: "zone" | "row" | "seat" | "area" | "category"; label: string }> = {
  zones: { word: "zone", label: "name" },
  rows: { word: "row", label: "row_number" },
  seats: { word: "seat", label: "seat_number" },
  areas: { word: "area", label: "shape" },
  categories: { word: "category", label: "name" },
};

/** Return a line for each mistake: `Zone 1 "Stalls", row 2 "B", seat 7: category: Missing data …`. */
export function linesOf(mistakes: Mistakes, plan: unknown): string[] {
  return [...found(mistakes)].map(({ path, message }) => {
    const place = placeOf(path, plan);
    return place ? `${place}: ${message}` : message;
  });
}

/** Return all messages, however deep they are. */
export function messagesIn(mistakes: Mistakes | string[] | undefined): string[] {
  if (!mistakes) return [];
  return Array.isArray(mistakes) ? mistakes : [...found(mistakes)].map(({ message }) => message);
}

function* found(mistakes: Mistakes, path: string[] = []): Generator<Found> {
  for (const [key, value] of Object.entries(mistakes)) {
    if (Array.isArray(value)) yield* value.map((message) => ({ path: [...path, key], message }));
    else yield* found(value, [...path, key]);
  }
}

function placeOf(path: string[], plan: unknown): string {
  const places: string[] = [];
  let part = plan;
  for (let index = 0; index < path.length; index++) {
    const key = path[index] as string;
    if (WHOLE.includes(key)) continue;
    part = childOf(part, key);
    const known = PARTS[key];
    const position = path[index + 1];
    if (known && position !== undefined && /^\d+$/.test(position)) {
      index++;
      part = childOf(part, position);
      const label = childOf(part, known.label);
      const place = form.text(known.word, { n: Number(position) + 1 });
      places.push(typeof label === "string" && label ? `${place} ${form.text("named", { label })}` : place);
    } else {
      places.push(key);
    }
  }
  const [first = "", ...others] = places;
  return [first.charAt(0).toLocaleUpperCase() + first.slice(1), ...others].filter(Boolean).join(", ");
}

function childOf(part: unknown, key: string): unknown {
  return typeof part === "object" && part !== null ? (part as Record<string, unknown>)[key] : undefined;
}
