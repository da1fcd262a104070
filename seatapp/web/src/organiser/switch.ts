/** A switch on a page: it goes over at once, and back when the server does not follow. */

export class Switch {
  readonly #button: HTMLElement;
  readonly #drawn: (on: boolean) => void;
  #on = true;
  #busy = false;

  /** `set` sends it to the server and resolves to whether that was done; `drawn` is told how it stands. */
  constructor(
    button: HTMLElement,
    set: (on: boolean) => Promise<boolean>,
    drawn: (on: boolean) => void = () => {},
  ) {
    [this.#button, this.#drawn] = [button, drawn];
    button.addEventListener("click", async () => {
      if (this.#busy) return;
      const before = this.#on;
      this.#draw(!before);
      this.#busy = true;
      const done = await set(!before);
      this.#busy = false;
      if (!done) this.#draw(before);
    });
  }

  /** Show the server's state, unless a change is under way. */
  show(on: boolean): void {
    if (this.#busy) return;
    this.#button.hidden = false;
    this.#draw(on);
  }

  #draw(on: boolean): void {
    this.#on = on;
    this.#button.ariaChecked = String(on);
    this.#drawn(on);
  }
}
