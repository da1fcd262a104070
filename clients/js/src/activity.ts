/** What shows that a person is there. */

const DOINGS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"];

/** Call `active` at everything that a person does to `target`; the function returned ends that. */
export function onActivity(target: EventTarget | null | undefined, active: () => void): () => void {
  const how = { passive: true, capture: true };
  for (const doing of DOINGS) target?.addEventListener(doing, active, how);
  return () => {
    for (const doing of DOINGS) target?.removeEventListener(doing, active, how);
  };
}
