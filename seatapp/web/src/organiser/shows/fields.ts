/** The fields of a form, and what is wrong with each. */
import { part, write } from "../dom.ts";
import { form } from "./form-words.ts";

type Field = HTMLInputElement | HTMLSelectElement;

/** Return the field of this id; the template has it. */
export function field<E extends Field = HTMLInputElement>(id: string): E {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found as E;
}

export function value(id: string): string {
  return field(id).value.trim();
}

/** Say what is wrong with a field; "" that nothing is. */
export function mark(id: string, wrong: string): void {
  const input = field(id);
  const place = document.getElementById(`${id}-wrong`) as HTMLElement;
  write(place, wrong);
  place.hidden = !wrong;
  input.setAttribute("aria-invalid", String(wrong !== ""));
  const hint = document.getElementById(`${id}-hint`)?.id;
  const described = [hint, wrong && place.id].filter(Boolean).join(" ");
  if (described) input.setAttribute("aria-describedby", described);
  else input.removeAttribute("aria-describedby");
}

/** Say what is wrong with a part of the form; "" that nothing is. */
export function say(name: string, wrong: string): void {
  const place = part(name);
  write(place, wrong);
  place.hidden = !wrong;
}

/** Read a whole number from 1 to `most`; undefined for what is none, which is marked unless it is empty and may be. */
export function wholeIn(id: string, most: number, required = true): number | undefined {
  const number = Number(value(id));
  const right = Number.isInteger(number) && number >= 1 && number <= most;
  // What a browser takes for no number it gives out as nothing.
  const isEmpty = value(id) === "" && !field(id).validity.badInput;
  mark(id, right || (isEmpty && !required) ? "" : form.text("whole", { most }));
  return right ? number : undefined;
}

/** Put the keyboard on the first field that is wrong, if one is; a folded part that it is in is unfolded. */
export function focusFirstWrong(inside: HTMLElement): void {
  const first = inside.querySelector<HTMLElement>('[aria-invalid="true"]');
  const folded = first?.closest("details");
  if (folded) folded.open = true;
  first?.focus();
}

/** Return the server's messages for a field, if its answer has some. */
export function messageOf(errors: unknown, name: string): string {
  const found = (errors as Record<string, unknown> | undefined)?.[name];
  return Array.isArray(found) ? found.join(" ") : "";
}
