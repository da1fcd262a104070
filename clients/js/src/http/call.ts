/** One call to the server over HTTP. */
import { json } from "../util/json.ts";
import { Refusal, type RefusalBody } from "./refusal.ts";

export const TIMEOUT_MS = 10_000;

export interface CallOptions {
  token?: string | undefined;
  body?: object;
  headers?: Record<string, string>;
  /** Called with the token to send from now on, when the server renewed the one that was sent. */
  renewed?: (token: string) => void;
  /** How long to wait for the answer, in ms; default: TIMEOUT_MS. */
  timeout?: number;
}

/** Call `url` and return the JSON that it answers; throws a `Refusal`. */
export async function call<Answer>(
  method: "GET" | "POST" | "PUT" | "DELETE",
  url: string,
  { token, body, headers = {}, renewed, timeout = TIMEOUT_MS }: CallOptions = {},
): Promise<Answer> {
  let response: Response | undefined;
  let answer: Answer;
  try {
    response = await fetch(url, {
      method,
      headers: {
        Accept: "application/json",
        ...(token && { Authorization: `Bearer ${token}` }),
        ...(body && { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(body && { body: json(body) }),
      credentials: "same-origin",
      signal: AbortSignal.timeout(timeout),
    });
    answer = await response.json();
  } catch (cause) {
    const message = "The server cannot be reached right now. Please try again.";
    throw new Refusal(response?.status ?? 0, { code: "unreachable", message }, { cause });
  }
  const replacement = response.headers.get("X-Session-Token");
  if (replacement) renewed?.(replacement);
  if (!response.ok) throw new Refusal(response.status, answer as RefusalBody);
  return answer;
}
