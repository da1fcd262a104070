/** A field that selects seats by their names. */
import type { Hall } from "../../hall.ts";
import { h, write } from "../ui/dom.ts";
import type { ListContext } from "./context.ts";
import { examplesOf, SeatSearch } from "./seat-search.ts";

export class SearchBox {
  readonly element: HTMLFormElement;
  readonly #context: ListContext;
  readonly #search: SeatSearch;
  readonly #field: HTMLInputElement;
  readonly #problem = h("p", { id: "find-problem", class: "problem", hidden: true });
  readonly #example: string;

  constructor(hall: Hall, context: ListContext) {
    const { i18n } = context;
    this.#context = context;
    this.#search = new SeatSearch(hall, ({ id }) => context.names.of([id]));
    this.#example = examplesOf(hall).join(", ");
    this.#field = h("input", {
      id: "find",
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: "false",
      enterkeyhint: "go",
      "aria-describedby": "find-problem",
    });
    const submit = (event: Event) => {
      event.preventDefault();
      this.#submit();
    };
    this.element = h(
      "form",
      { class: "search", on: { submit } },
      h("label", { for: "find" }, i18n.text("findLabel", { example: this.#example })),
      h("div", {}, this.#field, h("button", { class: "small" }, i18n.text("find"))),
      this.#problem,
    );
  }

  #submit(): void {
    const { seats, unknown, ambiguous } = this.#search.find(this.#field.value);
    const problem = this.#problemWith(unknown, ambiguous);
    this.#problem.hidden = !problem;
    write(this.#problem, problem);
    this.#field.setAttribute("aria-invalid", String(Boolean(problem)));
    if (problem) this.#context.liveRegion.alert(problem);
    if (problem || !seats.length) return;
    this.#field.value = "";
    this.#context.choose(seats);
  }

  #problemWith(unknown: string[], ambiguous: string[]): string {
    const { i18n } = this.#context;
    if (unknown.length) return i18n.text("notFound", { n: unknown.length, names: i18n.list(unknown) });
    const [name] = ambiguous;
    return name ? i18n.text("ambiguous", { names: name, example: this.#example }) : "";
  }
}
