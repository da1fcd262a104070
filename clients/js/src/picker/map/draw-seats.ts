/** Draws seats: a state is shown by shape as well as by colour. Strokes are in a seat's radius. */
import type { Seat } from "../../plan.ts";
import type { SeatState } from "../../seat-map.ts";
import type { Theme } from "./theme.ts";

/** From how many CSS pixels of radius a seat is drawn round, a state's mark is drawn, and a seat's number. */
const ROUND_PX = 0.75;
const MARKED_PX = 4;
const NUMBERED_PX = 9;
const LEAST_MINE_PX = 3.6;
const ROUND = 2 * Math.PI;
const SPECK = Math.sqrt(Math.PI); // a square's side that covers as much as a circle, in its radius

export type Context = CanvasRenderingContext2D;

/** What seats are drawn with. `px` is a CSS pixel in the plan's units. */
export interface Pen {
  context: Context;
  theme: Theme;
  px: number;
}

type Trace = (context: Context, seat: Seat, radius: number) => void;

/** Draw seats of one category in one state; the whole lot costs little more than one. */
export function drawSeats(pen: Pen, seats: readonly Seat[], state: SeatState): void {
  const radius = seats[0]?.radius ?? 1;
  const marked = radius / pen.px >= MARKED_PX;
  // Nobody sees a difference, and a stadium's worth of circles takes a few times as long.
  const shape = radius / pen.px < ROUND_PX ? speck : outline;
  if (state === "free") drawFree(pen, seats, marked, shape);
  else if (state === "mine") drawMine(pen, seats, marked);
  else if (!marked) drawDots(pen, seats, state, shape);
  else TAKEN_LOOKS[state](pen, seats);
}

const TAKEN_LOOKS: Record<"taken" | "booked" | "blocked", (pen: Pen, seats: readonly Seat[]) => void> = {
  taken: ({ context, theme }, seats) => {
    stroke(context, seats, 0.82, 0.16, theme.colors.taken, outline);
    stroke(context, seats, 0.82, 0.16, theme.colors.taken, clockHands);
  },
  booked: ({ context, theme }, seats) => {
    fill(context, seats, 0.8, theme.colors.line, outline);
    stroke(context, seats, 0.8, 0.15, theme.colors.booked, cross);
  },
  blocked: ({ context, theme }, seats) => stroke(context, seats, 0.8, 0.22, theme.colors.blocked, dash),
};

/** Too small for marks: what cannot be had is a faint dot. */
function drawDots({ context, theme }: Pen, seats: readonly Seat[], state: SeatState, shape: Trace): void {
  if (state === "taken") stroke(context, seats, 0.7, 0.4, theme.colors.taken, shape);
  else fill(context, seats, state === "booked" ? 0.6 : 0.4, theme.colors[state as "booked"], shape);
}

function drawFree({ context, theme, px }: Pen, seats: readonly Seat[], marked: boolean, shape: Trace): void {
  const [first] = seats;
  if (!first) return;
  const paint = theme.seat(first.category);
  const companions = marked ? seats.filter(({ companion }) => companion) : [];
  const others = companions.length ? seats.filter(({ companion }) => !companion) : seats;
  fill(context, others, 0.94, paint.fill, shape);
  fill(context, companions, 0.66, paint.fill, outline);
  stroke(context, companions, 0.9, 0.12, paint.edge ?? paint.fill, outline);
  if (marked && paint.edge) stroke(context, others, 0.9, 0.08, paint.edge, outline);
  const restricted = marked ? seats.filter(({ features }) => features.includes("restricted_view")) : [];
  fill(context, restricted, 0.42, theme.colors.background, bite);
  const wheelchairs = marked ? seats.filter(({ wheelchair }) => wheelchair) : [];
  stroke(context, wheelchairs, 0.9, 0.14, paint.number, wheelchairSign);
  fill(context, wheelchairs, 0.9, paint.number, wheelchairHead);
  if (first.radius / px >= NUMBERED_PX) drawNumbers(context, theme, seats, paint.number);
}

