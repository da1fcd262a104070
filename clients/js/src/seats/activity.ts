/** Detects that the visitor uses the page. */

const EVENTS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"];

/** Call `active` on each input event of `target`; the returned function unsubscribes. */
export function onActivity(target: EventTarget | null | undefined, active: () => void): () => void {
  const options = { passive: true, capture: true };
  for (const name of EVENTS) target?.addEventListener(name, active, options);
  return () => {
    for (const name of EVENTS) target?.removeEventListener(name, active, options);
  };
}
