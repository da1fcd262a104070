/** A hall prepared for drawing: seats in a grid, areas, and words. */
import type { Hall } from "../../hall.ts";
import type { Place, Seat, Zone } from "../../plan.ts";
import { around, type Box, grow } from "../ui/box.ts";
import { type Shape, shapeOf, type Word, wordOf } from "./draw-areas.ts";
import { type TableShape, tablesOf } from "./draw-tables.ts";
import { Grid } from "./grid.ts";

const MARGIN = 12;
const NAME_SIZE = 20; // in the plan's units
const NOWHERE: Box = { x: 0, y: 0, width: 100, height: 100 };

export class Scene {
  readonly hall: Hall;
  readonly grid: Grid;
  readonly shapes: readonly Shape[];
  /** What is sold as a whole. */
  readonly tables: readonly TableShape[];
  /** What the plan writes. */
  readonly words: readonly Word[];
  /** Names of the zones that the plan writes nowhere. */
  readonly names: readonly Word[];
  /** Everything there is to see, in the plan's units. */
  readonly bounds: Box;

  constructor(hall: Hall) {
    this.hall = hall;
    this.grid = new Grid(hall.seats.values());
    this.shapes = hall.areas.map(shapeOf).filter((shape) => shape !== undefined);
    this.tables = tablesOf(hall);
    const zones = hall.zones.map((zone) => ({ name: zone.name, key: keyOf(zone.name), box: boxOf(zone) }));
    this.words = hall.areas.map((area) => wordOf(area)).filter((word) => word !== undefined);
    const written = new Set<string>();
    for (const word of this.words) {
      const said = keyOf(word.text);
      const zone = zones.find(({ key }) => isCalled(key, said));
      if (!zone) continue;
      written.add(zone.key);
      word.room = zone.box?.width ?? 0;
    }
    const unwritten = zones.filter(({ key }) => !written.has(key));
    this.names = zones.length > 1 ? unwritten.flatMap(({ name, box }) => nameOf(name, box)) : [];
    const seated = zones.flatMap(({ box }) => (box ? grow(box, this.grid.radius) : []));
    const boxes = [...seated, ...[...this.shapes, ...this.tables].map(({ box }) => box)];
    this.bounds = grow(around(this.#extremes(boxes)) ?? NOWHERE, MARGIN);
  }

  *#extremes(boxes: readonly Box[]): Generator<Place> {
    for (const box of boxes) {
      yield box;
      yield { x: box.x + box.width, y: box.y + box.height };
    }
    yield* this.hall.rowLabels;
    for (const { x, y, size } of [...this.words, ...this.names]) {
      yield { x: x - size, y: y - size };
      yield { x: x + size, y: y + size };
    }
  }
}

function keyOf(name: string): string {
  return name.toLowerCase();
}

/** Return whether a word on the plan is a zone's name, or the part of it that tells it from the others. */
function isCalled(name: string, said: string): boolean {
  return name === said || name.endsWith(` ${said}`);
}

function boxOf(zone: Zone): Box | undefined {
  return around(seatsOf(zone));
}

function seatsOf({ rows }: Zone): Seat[] {
  return rows.flatMap(({ seats }) => seats);
}

function nameOf(name: string, box: Box | undefined): Word[] {
  if (!name || !box) return [];
  const { x, y, width } = box;
  const above = { x: x + width / 2, y: y - NAME_SIZE * 1.2 };
  return [{ ...above, text: name, size: NAME_SIZE, color: undefined, rotation: 0, room: width * 1.2 }];
}
