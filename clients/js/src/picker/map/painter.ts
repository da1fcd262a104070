/** Paints a region of the hall: areas, seats, words. */
import type { Seat } from "../../plan.ts";
import type { SeatState } from "../../seat-map.ts";
import { type Box, grow, overlap } from "../ui/box.ts";
import { drawAreas, type Word } from "./draw-areas.ts";
import { type Context, drawSeats, type Pen } from "./draw-seats.ts";
import { drawTables } from "./draw-tables.ts";
import type { Scene } from "./scene.ts";
import type { Theme } from "./theme.ts";

/** How many small seats are drawn before others get their turn; of seats with marks and numbers, down to a quarter. */
const PORTION = 600;
const SMALL_PX = 3;
const MOST_WORK = 4;
const FAINT = 0.22;
const LEAST_WORD_PX = 10;
const MOST_LABEL_PX = 14;
const LEAST_LABEL_PX = 8;
const LABEL_SIZE = 11; // in the plan's units

interface Group {
  state: SeatState;
  isFaint: boolean;
  alike: Seat[];
}

export class Painter {
  readonly scene: Scene;
  theme: Theme;
  /** Where there are any, all other seats are drawn faintly. */
  spotlight: ReadonlySet<Seat> | undefined;
  readonly #stateOf: (seat: string) => SeatState;

  constructor(scene: Scene, theme: Theme, stateOf: (seat: string) => SeatState) {
    this.scene = scene;
    this.theme = theme;
    this.#stateOf = stateOf;
  }

  /**
   * Draw a region of the plan in portions, one between two `yield`s, on a context that is scaled to the plan's
   * units. Own seats are left out: they are drawn above everything. Without `words`, nothing is written.
   */
  *paint(context: Context, region: Box, scale: number, words = true): Generator<void> {
    const pen = { context, theme: this.theme, px: 1 / scale };
    const reach = grow(region, this.scene.grid.radius * 1.5);
    context.fillStyle = this.theme.colors.background;
    context.fillRect(region.x, region.y, region.width, region.height);
    yield* drawAreas(context, this.scene.shapes, region, this.theme, pen.px);
    drawTables(pen, this.scene.tables, region);
    const work = Math.min(Math.max(this.scene.grid.radius / pen.px / SMALL_PX, 1), MOST_WORK);
    let drawn = 0;
    for (const cell of this.scene.grid.cells(region)) {
      const seats = cell.filter(({ x, y }) => overlap({ x, y, width: 0, height: 0 }, reach));
      for (const { state, alike, isFaint } of this.#alike(seats)) {
        context.globalAlpha = isFaint ? FAINT : 1;
        drawSeats(pen, alike, state);
      }
      context.globalAlpha = 1;
      drawn += seats.length * work;
      if (drawn < PORTION) continue;
      drawn = 0;
      yield;
    }
    if (words) this.#write(pen, region);
  }

  /** Group seats that are drawn alike. */
  #alike(seats: readonly Seat[]): Group[] {
    const groups: Group[] = [];
    for (const seat of seats) {
      const state = this.#stateOf(seat.id);
      if (state === "mine") continue;
      const isFaint = this.spotlight !== undefined && !this.spotlight.has(seat);
      const { radius, category } = seat;
      const group = groups.find(
        ({ state: of, isFaint: faint, alike: [first] }) =>
          of === state && faint === isFaint && first?.radius === radius && first.category === category,
      );
      if (group) group.alike.push(seat);
      else groups.push({ state, isFaint, alike: [seat] });
    }
    return groups;
  }

  #write(pen: Pen, region: Box): void {
    const { context, theme, px } = pen;
    const { words, names, hall } = this.scene;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.direction = theme.direction;
    for (const word of words) this.#writeWord(pen, word, region, theme.ink(word.color) ?? theme.colors.text);
    if (LABEL_SIZE / px >= LEAST_LABEL_PX) {
      context.font = `${Math.min(LABEL_SIZE, MOST_LABEL_PX * theme.textScale * px)}px ${theme.font}`;
      context.fillStyle = theme.colors.muted;
      const reach = grow(region, 4 * LABEL_SIZE);
      for (const { label, x, y } of hall.rowLabels) {
        if (overlap({ x, y, width: 0, height: 0 }, reach)) context.fillText(label, x, y);
      }
    } else {
      for (const name of names) this.#writeWord(pen, name, region, theme.colors.muted);
    }
  }

  /** Write a word in its size or a readable one; not at all where that has no room. */
  #writeWord({ context, theme, px }: Pen, word: Word, region: Box, color: string): void {
    const size = Math.max(word.size, word.room ? LEAST_WORD_PX * theme.textScale * px : 0);
    const reach = size * word.text.length;
    if (!overlap(grow({ ...word, width: 0, height: 0 }, reach), region)) return;
    context.font = `600 ${size}px ${theme.font}`;
    if (size > word.size && context.measureText(word.text).width > word.room) return;
    context.save();
    context.translate(word.x, word.y);
    context.rotate((word.rotation * Math.PI) / 180);
    if (size > word.size) {
      context.strokeStyle = theme.colors.background;
      context.lineWidth = size / 4;
      context.lineJoin = "round";
      context.strokeText(word.text, 0, 0);
    }
    context.fillStyle = color;
    context.fillText(word.text, 0, 0);
    context.restore();
  }
}
