/** The tools above the hall: what a click on a seat does, and on how many seats at once. */
import { type Hall, rowOf } from "seatapp";

import { showAtHand } from "./at-hand.ts";
import { part, write } from "./dom.ts";
import type { MapTool } from "./map-tool.ts";

export type Mode = "inspect" | "sell" | "block";

const MODES: Mode[] = ["inspect", "sell", "block"];
const FOR_ROWS: Mode[] = ["sell", "block"];

export class Toolbox {
  readonly #form = part<HTMLFormElement>("tools");
  readonly #tools: Record<Mode, MapTool>;
  #tool: MapTool;

  constructor(tools: Record<Mode, MapTool>) {
    this.#tools = tools;
    this.#tool = tools[this.#mode];
    this.#form.addEventListener("submit", (event) => event.preventDefault());
    this.#form.addEventListener("change", () => this.#tool === tools[this.#mode] || this.choose(this.#mode));
    this.#show();
  }

  get tool(): MapTool {
    return this.#tool;
  }

  choose(mode: Mode): void {
    this.use(this.#tools[mode]);
  }

  /** Take up a tool, also one that stands in no list: what is begun on a seat's panel. */
  use(tool: MapTool): void {
    if (tool === this.#tool) return;
    this.#tool.leave();
    this.#tool = tool;
    showAtHand("");
    part("side").scrollTop = 0;
    this.#show();
    tool.follow(true);
  }

  /** What is chosen above the hall; a browser that comes back to the page may have kept what was begun there. */
  get #mode(): Mode {
    const mode = new FormData(this.#form).get("mode");
    return MODES.find((known) => known === mode) ?? "inspect";
  }

  #show(): void {
    const { panel } = this.#tool;
    const mode = MODES.find((known) => this.#tools[known] === this.#tool) ?? "task";
    const radio = this.#form.querySelector<HTMLInputElement>(`[name="mode"][value="${mode}"]`);
    if (radio) radio.checked = true;
    part("task-mode").hidden = mode !== "task";
    write(part("task-name"), mode === "task" ? (panel.querySelector("h2")?.textContent ?? "") : "");
    for (const other of document.querySelectorAll<HTMLElement>("[data-panel]"))
      other.hidden = other !== panel;
    part("blocking").hidden = this.#tool !== this.#tools.block;
    part("whole-row").hidden = !FOR_ROWS.some((mode) => this.#tools[mode] === this.#tool);
  }
}

/** Return the seats that a click on this one means: itself, or with "Whole row" all of its row that `suit`. */
export function meantBy(hall: Hall, seat: string, suits: (seat: string) => boolean): string[] {
  const pressed = hall.seats.get(seat);
  if (!pressed || !new FormData(part<HTMLFormElement>("tools")).has("row")) return [seat];
  return rowOf(hall, pressed)
    .map(({ id }) => id)
    .filter(suits);
}
