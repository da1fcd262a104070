/** The form in which a show is made, or changed. */
import { Refusal, type Show } from "seatapp";

import { isForToken, type OrganiserApi } from "../api.ts";
import { part, write } from "../dom.ts";
import { showError, showFailure } from "../error-banner.ts";
import { addressOf } from "./address.ts";
import { askAbout } from "./change-dialog.ts";
import { Currency } from "./currency.ts";
import { field, focusFirstWrong, mark, messageOf, say, value } from "./fields.ts";
import { form } from "./form-words.ts";
import { HallChoice } from "./hall-choice.ts";
import { linesOf, type Mistakes } from "./plan-mistakes.ts";
import { categoriesOf, PriceFields } from "./price-fields.ts";
import { RuleFields } from "./rule-fields.ts";
import { type Replacement, ShowsApi } from "./shows-api.ts";
import { TicketTypeFields } from "./ticket-type-fields.ts";
import { instantAt, isZone, localAt } from "./venue-instant.ts";

const ADDRESS = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
/** The fields by the names that they have in the API too, but for prices and the hall. */
const SERVERS = ["title", "startsAt", "timeZone", "salesStartAt", "salesEndAt", "currency"];
const TIMES = ["startsAt", "salesStartAt", "salesEndAt"];

export class ShowForm {
  readonly #api: ShowsApi;
  readonly #id: string;
  readonly #form = part<HTMLFormElement>("show-form");
  readonly #currency = new Currency();
  readonly #prices = new PriceFields(part("prices"), this.#currency, "price");
  readonly #types = new TicketTypeFields(this.#currency, this.#prices);
  readonly #rules = new RuleFields();
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
    this.#hall = new HallChoice(this.#api, this.#show?.plan, (plan) => {
      const categories = categoriesOf(plan);
      this.#prices.show(categories);
      this.#types.show(categories);
    });
    await this.#hall.start(
      shows.filter(({ showId }) => showId !== this.#id),
      halls,
    );
  }

  /** Begin with what the organiser's other shows have: most are at one place. */
  #begin(other: { timeZone: string; currency: string } | undefined): void {
    field("timeZone").value = other?.timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
    this.#currency.choose(other?.currency ?? "EUR");
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
    this.#currency.choose(show.currency);
    this.#prices.fill(show.prices);
    this.#types.fill(show.ticketTypes);
    this.#rules.fill(show.rules);
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
    const [startsAt, salesStartAt, salesEndAt] = TIMES.map((id) => this.#instant(id, id === "startsAt"));
    const timeZone = value("timeZone");
    mark("timeZone", isZone(timeZone) ? "" : form.text("noZone"));
    mark("title", value("title") ? "" : form.text("required"));
    if (!this.#show) mark("showId", ADDRESS.test(value("showId")) ? "" : form.text("wrongAddress"));
    const isLate = salesStartAt && Date.parse(salesStartAt) >= Date.parse(salesEndAt || startsAt || "");
    if (isLate) mark("salesStartAt", form.text("late"));
    const terms = this.#terms();
    const wrong = this.#form.querySelector('[aria-invalid="true"]');
    if (wrong || !plan || !startsAt) return undefined;
    const sales = { salesStartAt: salesStartAt || null, salesEndAt: salesEndAt || null };
    return { title: value("title"), plan, startsAt, timeZone, ...sales, ...terms } as Replacement;
  }

  /** Read how it is sold. Where there are ticket types, a seat without one costs what it does with the first. */
  #terms(): Partial<Replacement> {
    const ticketTypes = this.#types.read();
    if (this.#types.any) this.#prices.unmark();
    const prices = this.#types.any ? {} : { prices: this.#prices.read() };
    return { currency: this.#currency.code, ...prices, ticketTypes, rules: this.#rules.read() };
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
    say("prices-wrong", messageOf(errors, "prices"));
    const { plan, rules, ticketTypes } = errors;
    this.#rules.refuse(rules);
    this.#types.refuse(ticketTypes);
    if (plan) this.#hall?.refuse(linesOf({ plan }, this.#hall.plan));
  }
}
