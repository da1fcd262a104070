"""A search for free seats in a hall as it is: windows of a row, the best or the nearest first. No I/O."""

import heapq
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from math import hypot
from typing import NamedTuple, TypeAlias

from ..shows.layout import Layout, Span
from ..shows.rules import Rules
from .bits import lonely, lowest, runs, window
from .choosing import Choice, broken

Place: TypeAlias = tuple[float, float]
# What tells how far so many seats from a number on are from the best ones.
Cost: TypeAlias = Callable[[int, int], float]

# So many starts are looked at one by one.
SPARSE = 600
# Of a line, every so many windows are looked at to find where the best are.
STRIDE = 8


class Together(StrEnum):
    """How seats are to each other."""

    ROW = "row"
    ROWS = "rows"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Wish:
    """How many seats, and among which: `suitable` is a bitmap.

    Of the `count`, so many are `wheelchairs` and `companions`; nobody else gets such places. `near` is the
    number of a seat; without it the best places are wanted. Any of the best `pool` will do.
    """

    count: int
    suitable: int
    wheelchairs: int = 0
    companions: int = 0
    near: int | None = None
    pool: int = 1


class Window(NamedTuple):
    """So many seats side by side, from a number on, and how far they are from the best ones."""

    cost: float
    start: int
    size: int

    @property
    def seats(self) -> int:
        """The seats as a bitmap."""
        return window(self.start, self.size)


