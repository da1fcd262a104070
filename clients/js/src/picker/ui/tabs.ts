/** Tabs: one of several views of the same thing. */
import { h } from "./dom.ts";
import { type Icon, icon } from "./icons.ts";

export interface Tab {
  name: string;
  label: string;
  sign: Icon;
  panel: HTMLElement;
}

export class Tabs {
  readonly element: HTMLElement;
  readonly #tabs: (Tab & { button: HTMLButtonElement })[];
  readonly #chosen: (name: string) => void;

  /** The panel of `first` is shown; `chosen` is called with the name of another when it is. */
  constructor(label: string, tabs: readonly Tab[], first: string, chosen: (name: string) => void) {
    this.#chosen = chosen;
    this.#tabs = tabs.map((tab) => ({ ...tab, button: this.#button(tab) }));
    const keydown = (event: KeyboardEvent) => this.#key(event);
    const buttons = this.#tabs.map(({ button }) => button);
    this.element = h(
      "div",
      { class: "tabs", role: "tablist", "aria-label": label, on: { keydown } },
      ...buttons,
    );
    this.#show(first);
  }

  /** Put the keyboard on the tab of what is shown. */
  focus(): void {
    this.#tabs.find(({ button }) => button.tabIndex === 0)?.button.focus();
  }

  choose(name: string): void {
    this.#show(name);
    this.#chosen(name);
  }

  #show(name: string): void {
    for (const { button, panel, ...tab } of this.#tabs) {
      const here = tab.name === name;
      button.setAttribute("aria-selected", String(here));
      button.tabIndex = here ? 0 : -1;
      panel.toggleAttribute("data-away", !here);
    }
  }

  #button({ name, label, sign, panel }: Tab): HTMLButtonElement {
    const [own, its] = [`tab-${name}`, `panel-${name}`];
    const click = () => this.choose(name);
    for (const [attribute, value] of Object.entries({ id: its, role: "tabpanel", "aria-labelledby": own })) {
      panel.setAttribute(attribute, value);
    }
    const attributes = { type: "button", role: "tab", id: own, "aria-controls": its, "data-view": name };
    return h("button", { ...attributes, on: { click } }, icon(sign), h("span", {}, label));
  }

  #key(event: KeyboardEvent): void {
    const at = this.#tabs.findIndex(({ button }) => button.tabIndex === 0);
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1 };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    const next = this.#tabs.at((at + step) % this.#tabs.length);
    next?.button.focus();
    if (next) this.choose(next.name);
  }
}
