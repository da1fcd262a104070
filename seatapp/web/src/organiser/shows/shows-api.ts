/** The calls of the forms: halls to choose from, and shows that are saved and changed. */
import type { Plan, Show } from "seatapp";
import type { Schemas } from "seatapp/http";

import { type ListedShow, LONG_MS, type OrganiserApi, path } from "../api.ts";

export type NewShow = Schemas["Show"];
export type Replacement = Schemas["Replacement"];
export type Preview = Schemas["PreviewAnswer"];

export class ShowsApi {
  readonly #api: OrganiserApi;

  constructor(api: OrganiserApi) {
    this.#api = api;
  }

  /** Return a show with its plan. */
  show(id: string): Promise<Show> {
    return this.#send("GET", path(id));
  }

  /** Return the shows that have a hall, those to come first. */
  async others(): Promise<ListedShow[]> {
    const pages = await Promise.all([this.#api.shows("coming", 1), this.#api.shows("past", 1)]);
    return pages.flatMap(({ shows }) => shows);
  }

  async demoHalls(): Promise<string[]> {
    const { halls } = await this.#send<Schemas["DemoHallsAnswer"]>("GET", "/api/organiser/demo-halls");
    return halls;
  }

  async demoHall(name: string): Promise<Plan> {
    return (await this.#send<Schemas["PlanAnswer"]>("GET", `/api/organiser/demo-halls/${name}`)).plan;
  }

  /** Return the plan as it would be stored; a refusal has in `details.errors` what is wrong with it. */
  async checked(hall: { plan: unknown } | { rows: Record<string, number> }): Promise<Plan> {
    return (await this.#send<Schemas["PlanAnswer"]>("POST", "/api/organiser/check-plan", hall)).plan;
  }

  save(show: NewShow): Promise<ListedShow> {
    return this.#send("POST", "/api/shows", show);
  }

  /** Return what a change would mean; "show_changed" when the show has another revision by now. */
  preview(id: string, show: Replacement, revision: number): Promise<Preview> {
    return this.#send("POST", `${path(id)}/preview?revision=${revision}`, show);
  }

  change(id: string, show: Replacement, revision: number): Promise<ListedShow> {
    return this.#send("PUT", `${path(id)}?revision=${revision}`, show);
  }

  #send<Answer>(method: "GET" | "POST" | "PUT", url: string, body?: object): Promise<Answer> {
    return this.#api.call(method, url, { ...(body && { body }), timeout: LONG_MS });
  }
}
