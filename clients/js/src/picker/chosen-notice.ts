/** Lets the server choose seats and says how they lie, with others for the asking and a way back. */
import type { Refusal } from "../http/refusal.ts";
import type { Chosen, Wish } from "../seat-map.ts";
import type { ActionContext, SeatActions } from "./actions.ts";
import { h, write } from "./ui/dom.ts";
import { icon } from "./ui/icons.ts";
import { button, closeButton } from "./ui/notices.ts";

export interface ChosenNoticeOptions extends ActionContext {
  actions: SeatActions;
  /** Take the keyboard elsewhere: what it was on goes. */
  refocus(): void;
  /** Bring seats into sight. */
  reveal(seats: string[]): void;
}

const TEXTS = { row: "chosenRow", rows: "chosenRows", apart: "chosenApart" } as const;

/** Stays until nothing of the chosen is in the basket any more. */
export class ChosenNotice {
  readonly element: HTMLElement;
  readonly #options: ChosenNoticeOptions;
  readonly #text = h("p", {});
  #chosen: Chosen | undefined;
  /** Whether an answer is awaited: what was asked for twice would be chosen twice. */
  #busy = false;

  constructor(options: ChosenNoticeOptions) {
    this.#options = options;
    const { i18n } = options;
    const other = { label: i18n.text("otherSeats"), run: () => void this.#other() };
    const undo = { label: i18n.text("undo"), run: () => void this.#undo() };
    const does = h("div", { class: "does" }, button("small", other), button("small", undo));
    const notice = { class: "chosen", "data-notice": "chosen", tabindex: -1, hidden: true };
    this.element = h(
      "div",
      notice,
      icon("check"),
      this.#text,
      closeButton(i18n, () => this.#hide()),
      does,
    );
  }

  /** Choose the best seats for a wish, near to those that the visitor has; return whether there were any. */
  choose(wish: Wish): Promise<boolean> {
    const { map } = this.#options;
    const near = map.basket[0]?.seat.id;
    const asked = near === undefined ? wish : { ...wish, near };
    return this.#show(
      () => map.choose(asked),
      (refusal) => this.#noneText(refusal, wish),
    );
  }

  /** The basket is another: when nothing that was chosen is in it any more, there is nothing to say. */
  update(): void {
    if (this.#chosen && !this.#busy && !this.#kept.length) this.#hide();
  }

  async #show(
    choose: () => Promise<Chosen>,
    textOf: (refusal: Refusal) => string | undefined,
  ): Promise<boolean> {
    if (this.#busy) return false;
    this.#busy = true;
    const act = async () => {
      this.#chosen = await choose();
    };
    const isDone = await this.#options.actions.attempt(act, { textOf }).finally(() => {
      this.#busy = false;
    });
    if (isDone && this.#chosen) this.#tell(this.#chosen);
    else this.update();
    return isDone;
  }

  #tell({ seats, together }: Chosen): void {
    const { i18n, names, liveRegion, reveal } = this.#options;
    const text = i18n.text(TEXTS[together], { n: seats.length, seats: names.of(seats) });
    write(this.#text, text);
    this.element.hidden = false;
    liveRegion.announce(text);
    reveal(seats);
  }

  async #other(): Promise<void> {
    const { map, i18n } = this.#options;
    const chosen = this.#chosen;
    if (!chosen) return;
    await this.#show(
      () => map.chooseOther(chosen),
      ({ code }) => (code === "none_available" ? i18n.text("noOtherSeats") : undefined),
    );
  }

  async #undo(): Promise<void> {
    if (!this.#busy && this.#kept.length) await this.#options.actions.giveBack(this.#kept);
  }

  /** Those that were chosen and are the visitor's still. */
  get #kept(): string[] {
    const { map } = this.#options;
    return this.#chosen?.seats.filter((seat) => map.stateOf(seat) === "mine") ?? [];
  }

  #hide(): void {
    this.#chosen = undefined;
    const hadFocus = this.element.matches(":focus-within");
    this.element.hidden = true;
    if (hadFocus) this.#options.refocus();
  }

  #noneText({ code, details }: Refusal, { count = 0, ticketTypes = {} }: Wish): string | undefined {
    if (code !== "none_available" || details.rule) return undefined;
    const { i18n } = this.#options;
    const largest = Number(details.largestGroup);
    const wanted = Object.values(ticketTypes).reduce((sum, number) => sum + number, 0) || count;
    return largest > 0 && largest < wanted
      ? i18n.text("atMostTogether", { n: largest })
      : i18n.text("noneLikeThat");
  }
}
