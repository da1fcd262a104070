/** A field that takes the names of seats and chooses them. */
import type { Hall } from "../../plan.ts";
import { h, write } from "../dom.ts";
import { Called, examplesOf } from "./called.ts";
import type { ListContext } from "./context.ts";

export class Find {
  readonly element: HTMLFormElement;
  readonly #context: ListContext;
  readonly #hall: Hall;
  #called: Called | undefined; // made when it is first asked: all names of a large hall take their time
  readonly #field: HTMLInputElement;
  readonly #problem = h("p", { id: "find-problem", class: "problem", hidden: true });
  readonly #example: string;

  constructor(hall: Hall, context: ListContext) {
    const { words } = context;
    this.#context = context;
    this.#hall = hall;
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
      { class: "find", on: { submit } },
      h("label", { for: "find" }, words.say("findLabel", { example: this.#example })),
      h("div", {}, this.#field, h("button", { class: "small" }, words.say("find"))),
      this.#problem,
    );
  }

  #submit(): void {
    this.#called ??= new Called(this.#hall, ({ id }) => this.#context.names.of([id]));
    const { seats, unknown, ambiguous } = this.#called.find(this.#field.value);
    const problem = this.#problemWith(unknown, ambiguous);
    this.#problem.hidden = !problem;
    write(this.#problem, problem);
    this.#field.setAttribute("aria-invalid", String(Boolean(problem)));
    if (problem) this.#context.voice.alert(problem);
    if (problem || !seats.length) return;
    this.#field.value = "";
    this.#context.choose(seats);
  }

  #problemWith(unknown: string[], ambiguous: string[]): string {
    const { words } = this.#context;
    if (unknown.length) return words.say("notFound", { n: unknown.length, names: words.list(unknown) });
    const [name] = ambiguous;
    return name ? words.say("ambiguous", { names: name, example: this.#example }) : "";
  }
}
