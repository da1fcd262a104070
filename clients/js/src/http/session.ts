/** Who the visitor is: a user by the shop's token, or a guest. */

import type { Token } from "../types.ts";
import { SafeStorage } from "../util/storage.ts";
import { call, TIMEOUT_MS } from "./call.ts";
import { Refusal } from "./refusal.ts";
import type { Schemas } from "./schemas.ts";

/** Why the page's token makes nobody known. */
export type TokenTrouble = "invalid_token" | "token_unavailable";

export type Session = Pick<Schemas["SessionAnswer"], "userId" | "token">;

const HOPELESS_MS = 30_000; // a text that was refused will hardly be accepted in a moment
const storage = new SafeStorage("localStorage");
const guests = new Map<string, string>();
const beginnings = new Map<string, Promise<Session>>();

/** The visitor's session with the server at `origin` ("" is the page's own). */
export class Visitor {
  current: Session | undefined;
  readonly #origin: string;
  readonly #token: Token | undefined;
  readonly #refused: (code: TokenTrouble) => void;
  #renewing: Promise<Session> | undefined;
  #hopelessUntil = -Infinity;

  constructor(origin: string, token?: Token, refused: (code: TokenTrouble) => void = () => {}) {
    this.#origin = origin;
    this.#token = typeof token === "string" ? token.trim() || undefined : token;
    this.#refused = refused;
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

  /** Go on with another token for the same session, unless it is over meanwhile. */
  adopt(token: string, replacement: string): void {
    if (this.current?.token !== token) return;
    this.current = { ...this.current, token: replacement };
    if (this.#token === undefined && globalThis.document) keepToken(this.#origin, replacement);
  }

  async #begin(): Promise<Session> {
    this.current = await (this.#token === undefined ? this.#asGuest() : this.#asUser());
    return this.current;
  }

  async #asUser(): Promise<Session> {
    const token = await this.#asked();
    if (performance.now() < this.#hopelessUntil) throw noToken();
    try {
      // Without one the server would make us a guest.
      if (!token) throw noToken();
      return await this.#post(token);
    } catch (error) {
      if (error instanceof Refusal && error.status === 401) {
        if (typeof this.#token === "string") this.#hopelessUntil = performance.now() + HOPELESS_MS;
        this.#refused("invalid_token");
      }
      throw error;
    }
  }

  async #asked(): Promise<string | undefined> {
    try {
      return typeof this.#token === "function" ? await inTime(this.#token()) : this.#token;
    } catch (cause) {
      this.#refused("token_unavailable");
      const message = "Who you are cannot be found out right now.";
      throw new Refusal(0, { code: "unreachable", message }, { cause });
    }
  }

  /** Maps of one page that begin together are one guest. */
  #asGuest(): Promise<Session> {
    if (!globalThis.document) return this.#beginAsGuest(this.current?.token);
    const known = this.current?.token ?? keptToken(this.#origin);
    const beginning =
      beginnings.get(this.#origin) ??
      this.#beginAsGuest(known).finally(() => beginnings.delete(this.#origin));
    beginnings.set(this.#origin, beginning);
    return beginning;
  }

  async #beginAsGuest(known: string | undefined): Promise<Session> {
    const session = await this.#post(known).catch((error) => {
      if (known && error.status === 401) return this.#post();
      throw error;
    });
    if (globalThis.document) keepToken(this.#origin, session.token);
    return session;
  }

  #post(token?: string): Promise<Session> {
    return call("POST", `${this.#origin}/api/session`, { token });
  }
}

/** The page's own server keeps a guest by its cookie, where cookies are; another's would be a third party's. */
function keptToken(origin: string): string | undefined {
  return origin ? storage.get(`seatapp:${origin}`) : guests.get(origin);
}

function keepToken(origin: string, token: string): void {
  if (origin) storage.set(`seatapp:${origin}`, token);
  else guests.set(origin, token);
}

/** Return what comes, unless that takes longer than a call to the server may. */
async function inTime<Value>(coming: Value | Promise<Value>): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(reject, TIMEOUT_MS);
  });
  return Promise.race([coming, late]).finally(() => clearTimeout(timer));
}

function noToken(): Refusal {
  return new Refusal(401, { code: "invalid_token", message: "There is no token that is accepted." });
}
