/** What a plan says of a seat, or of its row or zone for all in it: the nearest word counts. */
import type { PlanRow, PlanSeat, PlanZone } from "../plan.ts";

/** What tells seats apart beside their place and price, in the order in which people are told. */
export const FEATURES = ["restricted_view", "aisle", "step_free", "hearing_loop"] as const;

export type Feature = (typeof FEATURES)[number];

type Saying = Pick<PlanSeat, Feature | "wheelchair" | "companion" | "table" | "note" | "view_url">;

/** What is said of a seat. */
export interface Said {
  wheelchair: boolean;
  companion: boolean;
  features: readonly Feature[];
  /** The id of the table that it is at. */
  table?: string;
  /** A line of the organiser's. */
  note?: string;
  /** Where a picture of the view from there is: an http address, or a path on the server. */
  viewUrl?: string;
}

const NONE: readonly Feature[] = [];

const KEYS = [...FEATURES, "wheelchair", "companion", "table", "note", "view_url"] as const;

/** Return what is said of a row's seats. Most say nothing themselves, and share what row and zone say. */
export function saidIn(row: PlanRow, zone: PlanZone): (seat: Saying) => Said {
  const usual = saidBy({}, row, zone);
  return (seat) => (KEYS.some((key) => seat[key] !== undefined) ? saidBy(seat, row, zone) : usual);
}

function saidBy(seat: Saying, row: PlanRow, zone: PlanZone): Said {
  const word = <Key extends keyof Saying>(key: Key): Saying[Key] => seat[key] ?? row[key] ?? zone[key];
  const [table, note, viewUrl] = [word("table"), word("note"), word("view_url")];
  const features = FEATURES.filter((feature) => word(feature));
  return {
    wheelchair: Boolean(word("wheelchair")),
    companion: Boolean(word("companion")),
    features: features.length ? features : NONE,
    ...(table !== undefined && { table }),
    ...(note && { note }),
    ...(viewUrl && { viewUrl }),
  };
}
