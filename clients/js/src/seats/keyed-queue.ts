/** Runs tasks for the same seat one after another: HTTP requests can overtake each other. */
export class KeyedQueue {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Run `task` when all earlier ones about any of these seats are done, and return what it does. */
  async run<Result>(seats: readonly string[], task: () => Promise<Result>): Promise<Result> {
    const earlier = seats.map((seat) => this.#last.get(seat));
    const running = Promise.allSettled(earlier).then(task);
    for (const seat of seats) this.#last.set(seat, running);
    try {
      return await running;
    } finally {
      for (const seat of seats) if (this.#last.get(seat) === running) this.#last.delete(seat);
    }
  }
}