class Search:
    """A search in the hall as it is: `choice` has what is taken, and what the person has already.

    `free` are the seats for everybody among those that fit the wish, `special` the wheelchair and companion
    places, `tables` the whole tables that are free.
    """

    def __init__(self, choice: Choice, rules: Rules, wish: Wish) -> None:
        self.choice, self.rules, self.wish = choice, rules, wish
        self.layout: Layout = choice.layout
        near = wish.near
        if near is None and rules.consecutive and choice.own:
            # Nothing else will do.
            near = lowest(choice.own)
        self.near = None if near is None else self.middle(near, 1)
        left = self.layout.all & ~choice.taken & ~choice.own
        kept = self.layout.wheelchair | self.layout.companion
        self.special = left & wish.suitable & kept
        self.free = left & wish.suitable & ~kept & ~self.layout.whole
        # What a single gap is made of.
        self._open = left & self.layout.in_rows
        whole = (self.layout.bits(table.seats) for table in self.layout.tables.values() if table.whole)
        self.tables = [seats for seats in whole if not seats & ~(left & wish.suitable & ~kept)]

    def keeps(self, seats: int) -> bool:
        """Return whether the person may choose these."""
        return broken(replace(self.choice, new=seats, accessible=True), self.rules) is None

    def starts(self, count: int, free: int, chosen: int = 0) -> int:
        """Return where so many free seats begin that leave no single gap beside them.

        `chosen` are those that have been chosen already.
        """
        starts = runs(free & ~chosen, count)
        if not starts or not self.rules.no_single_gaps:
            return starts
        return starts & ~lonely(self._open & ~chosen, count)

    def leaves_none(self, seat: int, chosen: int) -> bool:
        """Return whether a seat beside those that have been chosen leaves no single gap."""
        if not self.rules.no_single_gaps:
            return True
        beside = self._open >> (seat - 2) & ~(chosen >> (seat - 2)) & 0b11111
        return not lonely(beside << 2, 1) >> 4 & 1

    def windows(self, count: int, starts: int, most: int, near: Place | None = None) -> list[Window]:
        """Return so many of the windows that begin at one of the `starts`, the best first.

        The best are the nearest to a place, where one is given.
        """
        near = near or self.near
        cost = self.cost_near(near)
        if not starts:
            return []
        if starts.bit_count() <= SPARSE:
            # A look at each of a few starts, and not at each line.
            numbers = self.layout.numbers_in(starts)
            return heapq.nsmallest(most, (Window(cost(number, count), number, count) for number in numbers))
        data = starts.to_bytes(self.layout.size // 8 + 1, "little")
        found: list[Window] = []
        worst = float("inf")
        for bound, span in self._lines(data, near):
            if bound > worst:
                break
            line = int.from_bytes(data[span.start >> 3 : (span.end + 7) >> 3], "little")
            found += _best_of_line(span, line, count, cost, most=most, worst=worst)
            if len(found) >= most:
                found = heapq.nsmallest(most, found)
                worst = found[-1].cost
        return sorted(found)

    def nearest_of(self, count: int, chosen: int, near: Place, spans: Iterable[Span]) -> Window | None:
        """Return the window of some lines that is nearest to a place, beside those that have been chosen."""
        cost = self.cost_near(near)
        numbers = (
            number
            for span in spans
            for number in _upwards(self._starts_in(span, count, chosen), span.start - 2)
        )
        return min((Window(cost(number, count), number, count) for number in numbers), default=None)

    def _starts_in(self, span: Span, count: int, chosen: int) -> int:
        """Return what `starts` does, of one line and from two seats before it on."""
        first, whole = span.start - 2, window(0, span.end - span.start + 4)
        rest = whole & ~(chosen >> first)
        starts = runs(self.free >> first & rest, count)
        return starts & ~lonely(self._open >> first & rest, count) if self.rules.no_single_gaps else starts

    def mixed(self, found: list[Window]) -> list[Window]:
        """Return the windows in order, but for the best ones: others may be looking at the same moment."""
        best = found[: self.wish.pool]
        random.shuffle(best)
        return best + found[self.wish.pool :]

    def middle(self, start: int, count: int) -> Place:
        """Return the middle of so many seats."""
        x, y = self.layout.x, self.layout.y
        one, other = start + (count - 1) // 2, start + count // 2
        return (x[one] + x[other]) / 2, (y[one] + y[other]) / 2

    def cost_near(self, near: Place | None) -> Cost:
        """Return what tells how far so many seats from a number on are from there, or from the best place."""
        layout = self.layout
        if near is None:
            cost = layout.cost
            return lambda start, count: (cost[start + (count - 1) // 2] + cost[start + count // 2]) / 2
        left, top = near

        def away(start: int, count: int) -> float:
            x, y = self.middle(start, count)
            return hypot(x - left, y - top)

        return away

    def together(self, seats: int) -> Together:
        """Return how these seats are to each other."""
        pieces: dict[Span, int] = {}
        for number in self.layout.numbers_in(seats):
            span = self.layout.span_of(number)
            pieces[span] = pieces.get(span, 0) | 1 << number
        is_whole = all(
            span.is_table or piece == window(lowest(piece), piece.bit_count())
            for span, piece in pieces.items()
        )
        rows = sorted(span.row for span in pieces)
        if is_whole and len(pieces) == 1:
            return Together.ROW
        if is_whole and len({span.zone for span in pieces}) == 1 and rows == [*range(rows[0], rows[-1] + 1)]:
            return Together.ROWS
        return Together.APART

    def _lines(self, data: bytes, near: Place | None) -> Iterator[tuple[float, Span]]:
        """Yield lines with the least that a window there costs, the least first."""
        if near is None:
            return ((span.least, span) for span in self.layout.spans_with(data))
        return self.layout.spans_near(*near)


def _best_of_line(
    span: Span, starts: int, count: int, cost: Cost, *, most: int, worst: float
) -> Iterator[Window]:
    """Yield the windows of a line that may be among so many of the best, those that are no worse than that.

    From the best place of the line on to both ends: there and back it only gets worse.
    """
    offsets = range(0, span.end - span.start - count + 1, STRIDE)
    middle = min(offsets, key=lambda offset: cost(span.start + offset, count), default=0)
    for ways in (_upwards(starts >> middle, middle), _downwards(starts & ((1 << middle) - 1))):
        before, found = float("inf"), 0
        for offset in ways:
            each = Window(cost(span.start + offset, count), span.start + offset, count)
            if each.cost > before and (each.cost > worst or found >= most):
                break
            before, found = each.cost, found + 1
            yield each


def _upwards(bits: int, first: int) -> Iterator[int]:
    while bits:
        low = bits & -bits
        yield first + low.bit_length() - 1
        bits ^= low


def _downwards(bits: int) -> Iterator[int]:
    while bits:
        last = bits.bit_length() - 1
        yield last
        bits ^= 1 << last
