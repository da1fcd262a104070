/** A show's id, which is its address: made from its title and its day. */

const MOST = 64;
const MARKS = /\p{M}+/gu;

/** Return what of a text can be in an address: "Così fan tutte" is "cosi-fan-tutte"; "" for nothing. */
export function slugOf(text: string, most: number): string {
  return text
    .normalize("NFD")
    .replaceAll(MARKS, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, most)
    .replaceAll(/^-+|-+$/g, "");
}

/** Return an id for a show: "hamlet-2030-06-01"; `when` is what tells it from others of that title. */
export function addressOf(title: string, when: string): string {
  return [slugOf(title, MOST - when.length - 1) || "show", when].filter(Boolean).join("-");
}
