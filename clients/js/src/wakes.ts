/** The moments when trying again at once is worth it: the page comes into sight, the device is online again. */

/** Call `awake` at such moments, where there is a page; the function returned ends that. */
export function onWake(awake: () => void): () => void {
  const page = globalThis.document;
  const visible = () => {
    if (!page.hidden) awake();
  };
  page?.addEventListener("visibilitychange", visible);
  globalThis.window?.addEventListener("online", awake);
  return () => {
    page?.removeEventListener("visibilitychange", visible);
    globalThis.window?.removeEventListener("online", awake);
  };
}
