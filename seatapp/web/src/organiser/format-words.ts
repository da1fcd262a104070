/** How the organiser's pages name seats and write parts of a whole. */
import { words } from "../words.ts";

export const format = words({
  en: {
    row: "row {row}",
    seat: "seat {seat}",
    seats: "seats {seats}",
    more: { one: "and {n} more", other: "and {n} more" },
    comma: ", ",
    between: "; ",
    percent: "{n} %",
    guest: "Guest {mark}",
  },
  de: {
    row: "Reihe {row}",
    seat: "Platz {seat}",
    seats: "Plätze {seats}",
    more: { one: "und {n} weiterer", other: "und {n} weitere" },
    comma: ", ",
    between: "; ",
    percent: "{n} %",
    guest: "Gast {mark}",
  },
  ar: {
    row: "الصف {row}",
    seat: "المقعد {seat}",
    seats: "المقاعد {seats}",
    more: { one: "ومقعد آخر", two: "ومقعدان آخران", few: "و{n} مقاعد أخرى", other: "و{n} مقعدًا آخر" },
    comma: "، ",
    between: "؛ ",
    percent: "{n}٪",
    guest: "زائر {mark}",
  },
});
