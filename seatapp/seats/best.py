"""The best free seats for a wish: side by side, else in adjoining rows, else as near as can be. No I/O."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from .bits import longest, lowest, runs, window
from .choosing import broken_by_number
from .search import Place, Search, Together, Window

# So many of the best are looked at, and so many before none of a kind is taken to keep the rules.
FEW, MANY = 12, 400
# So much further away, in the plan's units, seats side by side are better than single ones.
NEARBY = 100
# For each single seat that is looked for, so many are known.
SINGLES = 4
NEARER = list(Together)


class Found(NamedTuple):
    """Seats for a wish, a bitmap."""

    seats: int
    together: Together


def find(search: Search) -> Found | None:
    """Return the best that there is and that keeps the rules; None for nothing."""
    wish = search.wish
    if wish.wheelchairs or wish.companions:
        ways = [_accessible]
    else:
        ways = [*SIDE_BY_SIDE, _around_own, _in_rows, _at_tables, _apart, _at_tables_and_near]
    if broken_by_number(search.choice, search.rules, wish.count):
        return None
    for way in ways:
        for seats in way(search):
            if search.keeps(seats):
                lying = seats | search.choice.own if search.rules.consecutive else seats
                return Found(seats, search.together(lying))
    return None


def largest_group(search: Search) -> int:
    """Return how many seats side by side the same wish could have had at most."""
    wish = search.wish
    places = wish.wheelchairs + wish.companions
    most = max(
        longest(search.free | (search.special if places else 0)), *map(int.bit_count, [0, *search.tables])
    )
    for count in range(most, max(places, 1) - 1, -1):
        if broken_by_number(search.choice, search.rules, count):
            continue
        smaller = Search(search.choice, search.rules, replace(wish, count=count, pool=1))
        for way in [_accessible] if places else SIDE_BY_SIDE:
            if any(
                smaller.together(seats) is Together.ROW and smaller.keeps(seats) for seats in way(smaller)
            ):
                return count
    return 0


def _around_own(search: Search) -> Iterator[int]:
    """Yield seats on both sides of what the person has, where only seats side by side will do."""
    own = search.choice.own
    if search.rules.consecutive and own:
        yield from (seats & ~own for seats in _in_its_row(search, own, search.wish.count + own.bit_count()))


def _in_a_row(search: Search) -> Iterator[int]:
    count = search.wish.count
    # Without rules the best will do.
    most = search.wish.pool if search.rules.are_off else max(FEW, search.wish.pool)
    starts = search.starts(count, search.free)
    best = search.mixed(search.windows(count, starts, most))
    yield from (each.seats for each in best)
    if len(best) == most:
        yield from (each.seats for each in search.windows(count, starts, MANY)[most:])


def _in_a_row_at_last(search: Search) -> Iterator[int]:
    """Yield those that leave a gap, which the rule may have to allow."""
    if search.rules.no_single_gaps:
        count = search.wish.count
        found = search.windows(count, runs(search.free, count), MANY)
        yield from (each.seats for each in search.mixed(found))


def _at_a_table(search: Search) -> Iterator[int]:
    yield from (seats for seats in _tables(search, search.near) if seats.bit_count() == search.wish.count)


SIDE_BY_SIDE = [_in_a_row, _at_a_table, _in_a_row_at_last]


def _at_tables(search: Search) -> Iterator[int]:
    yield from (seats for seats, rest, _ in _some_tables(search) if not rest)


def _at_tables_and_near(search: Search) -> Iterator[int]:
    for seats, rest, middle in _some_tables(search):
        if whole := _with_nearest(search, seats, rest, middle):
            yield whole


def _some_tables(search: Search) -> Iterator[tuple[int, int, Place]]:
    """Yield whole tables near to each other, how many seats of the wish are missing, and where they are."""
    for first in _tables(search, search.near)[:FEW]:
        seats, middle = 0, search.middle(lowest(first), 1)
        for table in _tables(search, middle):
            if (seats | table).bit_count() <= search.wish.count:
                seats |= table
        if seats:
            yield seats, search.wish.count - seats.bit_count(), middle


def _tables(search: Search, near: Place | None) -> list[int]:
    """Return the whole tables that are free, the best or the nearest first."""
    cost = search.cost_near(near)
    return sorted(search.tables, key=lambda seats: cost(lowest(seats), 1))


def _in_rows(search: Search) -> Iterator[int]:
    count = search.wish.count
    for size in range(count - 1, (count - 1) // 2, -1):
        seeds = search.windows(size, search.starts(size, search.free), max(FEW, search.wish.pool))
        for seed in search.mixed(seeds):
            if seats := _with_adjoining(search, seed, count - size):
                yield seats


def _with_adjoining(search: Search, seed: Window, rest: int) -> int:
    """Return the window's seats with so many in the rows before and behind; 0 where there are none."""
    span, seats = search.layout.span_of(seed.start), seed.seats
    middle = search.middle(seed.start, seed.size)
    beside = [
        other
        for row in (span.row - 1, span.row + 1)
        for other in search.layout.spans_of_row.get((span.zone, row), ())
    ]
    # In one of the two rows, or some in each.
    for size in dict.fromkeys((rest, rest - rest // 2)):
        chosen = seats
        for part in (size, rest - size):
            best = search.nearest_of(part, chosen, middle, beside) if part else None
            chosen |= best.seats if best else 0
        if (chosen ^ seats).bit_count() == rest:
            return chosen
    return 0


def _apart(search: Search) -> Iterator[int]:
    count, most = search.wish.count, max(FEW, search.wish.pool)
    if search.free.bit_count() < count:
        return
    for size in range(max(count - 1, 1), 0, -1):
        for seed in search.mixed(search.windows(size, _any_starts(search, size, 0), most)):
            middle = search.middle(seed.start, size)
            if seats := _with_nearest(search, seed.seats, count - size, middle):
                yield seats


def _with_nearest(search: Search, seats: int, rest: int, middle: Place) -> int:
    """Return the seats with so many more near to the middle, together if they can be; 0 for none."""
    around = search.windows(1, search.free & ~seats, SINGLES * rest, middle)
    while rest:
        together = search.windows(rest, _any_starts(search, rest, seats), 1, middle)
        single = _nearest_single(search, seats, around, middle)
        if not single:
            return 0
        near = together[0] if together and together[0].cost <= single.cost + NEARBY else single
        seats |= near.seats
        rest -= near.size
    return seats


def _nearest_single(search: Search, seats: int, around: list[Window], middle: Place) -> Window | None:
    """Return the nearest seat that leaves no gap, mostly one of those around; where there is none, any."""
    for each in around:
        if not seats >> each.start & 1 and search.leaves_none(each.start, seats):
            return each
    return next(iter(search.windows(1, _any_starts(search, 1, seats), 1, middle)), None)


def _any_starts(search: Search, count: int, chosen: int) -> int:
    """Return where so many seats begin that leave no gap; where there is none, any."""
    return search.starts(count, search.free, chosen) or runs(search.free & ~chosen, count)


def _accessible(search: Search) -> Iterator[int]:
    """Yield wheelchair places with their companions and the others, side by side before near to them."""
    wish, layout = search.wish, search.layout
    cost = search.cost_near(search.near)
    places = search.special & (layout.wheelchair if wish.wheelchairs else layout.companion)
    groups = []
    for anchor in sorted(layout.numbers_in(places), key=lambda number: cost(number, 1))[:FEW]:
        for seats in _around(search, search.middle(anchor, 1)):
            together = search.together(seats)
            groups.append((NEARER.index(together), cost(anchor, 1), seats))
    yield from (seats for _, _, seats in sorted(groups))


def _around(search: Search, middle: Place) -> Iterator[int]:
    """Yield all seats of the wish, in one row and then those nearest to a place; nothing where some miss."""
    wish, layout = search.wish, search.layout
    away = search.cost_near(middle)
    seats = _nearest(search, search.special & layout.wheelchair, wish.wheelchairs, middle)
    companions = search.special & layout.companion
    if seats:
        fitting = (each for each in layout.numbers_in(companions) if layout.partners(each) & seats)
        companions = layout.bits_of(sorted(fitting, key=lambda each: away(each, 1))[: wish.companions])
    # In a hall without companion places who comes along has a seat like any other.
    asked = wish.companions if layout.companion else 0
    seats |= _nearest(search, companions, asked, middle)
    if seats.bit_count() < wish.wheelchairs + asked:
        return
    if seats:
        yield from _in_its_row(search, seats, wish.count)
    if nearest := _with_nearest(search, seats, wish.count - seats.bit_count(), middle):
        yield nearest


def _in_its_row(search: Search, seats: int, count: int) -> Iterator[int]:
    """Yield so many seats side by side, these among them."""
    first, last = lowest(seats), seats.bit_length() - 1
    span = search.layout.span_of(first)
    for start in range(max(span.start, last - count + 1), min(first, span.end - count) + 1):
        side_by_side = window(start, count)
        if not side_by_side & ~(search.free | seats):
            yield side_by_side


def _nearest(search: Search, places: int, count: int, middle: Place) -> int:
    away = search.cost_near(middle)
    numbers = sorted(search.layout.numbers_in(places), key=lambda number: away(number, 1))
    return search.layout.bits_of(numbers[:count])
