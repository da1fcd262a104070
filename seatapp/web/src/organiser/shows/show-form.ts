/** The form in which a show is made, or changed. */
import { type Plan, Refusal, type Show } from "seatapp";

import { isForToken, type OrganiserApi } from "../api.ts";
import { part, write } from "../dom.ts";
import { showError, showFailure } from "../error-banner.ts";
import { addressOf } from "./address.ts";
import { askAbout } from "./change-dialog.ts";
import { field, focusFirstWrong, mark, messageOf, value } from "./fields.ts";
import { form } from "./form-words.ts";
import { HallChoice } from "./hall-choice.ts";
import { linesOf, type Mistakes } from "./plan-mistakes.ts";
import { PriceFields } from "./price-fields.ts";
import { type Replacement, ShowsApi } from "./shows-api.ts";
import { instantAt, isZone, localAt } from "./venue-instant.ts";

const ADDRESS = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
/** The fields by the names that they have in the API too, but for prices and the hall. */
const SERVERS = ["title", "startsAt", "timeZone", "salesStartAt", "salesEndAt", "currency"];
const TIMES = ["startsAt", "salesStartAt", "salesEndAt"];

export class ShowForm {
  readonly #api: ShowsApi;
  readonly #id: string;
  readonly #form = part<HTMLFormElement>("show-form");
  readonly #prices = new PriceFields();
  #hall: HallChoice | undefined;
  #show: Show | undefined;
  #addressIsOwn = false;
  #busy = false;

  /** `id` is that of the show to change; "" for a new one. */
  constructor(api: OrganiserApi, id: string) {
    this.#api = new ShowsApi(api);
    this.#id = id;
  }

  async start(): Promise<void> {
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#try(() => this.#submit());
    });
    await this.#try(() => this.#open());
  }

  async #open(): Promise<void> {
    const [shows, halls] = await Promise.all([this.#api.others(), this.#api.demoHalls()]);
    if (this.#id) this.#fill(await this.#api.show(this.#id));
    else this.#begin(shows[0]);
    this.#hall = new HallChoice(this.#api, this.#show?.plan, (plan) => this.#prices.show(plan));
    await this.#hall.start(
      shows.filter(({ showId }) => showId !== this.#id),
      halls,
    );
  }

  /** Begin with what the organiser's other shows have: most are at one place. */
  #begin(other: { timeZone: string; currency: string } | undefined): void {
    field("timeZone").value = other?.timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
    this.#prices.fill(other?.currency ?? "EUR", {});
    field("showId").addEventListener("input", () => {
      this.#addressIsOwn = value("showId") !== "";
    });
    for (const id of ["title", "startsAt"]) {
      field(id).addEventListener("input", () => {
        if (!this.#addressIsOwn)
          field("showId").value = addressOf(value("title"), value("startsAt").slice(0, 10));
      });
    }
  }

  #fill(show: Show): void {
    this.#show = show;
    field("title").value = show.title;
    field("timeZone").value = show.timeZone;
    for (const [id, instant] of [
      ["startsAt", show.startsAt],
      ["salesStartAt", show.salesStartAt],
      ["salesEndAt", show.salesEndAt],
    ] as const) {
      field(id).value = instant ? localAt(instant, show.timeZone) : "";
    }
    this.#prices.fill(show.currency, show.prices);
  }

  async #submit(): Promise<void> {
    const wanted = this.#read();
    if (!wanted) return this.#complain();
    if (!this.#show) {
      const { showId } = await this.#api.save({ ...wanted, showId: value("showId") });
      return location.assign(`/organiser/shows/${encodeURIComponent(showId)}`);
    }
    const { showId, revision } = this.#show;
    const preview = await this.#api.preview(showId, wanted, revision);
    this.#wait(false);
    if (!(await askAbout(preview, this.#show, wanted))) return;
    this.#wait(true);
    await this.#api.change(showId, wanted, revision);
    location.assign(`/organiser/shows/${encodeURIComponent(showId)}`);
  }

  /** Return what is entered; undefined, and what is wrong marked, unless all of it is right. */
  #read(): Replacement | undefined {
    const plan = this.#hall?.plan;
    if (!plan) this.#hall?.refuse([form.text("chooseHall")]);
    const prices = plan && this.#prices.read();
    const [startsAt, salesStartAt, salesEndAt] = TIMES.map((id) => this.#instant(id, id === "startsAt"));
    const timeZone = value("timeZone");
    mark("timeZone", isZone(timeZone) ? "" : form.text("noZone"));
    mark("title", value("title") ? "" : form.text("required"));
    if (!this.#show) mark("showId", ADDRESS.test(value("showId")) ? "" : form.text("wrongAddress"));
    const isLate = salesStartAt && Date.parse(salesStartAt) >= Date.parse(salesEndAt || startsAt || "");
    if (isLate) mark("salesStartAt", form.text("late"));
    const wrong = this.#form.querySelector('[aria-invalid="true"]');
    if (wrong || !prices || !startsAt) return undefined;
    const sales = { salesStartAt: salesStartAt || null, salesEndAt: salesEndAt || null };
    return { ...this.#base(plan), startsAt, timeZone, ...sales, prices } as Replacement;
  }

  #base(plan: Plan): Pick<Replacement, "title" | "currency" | "plan"> {
    // What the form does not show stays as it is.
    const { ticketTypes, rules } = this.#show ?? {};
    const kept = { ticketTypes, rules };
    return { title: value("title"), currency: this.#prices.currency, plan, ...kept } as Replacement;
  }

  /** Return the instant of a field; "" for an empty one. */
  #instant(id: string, required: boolean): string {
    const local = value(id);
    const zone = value("timeZone");
    const instant = local && isZone(zone) ? instantAt(local, zone) : "";
    // What a browser takes for incomplete it gives out as nothing.
    const isBad = instant === undefined || field(id).validity.badInput;
    mark(id, isBad ? form.text("noTime") : required && !local ? form.text("required") : "");
    return instant ?? "";
  }

  async #try(work: () => Promise<void>): Promise<void> {
    if (this.#busy) return;
    this.#wait(true);
    try {
      await work();
    } catch (error) {
      this.#explain(error);
    }
    this.#wait(false);
  }

  #wait(busy: boolean): void {
    this.#busy = busy;
    part("save").ariaDisabled = String(busy);
    write(part("saving"), busy ? form.text("saving") : "");
    if (busy) showError("");
  }

  #explain(error: unknown): void {
    if (!(error instanceof Refusal) || isForToken(error)) showFailure(error, form.text("notSaved"));
    else if (error.code === "show_changed") showError(form.text("changedMeanwhile"));
    else if (error.code === "show_exists") this.#complain({ showId: [form.text("taken")] });
    else if (error.code === "validation_error") this.#complain(error.details.errors as Mistakes);
    else showFailure(error, form.text("notSaved"));
  }

  /** Say at each field what is wrong with it: what was found here, or what the server says. */
  #complain(errors?: Mistakes): void {
    if (errors) this.#refuse(errors);
    showError(form.text("look"));
    focusFirstWrong(this.#form);
  }

  #refuse(errors: Mistakes): void {
    for (const id of [...SERVERS, ...(this.#show ? [] : ["showId"])]) mark(id, messageOf(errors, id));
    this.#prices.refuse(messageOf(errors, "prices"));
    const { plan } = errors;
    if (plan) this.#hall?.refuse(linesOf({ plan }, this.#hall.plan));
  }
}
