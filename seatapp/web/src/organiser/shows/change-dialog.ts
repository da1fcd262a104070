/** The preview of a change: what it means for those who have seats, before it is made. */
import { type Show, venueClock } from "seatapp";

import { h, part } from "../dom.ts";
import { placesOf } from "../format.ts";
import { change } from "./change-words.ts";
import type { Preview, Replacement } from "./shows-api.ts";

type Group = Preview["taken"][number];

/** What becomes of agreed prices, and what must come first where the change cannot be made. */
const KEPT = { booked: "keepsBooked", locked: "keepsLocked", blocked: "keepsBlocked" } as const;
const FIRST = { booked: "cancelFirst", locked: "waitFirst", blocked: "unblockFirst" } as const;
const UNTIL = { ...FIRST, blocked: "unblockOrWait" } as const;
/** More than a row or two are not read one by one. */
const NAMED = 12;
/** Locks end in minutes, blocks on some day. */
const CLOCK = { hour: "2-digit", minute: "2-digit", second: "2-digit" } as const;
const DAY = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" } as const;

/** Show what the change of `show` to `wanted` means; resolves to whether the organiser wants it made. */
export function askAbout(preview: Preview, show: Show, wanted: Replacement): Promise<boolean> {
  const dialog = part<HTMLDialogElement>("change");
  const save = part<HTMLButtonElement>("change-save");
  const close = part("change-close");
  part("change-text").replaceChildren(...new Explanation(preview, show, wanted).lines());
  save.hidden = !preview.possible;
  dialog.returnValue = "";
  dialog.showModal();
  dialog.querySelector<HTMLElement>("h2")?.focus();
  return new Promise((resolve) => {
    save.onclick = () => dialog.close("save");
    close.onclick = () => dialog.close();
    dialog.onclose = () => resolve(dialog.returnValue === "save");
  });
}

class Explanation {
  readonly #preview: Preview;
  readonly #show: Show;
  readonly #wanted: Replacement;

  constructor(preview: Preview, show: Show, wanted: Replacement) {
    [this.#preview, this.#show, this.#wanted] = [preview, show, wanted];
  }

  lines(): HTMLElement[] {
    const { possible, possibleFrom, taken, areas, seats, bookings } = this.#preview;
    const [show, { title, startsAt, currency }] = [this.#show, this.#wanted];
    const other = currency !== show.currency && taken.length > 0;
    const moved = title !== show.title || Date.parse(startsAt) !== Date.parse(show.startsAt);
    const [rules, types] = [this.#differs("rules"), this.#differs("ticketTypes")];
    return [
      ...(taken.length || rules || types || !possible ? [] : [change.text("nobody")]),
      ...(types ? [change.text("types")] : []),
      ...(rules ? [change.text("rules")] : []),
      ...(other ? [change.text("currency", { currency })] : []),
      ...(seats.added || seats.removed ? [change.text("hall", seats)] : []),
      ...(bookings && moved ? [change.text("bookings", { n: bookings })] : []),
      ...Object.entries(areas).map(([area, n]) => change.text("areaVanishes", { n, area })),
      ...(possible ? [] : [change.text("impossible")]),
      ...(possibleFrom ? [change.text("possibleFrom", { until: this.#end(possibleFrom, taken) })] : []),
    ]
      .map((line): HTMLElement => h("p", {}, line))
      .concat(taken.length ? [h("ul", {}, ...taken.map((group) => this.#item(group)))] : []);
  }

  #differs(what: "rules" | "ticketTypes"): boolean {
    return written(this.#show[what]) !== written(this.#wanted[what]);
  }

  #item(group: Group): HTMLElement {
    const { state, count, until } = group;
    // In another currency a seat is as little the same as one that the hall lacks.
    const stays = this.#wanted.currency === this.#show.currency;
    const after = stays ? group.after : null;
    const values = {
      seats: change.text(state, { n: count }),
      places: this.#places(group),
      before: this.#terms(group.before),
      after: after ? this.#terms(after) : "",
    };
    const text = change.text(stays && !after ? "vanishes" : after ? "becomes" : "stands", values);
    const hints = after ? KEPT : until ? UNTIL : FIRST;
    const hint = change.text(hints[state], { until: until ? this.#end(until, [group]) : "" });
    return h(
      "li",
      { class: after ? undefined : "vanishes" },
      h("p", {}, text),
      h("p", { class: "hint" }, hint),
    );
  }

  #places({ seats, count }: Group): string {
    const named = seats.slice(0, NAMED).map((seat) => ({ ...seat, id: seat.seat, label: seat.seatLabel }));
    const more = count - named.length;
    return more > 0 ? `${placesOf(named)}; ${change.text("more", { n: more })}` : placesOf(named);
  }

  #terms({ category, price }: Group["before"]): string {
    return change.text("terms", { category, price: change.money(price, this.#show.currency) });
  }

  /** Write when these seats are free again. */
  #end(instant: string, groups: Group[]): string {
    const style = groups.some(({ state }) => state === "blocked") ? DAY : CLOCK;
    return venueClock(instant, this.#show.timeZone, change.lang, style);
  }
}

/** Write data so that the same is the same text: in whichever order its keys are, with or without what is off. */
function written(data: unknown): string {
  const plain = (_: string, value: unknown) =>
    value !== null && typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .filter(([, one]) => one !== false)
            .sort(),
        )
      : value;
  return JSON.stringify(data, plain);
}
