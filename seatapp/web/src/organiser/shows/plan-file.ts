/** A file that should have a seating plan in it: chosen, or dropped on the page. */
import { part } from "../dom.ts";
import { form } from "./form-words.ts";
import { positionOf } from "./json-position.ts";

/** Call `read` with each file that is chosen or dropped. */
export function listenForFiles(read: (file: File) => void): void {
  const input = part<HTMLInputElement>("file");
  const drop = part("drop");
  input.addEventListener("change", () => {
    const [file] = input.files ?? [];
    if (file) read(file);
    // The same file again, once it is mended, is a change too.
    input.value = "";
  });
  for (const type of ["dragover", "dragleave", "drop"] as const) {
    drop.addEventListener(type, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", type === "dragover");
      const [file] = type === "drop" ? (event.dataTransfer?.files ?? []) : [];
      if (file) read(file);
    });
  }
}

/** Return the plan in a file, or of the show in it; a string says why there is none. */
export async function planIn(file: File): Promise<{ plan: unknown } | string> {
  let text: string;
  try {
    // An editor's byte order mark is not part of what it says: `text` leaves it out.
    text = await file.text();
  } catch {
    return form.text("unreadable");
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return form.text("notJson", positionOf(text));
  }
  if (typeof content !== "object" || content === null) return form.text("noPlan");
  const plan = "plan" in content ? content.plan : content;
  return typeof plan === "object" && plan !== null && "zones" in plan ? { plan } : form.text("noPlan");
}
