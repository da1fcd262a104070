"""What a person would call the best seats, in halls of each kind."""

from collections.abc import Callable, Iterator
from statistics import mean

import pytest

from seatapp.seats.best import find
from seatapp.seats.choosing import Choice
from seatapp.seats.search import Search, Together, Wish
from seatapp.shows.demo.arena import arena
from seatapp.shows.demo.cinema import cinema
from seatapp.shows.demo.theatre import theatre
from seatapp.shows.layout import Layout
from seatapp.shows.plan import Plan
from seatapp.shows.rows import plan_of_rows
from seatapp.shows.rules import Rules

from .test_layout import layout_of

PARTIES = [2, 4, 3, 1, 2, 4]


def club() -> Plan:
    tables = {f"T{number}": {"seats": 4 + 2 * (number % 2), "whole": number > 8} for number in range(1, 17)}
    return plan_of_rows({"A": 12, "B": 12}, tables=tables)


def seated(layout: Layout, parties: list[int]) -> Iterator[tuple[list[int], Together]]:
    """Seat the parties one after the other; yield the seats of each, and how they lie."""
    taken = 0
    for size in parties:
        wish = Wish(size, layout.all)
        found = find(Search(Choice(layout, taken, 0, 0, 0), Rules(no_single_gaps=True), wish))
        assert found
        taken |= found.seats
        yield list(layout.numbers_in(found.seats)), found.together


@pytest.mark.parametrize("hall", [cinema, theatre, arena, club])
def test_the_first_parties_sit_together_among_the_best_seats(hall: Callable[[], Plan]) -> None:
    layout = layout_of(hall())
    usual = mean(layout.cost[number] for number in layout.numbers.values())
    for seats, together in seated(layout, PARTIES):
        assert together == "row"
        assert mean(layout.cost[number] for number in seats) < usual


def test_the_middle_of_the_stalls_fills_before_their_sides_and_the_boxes() -> None:
    layout = layout_of(theatre())
    across = [layout.x[number] for number in layout.numbers.values()]
    middle, width = (max(across) + min(across)) / 2, max(across) - min(across)
    first = [number for seats, _ in seated(layout, PARTIES) for number in seats]
    assert max(abs(layout.x[number] - middle) for number in first) < width / 10


def test_rows_stand_in_the_middle_before_tables_that_reach_further() -> None:
    layout = layout_of(club())
    ((best, _),) = seated(layout, [2])
    assert {layout.ids[number] for number in best} == {"A6", "A7"}
