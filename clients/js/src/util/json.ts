/** JSON as the language has it, whatever a page's libraries have taught lists and texts to be. */

/** Leaves what is written as it is: a `toJSON` that a page gave to all lists would make them texts. */
export function ownValue(this: unknown, key: string): unknown {
  return (this as Record<string, unknown>)[key];
}

/** Write plain data as JSON. */
export function json(data: unknown): string {
  return JSON.stringify(data, ownValue);
}
