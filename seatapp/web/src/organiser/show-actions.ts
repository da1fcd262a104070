/** What may be done to a show that has its hall still: change it, give it more dates, archive it. */
import type { ListedShow } from "./api.ts";
import { h } from "./dom.ts";
import { action } from "./show-actions-words.ts";

/** Make the actions of a show; each is named with its title for who hears it alone. */
export function actions(show: string, title: string, state: ListedShow["salesState"]): HTMLElement {
  const page = `/organiser/shows/${encodeURIComponent(show)}`;
  const named = (name: "edit" | "duplicate" | "archive") => ({
    class: "quiet",
    "aria-label": `${action.text(name)}: ${title}`,
  });
  const link = (name: "edit" | "duplicate") =>
    h("a", { ...named(name), href: `${page}/${name}`, class: "button quiet" }, action.text(name));
  const archive = { ...named("archive"), type: "button", "data-archive": show, "data-title": title };
  const isOver = state === "ended";
  return h(
    "p",
    { class: "actions" },
    link("edit"),
    link("duplicate"),
    ...(isOver ? [h("button", archive, action.text("archive"))] : []),
  );
}
