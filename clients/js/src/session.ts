/** Who the visitor is: a user by the shop's token, or a guest. */
import { call } from "./http.ts";
import { Refusal } from "./refusal.ts";
import type { Token } from "./types.ts";

export interface Session {
  userId: string;
  token: string;
}

const beginnings = new Map<string, Promise<Session>>();

/** The visitor's session with the server at `origin` ("" is the page's own). */
export class Visitor {
  current: Session | undefined;
  readonly #origin: string;
  readonly #token: Token | undefined;
  readonly #kept: KeptToken;
  #renewing: Promise<Session> | undefined;

  constructor(origin: string, token?: Token) {
    this.#origin = origin;
    this.#token = token;
    // The page's own server keeps a guest by its cookie; another's cookie would be a third party's.
    this.#kept = new KeptToken(origin && token === undefined ? `seatapp:${origin}` : undefined);
  }

  /** Return the session, begun if need be; throws a `Refusal`. */
  async session(): Promise<Session> {
    return this.current ?? this.renew();
  }

  /** The session is not accepted any more, or there is none: begin one. */
  renew(): Promise<Session> {
    this.#renewing ??= this.#begin().finally(() => {
      this.#renewing = undefined;
    });
    return this.#renewing;
  }

  async #begin(): Promise<Session> {
    this.current = await (this.#token === undefined ? this.#asGuest() : this.#asUser());
    return this.current;
  }

  async #asUser(): Promise<Session> {
    const token = await this.#asked();
    // Without one the server would make us a guest.
    if (!token) throw new Refusal(401, { code: "invalid_token", message: "There is no token." });
    return this.#post(token);
  }

  async #asked(): Promise<string | undefined> {
    try {
      return typeof this.#token === "function" ? await this.#token() : this.#token;
    } catch {
      throw new Refusal(0, { code: "unreachable", message: "Who you are cannot be found out right now." });
    }
  }

  /** Maps of one page that begin together are one guest. */
  #asGuest(): Promise<Session> {
    if (!globalThis.document) return this.#beginAsGuest();
    const beginning =
      beginnings.get(this.#origin) ?? this.#beginAsGuest().finally(() => beginnings.delete(this.#origin));
    beginnings.set(this.#origin, beginning);
    return beginning;
  }

  async #beginAsGuest(): Promise<Session> {
    const known = this.current?.token ?? this.#kept.read();
    const session = await this.#post(known).catch((error) => {
      if (known && error.status === 401) return this.#post();
      throw error;
    });
    this.#kept.write(session.token);
    return session;
  }

  #post(token?: string): Promise<Session> {
    return call("POST", `${this.#origin}/api/session`, { token });
  }
}

/** A guest's token in the browser's storage, where there is one. */
class KeptToken {
  readonly #name: string | undefined;

  constructor(name: string | undefined) {
    this.#name = name;
  }

  read(): string | undefined {
    if (!this.#name) return undefined;
    try {
      return localStorage.getItem(this.#name) ?? undefined;
    } catch {
      return undefined;
    }
  }

  write(token: string): void {
    if (!this.#name) return;
    try {
      localStorage.setItem(this.#name, token);
    } catch {
      // No storage: a reload makes another guest.
    }
  }
}
