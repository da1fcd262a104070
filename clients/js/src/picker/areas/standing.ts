/** The areas for standing and free seating: signs on the map, forms in the list, and the same question at a sign. */
import type { Hall } from "../../hall.ts";
import type { AreaButtonsOptions } from "../map/area-buttons.ts";
import type { CalloutContent } from "../ui/callout.ts";
import { h } from "../ui/dom.ts";
import { AreaForm, type AreaFormOptions } from "./area-form.ts";

export interface StandingOptions extends AreaFormOptions {
  hall: Hall;
  /** Show a callout at an area. */
  explain(content: CalloutContent): void;
}

export class Standing {
  /** For the list. */
  readonly element: HTMLElement;
  /** For the map. */
  readonly signs: AreaButtonsOptions = {
    describe: (area) => this.#describe(area),
    press: (area) => this.#ask(area),
  };
  readonly #options: StandingOptions;
  readonly #forms: ReadonlyMap<string, AreaForm>;

  constructor(options: StandingOptions) {
    const areas = [...options.hall.standing.values()];
    this.#options = options;
    this.#forms = new Map(areas.map((area) => [area.id, new AreaForm(area, options)]));
    const forms = [...this.#forms.values()].map(({ element }) => element);
    this.element = h("div", { class: "areas", hidden: !forms.length }, ...forms);
  }

  /** Write what is different in these areas. */
  update(areas: Iterable<string>): void {
    for (const area of areas) this.#forms.get(area)?.update();
  }

  /** Put the keyboard on an area in the list; false if it is none. */
  focus(area: string): boolean {
    const form = this.#forms.get(area);
    form?.focus();
    return form !== undefined;
  }

  #describe(id: string) {
    const { map, names, i18n } = this.#options;
    const held = map.places.find(({ area }) => area.id === id);
    const own = held && i18n.text("places", { n: held.count });
    return { stock: names.stock(map.leftIn(id)), own };
  }

  #ask(id: string): void {
    const area = this.#options.hall.standing.get(id);
    if (!area) return;
    const form = new AreaForm(area, this.#options);
    this.#options.explain({ seat: id, text: area.name, form: form.element });
    form.focus();
  }
}
