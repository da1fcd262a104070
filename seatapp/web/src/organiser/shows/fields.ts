/** The fields of a form, and what is wrong with each. */
import { write } from "../dom.ts";

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

/** Put the keyboard on the first field that is wrong, if one is. */
export function focusFirstWrong(form: HTMLElement): void {
  form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
}

/** Return the server's messages for a field, if its answer has some. */
export function messageOf(errors: unknown, name: string): string {
  const found = (errors as Record<string, unknown> | undefined)?.[name];
  return Array.isArray(found) ? found.join(" ") : "";
}
