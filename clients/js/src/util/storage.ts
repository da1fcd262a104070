/** What is remembered: by the browser where it lets the page, else for as long as the page is open. */

type Kind = "localStorage" | "sessionStorage";

const fallbacks: Record<Kind, Map<string, string>> = { localStorage: new Map(), sessionStorage: new Map() };

/**
 * A storage that never throws. Browsers take theirs away in several manners: it is null, reading the property
 * throws (cookies blocked, a sandboxed frame), or writing does (no room, private windows).
 */
export class SafeStorage {
  readonly #kind: Kind;

  constructor(kind: Kind) {
    this.#kind = kind;
  }

  get(name: string): string | undefined {
    const kept = fallbacks[this.#kind].get(name);
    return kept ?? this.#attempt((storage) => storage.getItem(name)) ?? undefined;
  }

  set(name: string, value: string): void {
    const fallback = fallbacks[this.#kind];
    const written = this.#attempt((storage) => {
      storage.setItem(name, value);
      return true;
    });
    if (written) fallback.delete(name);
    else fallback.set(name, value);
  }

  delete(name: string): void {
    fallbacks[this.#kind].delete(name);
    this.#attempt((storage) => storage.removeItem(name));
  }

  /** Whether the browser keeps anything over a reload. */
  get lasts(): boolean {
    const probe = "seatapp:probe";
    this.set(probe, "1");
    const lasts = !fallbacks[this.#kind].has(probe);
    this.delete(probe);
    return lasts;
  }

  #attempt<Result>(act: (storage: Storage) => Result): Result | undefined {
    try {
      return act(globalThis[this.#kind]);
    } catch {
      return undefined;
    }
  }
}
