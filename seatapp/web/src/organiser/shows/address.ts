/** A show's id, which is its address: made from its title and its day. */

const MOST = 64;
const MARKS = /\p{M}+/gu;

/** Return an id for a show: "hamlet-2030-06-01"; `when` is what tells it from others of that title. */
export function addressOf(title: string, when: string): string {
  const name = title
    .normalize("NFD")
    .replaceAll(MARKS, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, MOST - when.length - 1)
    .replaceAll(/^-+|-+$/g, "");
  return [name || "show", when].filter(Boolean).join("-");
}
