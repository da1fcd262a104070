/** Where the server is. */
import { Refusal } from "./refusal.ts";
import { setupError } from "./setup-error.ts";

const LOCAL = /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/;

/** Return the origin that `server` names; "" is the page's own, also without a name. Throws a `Refusal`. */
export function originOf(server: string | null | undefined): string {
  const named = server?.trim();
  if (!named) return "";
  const page = globalThis.location;
  const url = parsed(named, page?.href);
  const secure = page?.protocol !== "https:" || url?.protocol === "https:" || LOCAL.test(url?.hostname ?? "");
  if (!url || !/^https?:$/.test(url.protocol) || !secure) {
    throw new Refusal(0, { ...setupError("invalid_server", { show: "", server: named }) });
  }
  return url.origin === page?.origin ? "" : url.origin;
}

/** A scheme may be left out only together with nothing else: "//seats.example", as in any link. */
function parsed(named: string, page: string | undefined): URL | undefined {
  try {
    return named.startsWith("//") ? new URL(named, page) : new URL(named);
  } catch {
    return undefined;
  }
}
