/** Colleagues' admin keys: what each is for, a form to make one, and a button to revoke it. */
import { language } from "../words.ts";
import type { AdminKey, OrganiserApi } from "./api.ts";
import { h, part, write } from "./dom.ts";
import { showError, showFailure } from "./error-banner.ts";
import { keyWords } from "./key-words.ts";

const MOST_SHOWS = 500;

export class KeyList {
  readonly #api: OrganiserApi;

  constructor(api: OrganiserApi) {
    this.#api = api;
  }

  start(): void {
    const form = part<HTMLFormElement>("new-key");
    form.addEventListener("change", () => {
      part("shows").hidden = new FormData(form).get("for") !== "some";
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#make(form);
    });
    part("copy").addEventListener("click", () => void copySecret());
    void this.#list();
    void this.#offerShows();
  }

  async #list(): Promise<void> {
    try {
      const keys = await this.#api.keys();
      const none = h("li", { class: "hint" }, keyWords.text("none"));
      part("keys").replaceChildren(...(keys.length ? keys.map((key) => this.#card(key)) : [none]));
      part("new-key").hidden = false;
    } catch (error) {
      part("keys").replaceChildren();
      showFailure(error, keyWords.text("notListed"));
    }
  }

  async #offerShows(): Promise<void> {
    try {
      const { shows } = await this.#api.shows("coming", 1, MOST_SHOWS);
      const boxes = shows.map(({ showId, title }) =>
        h(
          "label",
          {},
          h("input", { type: "checkbox", name: "shows", value: showId }),
          ` ${title} (${showId})`,
        ),
      );
      part("shows").append(...boxes);
    } catch (error) {
      showFailure(error, keyWords.text("noShows"));
    }
  }

  async #make(form: HTMLFormElement): Promise<void> {
    const said = new FormData(form);
    const shows = said.get("for") === "some" ? said.getAll("shows").map(String) : null;
    const scopes = said.getAll("scopes") as AdminKey["scopes"];
    if (!scopes.length || shows?.length === 0) return showError(keyWords.text("chooseSome"));
    try {
      const secret = await this.#api.makeKey({ name: String(said.get("name")).trim(), scopes, shows });
      showError("");
      write(part("secret"), secret);
      part("made").hidden = false;
      part("made").scrollIntoView({ block: "nearest" });
      form.reset();
      part("shows").hidden = true;
    } catch (error) {
      showFailure(error, keyWords.text("notMade"));
    }
    await this.#list();
  }

  async #revoke({ id, name }: AdminKey): Promise<void> {
    if (!confirm(keyWords.text("sure", { name }))) return;
    try {
      await this.#api.revokeKey(id);
    } catch (error) {
      showFailure(error, keyWords.text("notRevoked"));
    }
    await this.#list();
  }

  #card(key: AdminKey): HTMLElement {
    const label = keyWords.text("revokeNamed", { name: key.name });
    const revoke = h(
      "button",
      { type: "button", class: "quiet", "aria-label": label },
      keyWords.text("revoke"),
    );
    revoke.addEventListener("click", () => void this.#revoke(key));
    const when = new Date(key.createdAt).toLocaleDateString(language(), { dateStyle: "medium" });
    return h(
      "li",
      { class: "card" },
      h("h3", {}, key.name),
      h("p", {}, key.scopes.map((scope) => keyWords.text(scope)).join(", ")),
      h("p", { class: "hint" }, key.shows ? key.shows.join(", ") : keyWords.text("allShows")),
      h("p", { class: "hint" }, keyWords.text("made", { when, by: key.createdBy })),
      revoke,
    );
  }
}

async function copySecret(): Promise<void> {
  try {
    await navigator.clipboard.writeText(part("secret").textContent ?? "");
    write(part("copy"), keyWords.text("copied"));
  } catch {
    // Not allowed here: selected, it is copied by hand.
    getSelection()?.selectAllChildren(part("secret"));
  }
}
