/** Repeats a task on request, with a least pause between runs. */

export class Refresher {
  readonly #work: () => Promise<void>;
  readonly #pause: number;
  #requested = false;
  #resting = false;

  /** `pause` is how many ms are left between the end of one run and the start of the next. */
  constructor(work: () => Promise<void>, pause: number) {
    this.#work = work;
    this.#pause = pause;
  }

  /** Do the work: at once when it has rested, else once more after the pause, however often it is requested. */
  request(): void {
    this.#requested = true;
    if (!this.#resting) void this.#run();
  }

  async #run(): Promise<void> {
    this.#resting = true;
    try {
      while (this.#requested) {
        this.#requested = false;
        await this.#work();
        await new Promise((rested) => setTimeout(rested, this.#pause));
      }
    } finally {
      this.#resting = false;
    }
  }
}
