/** Errors in the page's set-up (no such show, a wrong server, a rejected token): found, and reported to its developer. */
import type { Refusal } from "./refusal.ts";

/** These do not change. */
export type TroubleCode =
  | "show_missing"
  | "show_not_found"
  | "invalid_server"
  | "invalid_token"
  | "token_unavailable"
  | "origin_not_allowed"
  | "policy_blocks"
  | "styles_blocked"
  | "unreachable";

export interface Trouble {
  code: TroubleCode;
  /** For developers, in English: what is wrong and what mends it. */
  message: string;
}

export interface Setting {
  show: string;
  /** The server's origin. */
  server: string;
}

const PROBE_MS = 5_000;
const REPORTED_MS = 100; // a policy's violation is reported a moment after the call has failed

const MESSAGES: Record<TroubleCode, (setting: Setting) => string> = {
  show_missing: () => 'No show is named. Set `show` to its id, such as <seat-picker show="cinema">.',
  show_not_found: ({ show, server }) =>
    `There is no show "${show}" at ${server}. Look at ${server}/api/shows for those on sale.`,
  invalid_server: ({ server }) =>
    `"${server}" is no seat server. \`server\` is its origin with the scheme, such as "https://seats.example"; ` +
    "without it the page's own is asked. A page on HTTPS can only ask a server on HTTPS.",
  invalid_token: ({ server }) =>
    `${server} does not accept the visitor's token: it has expired, or is not signed with its JWT_SECRET or a key ` +
    "of its JWT_JWKS_URL. Set a new `token`, or a function that fetches one whenever it is asked.",
  token_unavailable: () =>
    "The function given as `token` fails. It should return a JWT, or a promise of one.",
  origin_not_allowed: ({ server }) =>
    `${server} answers, but not to this page. Add ${globalThis.location?.origin} to its CORS_ORIGINS. ` +
    "(If it stands there: a proxy may be answering for a server that is down.)",
  policy_blocks: ({ server }) =>
    `This page's content security policy keeps it from ${server}. ` +
    `Add ${server} and ${server.replace(/^http/, "ws")} to its connect-src.`,
  styles_blocked: () =>
    "This page's content security policy forbids the style elements that this old browser needs. Give <seat-picker> " +
    "the policy's nonce, as in <seat-picker nonce=…>, or name one in its style-src.",
  unreachable: ({ server }) => `${server} cannot be reached. It is tried again until it can be.`,
};

const printed = new Set<string>();

/** Return a set-up error, and print it once a page, however often something is tried again. */
export function setupError(code: TroubleCode, setting: Setting): Trouble {
  const message = MESSAGES[code](setting);
  if (!printed.has(message)) console.warn(`seatapp: ${message}`);
  printed.add(message);
  return { code, message };
}

/** The current set-up error of a map: reported when it begins, and not again until it is over. */
export class SetupErrors {
  readonly #setting: Setting;
  readonly #report: (trouble: Trouble) => void;
  #current: TroubleCode | undefined;

  constructor(setting: Setting, report: (trouble: Trouble) => void) {
    this.#setting = setting;
    this.#report = report;
  }

  begin(code: TroubleCode): void {
    if (code === this.#current) return;
    this.#current = code;
    this.#report(setupError(code, this.#setting));
  }

  over(): void {
    this.#current = undefined;
  }

  /** The show could not be fetched: find out why. */
  async diagnose(refusal: Refusal): Promise<void> {
    if (refusal.status === 0) return this.begin(await whyUnreachable(this.#setting.server));
    this.begin(isForeign(refusal) ? "invalid_server" : "unreachable");
  }
}

/** Whether this came from something else than a seat server, such as a site's own page for what is not there. */
export function isForeign({ status, code }: Refusal): boolean {
  return status > 0 && status < 500 && (code === "unreachable" || code === "unknown");
}

async function whyUnreachable(origin: string): Promise<TroubleCode> {
  if (!globalThis.document || origin === location.origin) return "unreachable";
  const violations: string[] = [];
  const note = ({ blockedURI }: SecurityPolicyViolationEvent) => violations.push(blockedURI);
  document.addEventListener("securitypolicyviolation", note);
  try {
    // What answers is not for us to read, but that it answers shows that only we are kept from reading it.
    const signal = AbortSignal.timeout(PROBE_MS);
    await fetch(`${origin}/healthz`, { mode: "no-cors", credentials: "omit", cache: "no-store", signal });
    return "origin_not_allowed";
  } catch {
    await new Promise((reported) => setTimeout(reported, REPORTED_MS));
    return violations.some((uri) => uri.startsWith(origin)) ? "policy_blocks" : "unreachable";
  } finally {
    document.removeEventListener("securitypolicyviolation", note);
  }
}
