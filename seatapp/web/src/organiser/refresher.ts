/** Doing something again when it is asked for, and not more often than is good. */

export class Refresher {
  readonly #work: () => Promise<void>;
  readonly #pause: number;
  #asked = false;
  #resting = false;

  /** `pause` is how many ms are left between the end of one run and the start of the next. */
  constructor(work: () => Promise<void>, pause: number) {
    this.#work = work;
    this.#pause = pause;
  }

  /** Do the work: at once when it has rested, else once more after the pause, however often it is asked. */
  ask(): void {
    this.#asked = true;
    if (!this.#resting) void this.#run();
  }

  async #run(): Promise<void> {
    this.#resting = true;
    try {
      while (this.#asked) {
        this.#asked = false;
        await this.#work();
        await new Promise((rested) => setTimeout(rested, this.#pause));
      }
    } finally {
      this.#resting = false;
    }
  }
}
