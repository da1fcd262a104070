/** Reads a seating plan (the pretix format): where its seats are, what they are called and cost. */

const RADIUS = 10;
const PALETTE = ["#4f7cac", "#c1666b", "#5b8e7d", "#b08ea2", "#d4a24e", "#6d6a9c", "#8f9a4a", "#a5673f"];
const ORIGIN = { x: 0, y: 0 };

/** Return the plan's categories as [{name, color, price}] in its order. */
export function categoriesOf(plan, prices) {
  return (plan.categories ?? []).map(({ name, color }, index) => ({
    name,
    color: color || PALETTE[index % PALETTE.length],
    price: prices?.[name],
  }));
}

/** Return every seat as {id, number, row, zone, category, x, y, radius}, in the plan's order. */
export function seatsOf(plan) {
  const seats = [];
  eachRow(plan, (zone, row, corner) => {
    for (const seat of row.seats ?? []) {
      const { x, y } = add(corner, seat.position);
      seats.push({
        id: seat.seat_guid,
        number: seat.seat_number ?? "",
        row: row.row_number ?? "",
        zone: zone.name ?? "",
        category: seat.category,
        wheelchair: Boolean(seat.wheelchair),
        x,
        y,
        radius: seat.radius || RADIUS,
      });
    }
  });
  return seats;
}

/** Return the rows' names as [{label, x, y}], beside the end or ends that the plan says. */
export function rowLabelsOf(plan) {
  const labels = [];
  eachRow(plan, (_zone, row, corner) => {
    const seats = row.seats ?? [];
    const where = row.row_number_position ?? "both";
    if (!row.row_number || !seats.length || where === "none") return;
    if (where !== "end" && where !== "right") labels.push(beside(row, corner, seats[0], seats[1]));
    if (where !== "start" && where !== "left") labels.push(beside(row, corner, seats.at(-1), seats.at(-2)));
  });
  return labels;
}

/** Return the plan's areas as [{area, x, y}]. */
export function areasOf(plan) {
  return (plan.zones ?? []).flatMap((zone) =>
    (zone.areas ?? []).map((area) => ({ area, ...add(zone.position ?? ORIGIN, area.position) })),
  );
}

/** Say which seat it is, for people: "Stalls, row 3, seat 12". */
export function describe(seat) {
  const place = seat.wheelchair ? "wheelchair place" : "seat";
  const parts = [seat.zone, seat.row && `row ${seat.row}`, `${place} ${seat.number || seat.id}`];
  return parts.filter(Boolean).join(", ");
}

function eachRow(plan, visit) {
  for (const zone of plan.zones ?? []) {
    const corner = zone.position ?? ORIGIN;
    for (const row of zone.rows ?? []) visit(zone, row, add(corner, row.position));
  }
}

/** The place one step further out than `seat`, seen from its `neighbour`. */
function beside(row, corner, seat, neighbour) {
  const { x, y } = add(corner, seat.position);
  const dx = neighbour ? seat.position.x - neighbour.position.x : -1;
  const dy = neighbour ? seat.position.y - neighbour.position.y : 0;
  const length = Math.hypot(dx, dy) || 1;
  const step = (seat.radius || RADIUS) * 2.2;
  return { label: row.row_number, x: x + (dx / length) * step, y: y + (dy / length) * step };
}

function add(a, b = ORIGIN) {
  return { x: a.x + (b?.x ?? 0), y: a.y + (b?.y ?? 0) };
}
