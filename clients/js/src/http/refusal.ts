import type { Schemas } from "./schemas.ts";

/** The body of the server's error answers; a proxy's may lack all of it. */
export type RefusalBody = Partial<Pick<Schemas["Refusal"], "code" | "message">> & Record<string, unknown>;

/**
 * A call that came to nothing. `code` is the server's ("seats_unavailable", "lock_expired", …), or ours:
 * "unreachable" when no answer came, "offline" when the map was not live.
 */
export class Refusal extends Error {
  override readonly name = "Refusal";
  /** The HTTP status; 0 when there was no answer. */
  readonly status: number;
  readonly code: string;
  /** What else the server said, such as `conflicts`. */
  readonly details: Record<string, unknown>;

  constructor(
    status: number,
    { code = "unknown", message = "Something went wrong.", ...details }: RefusalBody,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.status = status;
    this.code = code;
    this.details = details;
  }

  /** Whether the same call may succeed in a moment: nobody answered, or the server could not right now. */
  get temporary(): boolean {
    return this.code === "unreachable" || this.status === 429 || this.status >= 500;
  }
}

/** Swallow a refusal that an event has reported already; any other error is a defect and is thrown again. */
export function ignoreRefusal(error: unknown): void {
  if (!(error instanceof Refusal)) throw error;
}
