/** The cookie by which the server knows a visitor from page to page. Without it no seat gets to the checkout. */
import { Refusal } from "seatapp";
import { call } from "seatapp/http";

const PROBE = "seatapp_probe=1";

/** Show a notice where the browser accepts no cookies. */
export function checkCookies(): void {
  if (!takesCookies()) showCookieNotice();
}

export function showCookieNotice(): void {
  const notice = document.querySelector<HTMLElement>("[data-cookies]");
  if (!notice) return;
  notice.hidden = false;
  notice.scrollIntoView({ block: "nearest" });
}

/** Return whether the visitor's cookie comes back to the server: on its way it may get lost, too. */
export async function keepsCookies(): Promise<boolean> {
  if (!takesCookies()) return false;
  try {
    await call("GET", "/api/session");
    return true;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.status !== 401;
  }
}

/** By trying: `navigator.cookieEnabled` is true in a Chromium whose user has blocked them. */
function takesCookies(): boolean {
  try {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not everywhere.
    document.cookie = `${PROBE}; Max-Age=60; SameSite=Lax`;
    const taken = document.cookie.includes(PROBE);
    // biome-ignore lint/suspicious/noDocumentCookie: see above.
    document.cookie = `${PROBE}; Max-Age=0; SameSite=Lax`;
    return taken;
  } catch {
    return false;
  }
}
