/** Events with types. */

type Handler = (event: never) => void;

export class Emitter<Events extends object> {
  readonly #handlers = new Map<keyof Events, Set<Handler>>();

  /** Call `handler` at each such event; the function returned ends that. */
  on<Name extends keyof Events>(name: Name, handler: (event: Events[Name]) => void): () => void {
    const handlers = this.#handlers.get(name) ?? new Set();
    this.#handlers.set(name, handlers);
    // A wrapper of its own each time: who subscribes twice is called twice, and unsubscribes once.
    const own: Handler = (event) => handler(event);
    handlers.add(own);
    return () => handlers.delete(own);
  }

  /** Call every handler; an error that one throws is reported and does not stop the others. */
  emit<Name extends keyof Events>(name: Name, event: Events[Name]): void {
    for (const handler of [...(this.#handlers.get(name) ?? [])]) {
      try {
        handler(event as never);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
