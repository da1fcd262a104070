/** Where the hall of a show comes from: rows, another show, a ready hall, or a file. It is drawn once it is known. */
import { type Plan, Refusal, venueTime } from "seatapp";

import type { ListedShow } from "../api.ts";
import { h, part, write } from "../dom.ts";
import { field, value, wholeIn } from "./fields.ts";
import { form } from "./form-words.ts";
import { listenForFiles, planIn } from "./plan-file.ts";
import { linesOf, type Mistakes } from "./plan-mistakes.ts";
import { PlanPicture } from "./plan-picture.ts";
import { placesIn } from "./price-fields.ts";
import type { ShowsApi } from "./shows-api.ts";

const MOST = { "row-count": 200, "row-seats": 500 };
const TYPING_MS = 400;

/** A hall, or lines that say what is wrong with it; undefined while none is chosen. */
type Found = Plan | string[] | undefined;
type Source = "same" | "rows" | "show" | "demo" | "file";

export class HallChoice {
  readonly #api: ShowsApi;
  readonly #same: Plan | undefined;
  readonly #changed: (plan: Plan | undefined) => void;
  readonly #picture = new PlanPicture(part("plan"));
  #plan: Plan | undefined;
  #turn = 0;
  #typing = 0;

  /** `same` is the hall that the show has; `changed` is called with each hall that is chosen, undefined while none is. */
  constructor(api: ShowsApi, same: Plan | undefined, changed: (plan: Plan | undefined) => void) {
    [this.#api, this.#same, this.#changed] = [api, same, changed];
    for (const radio of this.#radios) radio.addEventListener("change", () => void this.#choose());
    for (const id of Object.keys(MOST)) {
      field(id).addEventListener("input", () => {
        clearTimeout(this.#typing);
        this.#typing = window.setTimeout(() => void this.#choose(), TYPING_MS);
      });
    }
    for (const id of ["other-show", "demo-hall"])
      field(id).addEventListener("change", () => void this.#choose());
    listenForFiles((file) => void this.#take(() => this.#fromFile(file)));
  }

  get plan(): Plan | undefined {
    return this.#plan;
  }

  /** Offer these shows and halls, and draw what is chosen now. */
  async start(shows: ListedShow[], halls: string[]): Promise<void> {
    const options = shows.map(({ showId, title, startsAt, timeZone }) =>
      h("option", { value: showId }, `${title} (${venueTime(startsAt, timeZone, form.lang)})`),
    );
    field<HTMLSelectElement>("other-show").replaceChildren(
      ...(options.length ? options : [h("option", { value: "" }, form.text("noOther"))]),
    );
    const called: Record<string, string> = form.texts.halls;
    const names = halls.map((name) => h("option", { value: name }, called[name] ?? name));
    field<HTMLSelectElement>("demo-hall").replaceChildren(...names);
    await this.#choose();
  }

  /** Say what is wrong with the hall, in lines. */
  refuse(lines: string[]): void {
    const place = part("plan-wrong");
    const list = h("ul", {}, ...lines.map((line) => h("li", {}, line)));
    place.replaceChildren(...(lines.length > 1 ? [form.text("mistakes", { n: lines.length }), list] : lines));
    place.hidden = !lines.length;
  }

  get #radios(): HTMLInputElement[] {
    return [...document.querySelectorAll<HTMLInputElement>('[name="source"]')];
  }

  get #source(): Source {
    return this.#radios.find(({ checked }) => checked)?.value as Source;
  }

  async #choose(): Promise<void> {
    const source = this.#source;
    for (const panel of document.querySelectorAll<HTMLElement>("[data-panel]")) {
      panel.hidden = panel.dataset.panel !== source;
    }
    await this.#take(() => this.#found(source));
  }

  /** Take the plan that is found, unless another was asked for meanwhile. */
  async #take(find: () => Promise<Found>): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.refuse([]);
    write(part("plan-says"), form.text("checking"));
    const found = await foundOrWhy(find);
    if (turn !== this.#turn) return;
    const [plan, wrong] = Array.isArray(found) ? [undefined, found] : [found, []];
    this.refuse(wrong);
    this.#plan = plan;
    write(part("plan-says"), plan ? summaryOf(plan) : "");
    this.#picture.draw(plan);
    this.#changed(plan);
  }

  async #found(source: Source): Promise<Plan | undefined> {
    if (source === "same") return this.#same;
    if (source === "rows") return this.#fromRows();
    if (source === "demo") return this.#api.demoHall(value("demo-hall"));
    const other = value("other-show");
    return source === "show" && other ? (await this.#api.show(other)).plan : undefined;
  }

  async #fromRows(): Promise<Plan | undefined> {
    const [rows, seats] = Object.entries(MOST).map(([id, most]) => wholeIn(id, most));
    if (!rows || !seats) return undefined;
    const names = Array.from({ length: rows }, (_, index) => [nameOf(index), seats]);
    return this.#api.checked({ rows: Object.fromEntries(names) });
  }

  async #fromFile(file: File): Promise<Found> {
    const found = await planIn(file);
    if (typeof found === "string") return [found];
    try {
      return await this.#api.checked(found);
    } catch (error) {
      if (!(error instanceof Refusal && error.details.errors)) throw error;
      return linesOf(error.details.errors as Mistakes, found.plan);
    }
  }
}

async function foundOrWhy(find: () => Promise<Found>): Promise<Found> {
  try {
    return await find();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [error.message];
  }
}

/** Name rows as halls do: A to Z, then AA, AB, … */
function nameOf(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : nameOf(Math.floor(index / 26) - 1) + letter;
}

function summaryOf(plan: Plan): string {
  const counts = placesIn(plan);
  const categories = [...counts].map(([category, seats]) => form.text("hallOf", { category, seats }));
  const n = [...counts.values()].reduce((sum, seats) => sum + seats, 0);
  return form.text("seats", { n, categories: form.list(categories) });
}