/** Larger than the others, ringed, and never too small to find. */
function drawMine({ context, theme, px }: Pen, seats: readonly Seat[], marked: boolean): void {
  const { accent, background } = theme.colors;
  if (!marked) {
    const size = Math.max(1, (LEAST_MINE_PX * px) / (seats[0]?.radius ?? 1));
    fill(context, seats, 1.35 * size, background, outline);
    fill(context, seats, size, accent, outline);
    return;
  }
  fill(context, seats, 1.32, accent, outline);
  fill(context, seats, 1.17, background, outline);
  fill(context, seats, 1.02, accent, outline);
  stroke(context, seats, 1, 0.2, background, check);
}

function drawNumbers(context: Context, theme: Theme, seats: readonly Seat[], color: string): void {
  context.fillStyle = color;
  context.textAlign = "center";
  context.textBaseline = "middle";
  let size = 0;
  for (const { number, x, y, radius, wheelchair, companion } of seats) {
    if (wheelchair) continue;
    const room = number.length > 3 ? 0.62 : number.length > 2 ? 0.75 : 0.92;
    const wanted = radius * room * (companion ? 0.8 : 1);
    if (wanted !== size) context.font = `600 ${wanted}px ${theme.font}`;
    size = wanted;
    context.fillText(number, x, y + size * 0.06);
  }
}

function fill(context: Context, seats: readonly Seat[], size: number, color: string, trace: Trace): void {
  if (!seats.length) return;
  context.fillStyle = color;
  context.beginPath();
  for (const seat of seats) trace(context, seat, seat.radius * size);
  context.fill();
}

function stroke(
  context: Context,
  seats: readonly Seat[],
  size: number,
  width: number,
  color: string,
  trace: Trace,
): void {
  const [first] = seats;
  if (!first) return;
  context.strokeStyle = color;
  context.lineWidth = first.radius * width;
  context.lineCap = context.lineJoin = "round";
  context.beginPath();
  for (const seat of seats) trace(context, seat, seat.radius * size);
  context.stroke();
}

/** Wheelchair places and those beside them are square, the others round. */
export const outline: Trace = (context, { x, y, wheelchair, companion }, r) => {
  if (wheelchair || companion) {
    context.roundRect(x - r, y - r, 2 * r, 2 * r, r * 0.4);
  } else {
    context.moveTo(x + r, y);
    context.arc(x, y, r, 0, ROUND);
  }
};

const speck: Trace = (context, { x, y }, r) => {
  const side = r * SPECK;
  context.rect(x - side / 2, y - side / 2, side, side);
};

const lines =
  (...strokes: [number, number][][]): Trace =>
  (context, { x, y }, r) => {
    for (const points of strokes) {
      points.forEach(([dx, dy], index) => {
        if (index) context.lineTo(x + dx * r, y + dy * r);
        else context.moveTo(x + dx * r, y + dy * r);
      });
    }
  };

const check = lines([
  [-0.42, 0.05],
  [-0.12, 0.36],
  [0.46, -0.32],
]);
const clockHands = lines([
  [0, -0.52],
  [0, 0.04],
  [0.36, 0.26],
]);
const cross = lines(
  [
    [-0.36, -0.36],
    [0.36, 0.36],
  ],
  [
    [0.36, -0.36],
    [-0.36, 0.36],
  ],
);
const dash = lines([
  [-0.55, 0],
  [0.55, 0],
]);
const sitting = lines(
  [
    [-0.12, -0.34],
    [-0.12, 0.14],
    [0.26, 0.14],
    [0.44, 0.56],
  ],
  [
    [-0.12, -0.12],
    [0.24, -0.12],
  ],
);

const wheelchairSign: Trace = (context, seat, r) => {
  sitting(context, seat, r);
  const [x, y] = [seat.x - 0.12 * r, seat.y + 0.28 * r];
  context.moveTo(x + 0.38 * r * Math.cos(1), y + 0.38 * r * Math.sin(1));
  context.arc(x, y, 0.38 * r, 1, 4.1);
};

/** Of a restricted view a part is missing. */
const bite: Trace = (context, { x, y, radius }, r) => {
  const [left, top] = [x + 0.7 * radius, y - 0.7 * radius];
  context.moveTo(left + r, top);
  context.arc(left, top, r, 0, ROUND);
};

const wheelchairHead: Trace = (context, { x, y }, r) => {
  context.moveTo(x + 0.03 * r, y - 0.62 * r);
  context.arc(x - 0.12 * r, y - 0.62 * r, 0.15 * r, 0, ROUND);
};
