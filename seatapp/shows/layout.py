"""A plan's seats as bitmaps, the best line first: what is searched for free seats and checked for gaps.

Bit n of a bitmap, an int, is the seat number n. A line's seats have numbers in a row, with the best lines
first; each line begins in a byte of its own, and two numbers that no seat has end it. So a run of free seats
is a run of ones, and operations on all seats of a stadium take some microseconds each.
"""

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from heapq import heappop, heappush
from typing import Any, NamedTuple

from ..portions import in_portions
from .boxes import Box, box_of
from .focus import costs_of, focus_of, fronts_of, row_middles
from .lines import Line, lines_of

SOME = re.compile(rb"[^\0]")
# Numbers of no seat behind each line.
GAP = 2

# Some milliseconds of work.
PORTION_SEATS = 1_000

Rows = Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]]


class Span(NamedTuple):
    """A line's seats: numbers `start` to `end`, without it; where they are, and the least `cost` of one."""

    start: int
    end: int
    zone: int
    row: int
    is_table: bool
    box: Box
    least: float

    @property
    def bits(self) -> int:
        """The line's seats."""
        return ((1 << (self.end - self.start)) - 1) << self.start


class Table(NamedTuple):
    """The seats of a table; `whole`: sold together or not at all."""

    seats: list[str]
    whole: bool


