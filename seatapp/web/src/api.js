/** Calls to the server. What it refuses, and what never arrives, is thrown as a `Refusal`. */

const TIMEOUT_MS = 10_000;

/** A call that was answered with no; `code` is the server's, or "unreachable". */
export class Refusal extends Error {
  constructor(status, { code = "unknown", message = "Something went wrong.", ...details } = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

/** The server's calls as one visitor makes them; `learn(answer, headers)` hears every answer. */
export class Api {
  #token = "";
  #learn;

  constructor(learn = () => {}) {
    this.#learn = learn;
  }

  /** Who we are, as {userId, token}: whoever our token or the cookie proves, else a new guest. */
  async session() {
    let session;
    try {
      session = await this.#call("POST", "/api/session");
    } catch (error) {
      if (error.status !== 401) throw error;
      session = await this.#call("POST", "/api/session", { token: "" });
    }
    this.#token = session.token;
    return session;
  }

  show(showId) {
    return this.#call("GET", `/api/shows/${encodeURIComponent(showId)}`);
  }

  select(showId, seats) {
    return this.#asMyself("POST", "/api/bookings/select-seats", { body: { showId, seats } });
  }

  release(showId, seats) {
    return this.#asMyself("POST", "/api/bookings/release-seats", { body: { showId, seats } });
  }

  /** Call with our token, so that HTTP and socket are always the same person, cookies or not. */
  async #asMyself(method, path, options) {
    if (!this.#token) await this.session();
    try {
      return await this.#call(method, path, options);
    } catch (error) {
      if (error.status !== 401) throw error;
      await this.session();
      return this.#call(method, path, options);
    }
  }

  async #call(method, path, { body, token = this.#token } = {}) {
    const headers = { Accept: "application/json" };
    if (token) headers.Authorization = `Bearer ${token}`;
    if (body) headers["Content-Type"] = "application/json";
    let response, answer;
    try {
      response = await fetch(path, {
        method,
        headers,
        body: body && JSON.stringify(body),
        credentials: "same-origin",
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      answer = await response.json();
    } catch {
      throw new Refusal(response?.status ?? 0, {
        code: "unreachable",
        message: "The server cannot be reached right now. Please try again.",
      });
    }
    this.#learn(answer, response.headers);
    if (!response.ok) throw new Refusal(response.status, answer);
    return answer;
  }
}
