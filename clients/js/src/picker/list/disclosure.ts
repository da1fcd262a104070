/** A heading with a button that opens what is under it, built when it is first opened. */
import { h, write } from "../ui/dom.ts";
import { icon } from "../ui/icons.ts";

let count = 0;

export class Disclosure {
  readonly element: HTMLElement;
  readonly body: HTMLElement;
  readonly #button: HTMLButtonElement;
  readonly #note = h("span", { class: "note" });
  #build: (() => void) | undefined;

  /** `build` fills the body, once. */
  constructor(heading: "h3" | "h4", label: string, build: () => void) {
    this.#build = build;
    count += 1;
    const id = `part-${count}`;
    this.body = h("div", { id, class: "body", hidden: true });
    const click = () => {
      this.open = !this.open;
    };
    this.#button = h(
      "button",
      { type: "button", class: "toggle", "aria-expanded": "false", "aria-controls": id, on: { click } },
      icon("chevron"),
      h("span", { class: "name" }, label),
      this.#note,
    );
    this.element = h("section", { class: `part ${heading}` }, h(heading, {}, this.#button), this.body);
  }

  get open(): boolean {
    return !this.body.hidden;
  }

  set open(open: boolean) {
    if (open) this.#build?.();
    if (open) this.#build = undefined;
    this.body.hidden = !open;
    this.#button.setAttribute("aria-expanded", String(open));
  }

  /** What is said beside the heading. */
  set note(text: string) {
    write(this.#note, text);
  }
}
