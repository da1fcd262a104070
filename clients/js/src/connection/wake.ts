/** When a retry at once is worthwhile: the page becomes visible, or the device is online again. */

/** Call `woken` at such moments, where there is a page; the function returned ends that. */
export function onWake(woken: () => void): () => void {
  const page = globalThis.document;
  const visible = () => {
    if (!page.hidden) woken();
  };
  page?.addEventListener("visibilitychange", visible);
  globalThis.window?.addEventListener("online", woken);
  return () => {
    page?.removeEventListener("visibilitychange", visible);
    globalThis.window?.removeEventListener("online", woken);
  };
}