class Layout:
    """The seats of a plan by number. `cost` is how far a seat is from the best place of the hall."""

    def __init__(self, head: Mapping[str, Any], rows: Rows) -> None:
        """Read the plan's rows with their zones; `head` is the plan without its zones."""
        fronts: list[tuple[float, float]] = []
        self.zone_names: list[str] = []
        lines = list(lines_of(self._zones(rows, fronts)))
        whole = {table for table, said in head.get("tables", {}).items() if said.get("whole")}
        focus = focus_of(head, fronts, lines)
        middles = row_middles(lines)
        costs = in_portions(
            (costs_of(line, focus, middles[line.zone, line.row]) for line in lines), len, PORTION_SEATS
        )
        found = sorted(zip(costs, lines, strict=True), key=lambda one: min(one[0]))
        self._place(found, whole)

    def _zones(self, rows: Rows, fronts: list[tuple[float, float]]) -> Rows:
        last = None
        for zone, row in rows:
            if zone is not last:
                last = zone
                self.zone_names.append(zone.get("name") or "")
                fronts.extend(fronts_of(zone))
            yield zone, row

    def _place(self, found: list[tuple[list[float], Line]], whole: set[str]) -> None:
        self.spans: list[Span] = []
        # The first byte is nobody's, so that every seat has two numbers before it.
        self.ids = [""] * 8
        self.cost, self.x, self.y = (array("f", [0.0] * 8) for _ in range(3))
        marks: dict[str, list[int]] = {"wheelchair": [], "companion": [], "in_rows": []}
        categories: dict[str, list[int]] = {}
        tables: dict[str, list[str]] = {}
        for costs, line in in_portions(found, lambda one: len(one[0]), PORTION_SEATS):
            start, seats = len(self.ids), line.seats
            self.spans.append(_span(start, line, min(costs)))
            self.ids += [seat.id for seat in seats]
            self.cost.extend(costs)
            self.x.extend([seat.x for seat in seats])
            self.y.extend([seat.y for seat in seats])
            for number, seat in enumerate(seats, start):
                categories.setdefault(seat.category, []).append(number)
                if seat.wheelchair:
                    marks["wheelchair"].append(number)
                if seat.companion:
                    marks["companion"].append(number)
                if seat.table is not None:
                    tables.setdefault(seat.table, []).append(seat.id)
                elif not (seat.wheelchair or seat.companion):
                    marks["in_rows"].append(number)
            padding = -(len(self.ids) + GAP) % 8 + GAP
            self.ids += [""] * padding
            for column in (self.cost, self.x, self.y):
                column.extend([0.0] * padding)
        self.size = len(self.ids)
        self.numbers = {seat: number for number, seat in enumerate(self.ids) if seat}
        self.all = self.bits_of(self.numbers.values())
        self.wheelchair, self.companion = (
            self.bits_of(marks["wheelchair"]),
            self.bits_of(marks["companion"]),
        )
        # Where a single seat is a gap: a place kept for few is none, nor is a chair at a table.
        self.in_rows = self.bits_of(marks["in_rows"])
        self.categories = {name: self.bits_of(numbers) for name, numbers in categories.items()}
        self.tables = {name: Table(seats, name in whole) for name, seats in tables.items()}
        self.whole_of = {seat: name for name in whole for seat in tables.get(name, ())}
        self.whole = self.bits(self.whole_of)
        self._starts = array("L", [span.start for span in self.spans])
        self.spans_of_zone: dict[int, list[Span]] = {}
        self.spans_of_row: dict[tuple[int, int], list[Span]] = {}
        for span in self.spans:
            self.spans_of_zone.setdefault(span.zone, []).append(span)
            self.spans_of_row.setdefault((span.zone, span.row), []).append(span)
        self._zone_boxes = {zone: _around(spans) for zone, spans in self.spans_of_zone.items()}

    def bits_of(self, numbers: Iterable[int]) -> int:
        """Return the bitmap of these seats."""
        bits = bytearray(self.size // 8 + 1)
        for number in numbers:
            bits[number >> 3] |= 1 << (number & 7)
        return int.from_bytes(bits, "little")

    def numbers_in(self, bits: int) -> Iterator[int]:
        """Yield the numbers of the bitmap's seats, the lowest first."""
        data = bits.to_bytes(self.size // 8 + 1, "little")
        for found in SOME.finditer(data):
            start, byte = found.start() * 8, data[found.start()]
            while byte:
                low = byte & -byte
                yield start + low.bit_length() - 1
                byte ^= low

    def seats_in(self, bits: int) -> list[str]:
        """Return the ids of the bitmap's seats, sorted."""
        return sorted(self.ids[number] for number in self.numbers_in(bits))

    def bits(self, seats: Iterable[str]) -> int:
        """Return the bitmap of those of these seats that the plan has."""
        numbers = self.numbers
        return self.bits_of(numbers[seat] for seat in seats if seat in numbers)

    def span_of(self, number: int) -> Span:
        """Return the line that the seat is in."""
        return self.spans[bisect_right(self._starts, number) - 1]

    def spans_with(self, data: bytes) -> Iterator[Span]:
        """Yield the lines that have a seat of the bitmap, given as bytes; the best line first."""
        at = SOME.search(data)
        while at:
            span = self.span_of(at.start() * 8)
            yield span
            at = SOME.search(data, (span.end + 7) >> 3)

    def spans_near(self, x: float, y: float) -> Iterator[tuple[float, Span]]:
        """Yield all lines with how far they are from there, the nearest first."""
        heap: list[tuple[float, Span]] = []
        zones = sorted((box.away(x, y), zone) for zone, box in self._zone_boxes.items())
        for away, zone in zones:
            while heap and heap[0][0] <= away:
                yield heappop(heap)
            for span in self.spans_of_zone[zone]:
                heappush(heap, (span.box.away(x, y), span))
        while heap:
            yield heappop(heap)

    def zone_bits(self, names: Iterable[str]) -> int:
        """Return the seats of the zones of these names."""
        wanted = {number for number, name in enumerate(self.zone_names) if name in set(names)}
        spans = (span for zone in wanted for span in self.spans_of_zone.get(zone, ()))
        return self.bits_of(number for span in spans for number in range(span.start, span.end))

    def with_whole_tables(self, seats: Iterable[str]) -> list[str]:
        """Return the seats, each once, with all others of the whole tables that they are at."""
        named = list(seats)
        tables = dict.fromkeys(self.whole_of[seat] for seat in named if seat in self.whole_of)
        others = (seat for table in tables for seat in self.tables[table].seats)
        return list(dict.fromkeys([*named, *others]))

    def partners(self, companion: int) -> int:
        """Return the wheelchair places that a companion place is for: those it is in one block with.

        A block is wheelchair and companion places side by side. Where it has no wheelchair place, those of
        its line, else of its zone, else all.
        """
        span = self.span_of(companion)
        special = self.wheelchair | self.companion
        first = last = companion
        while special >> (first - 1) & 1:
            first -= 1
        while special >> (last + 1) & 1:
            last += 1
        block = ((1 << (last - first + 1)) - 1) << first
        in_zone = 0
        for other in self.spans_of_zone[span.zone]:
            in_zone |= other.bits
        for around in (block, span.bits, in_zone):
            if around & self.wheelchair:
                return around & self.wheelchair
        return self.wheelchair


def _span(start: int, line: Line, least: float) -> Span:
    box = box_of((seat.x, seat.y) for seat in line.seats)
    return Span(start, start + len(line.seats), line.zone, line.row, line.is_table, box, least)


def _around(spans: list[Span]) -> Box:
    return box_of(place for span in spans for place in (span.box[:2], span.box[2:]))
