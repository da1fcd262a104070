"""Which seats are side by side: those of a row that lie next to each other, and those around a table.

A row is what a zone has under one label, in one list or several. As the client has it (`neighbours.ts`), but
that a table is what seats name as theirs, not what is drawn.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from math import hypot
from operator import itemgetter
from statistics import median_low
from typing import Any, NamedTuple

from .said import of_seat

AISLE = 1.6  # so many times the usual distance apart, and seats are not neighbours
LONE_RADII = 4  # of a row that has but two, seats further apart than this are two ends
RADIUS = 10


class Seat(NamedTuple):
    """A seat in its place in the hall."""

    id: str
    x: float
    y: float
    category: str
    wheelchair: bool
    companion: bool
    table: str | None
    radius: float


class Line(NamedTuple):
    """Seats in which each is the neighbour of the next, in the row of this number of this zone's."""

    zone: int
    row: int
    is_table: bool
    seats: list[Seat]


def lines_of(rows: Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> Iterator[Line]:
    """Yield the lines of a plan from its rows with their zones, zone by zone."""
    number, zone, rows_of_zone = -1, None, dict[object, list[Seat]]()
    for its_zone, row in rows:
        if its_zone is not zone:
            yield from _of_zone(number, rows_of_zone)
            number, zone, rows_of_zone = number + 1, its_zone, {}
        # Without a label, each list is a row of its own.
        label = row.get("row_number") or len(rows_of_zone)
        rows_of_zone.setdefault(label, []).extend(_seats(its_zone, row))
    yield from _of_zone(number, rows_of_zone)


def _of_zone(zone: int, rows: Mapping[object, list[Seat]]) -> Iterator[Line]:
    for number, seats in enumerate(rows.values()):
        tables: dict[str, list[Seat]] = {}
        bare = [seat for seat in seats if seat.table is None]
        if len(bare) < len(seats):
            for seat in seats:
                if seat.table is not None:
                    tables.setdefault(seat.table, []).append(seat)
        for line in _split(_in_order(bare)):
            yield Line(zone, number, False, line)
        for at_table in tables.values():
            yield Line(zone, number, True, at_table)


def _seats(zone: Mapping[str, Any], row: Mapping[str, Any]) -> Iterator[Seat]:
    left = zone["position"]["x"] + row["position"]["x"]
    top = zone["position"]["y"] + row["position"]["y"]
    # What row and zone say for all, so that few seats have to be asked for it.
    usual = [of_seat(name, zone, row, {}) for name in ("wheelchair", "companion", "table")]
    for seat in row["seats"]:
        at = seat["position"]
        yield Seat(
            seat["seat_guid"],
            left + at["x"],
            top + at["y"],
            seat["category"],
            bool(seat.get("wheelchair", usual[0])),
            bool(seat.get("companion", usual[1])),
            seat.get("table", usual[2]),
            seat.get("radius") or RADIUS,
        )


def _in_order(seats: list[Seat]) -> list[Seat]:
    """Return the seats as they lie: as they are listed unless another order is a shorter way along them."""
    if _is_sorted([seat.x for seat in seats]) or _is_sorted([seat.y for seat in seats]):
        return seats
    orders = [seats, sorted(seats, key=itemgetter(1)), sorted(seats, key=itemgetter(2))]
    return min(orders, key=lambda order: sum(_steps(order)))


def _is_sorted(values: list[float]) -> bool:
    """Return whether the values only grow, or only fall."""
    ascending = sorted(values)
    return len(set(values)) == len(values) and (values == ascending or values == ascending[::-1])


def _split(seats: list[Seat]) -> Iterator[list[Seat]]:
    """Yield the seats in lines: an aisle is where the next is further away than most are."""
    steps = _steps(seats)
    if not steps:
        yield from [seats] if seats else []
        return
    reach = AISLE * median_low(steps)
    if len(seats) < 3:
        reach = min(reach, LONE_RADII * seats[0].radius)
    start = 0
    for end, step in enumerate(steps, 1):
        if step > reach:
            yield seats[start:end]
            start = end
    yield seats[start:]


def _steps(seats: list[Seat]) -> list[float]:
    return [hypot(other.x - one.x, other.y - one.y) for one, other in pairwise(seats)]
