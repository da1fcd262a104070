import math
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from seatapp.shows.demo import demo_shows, stadium_show
from seatapp.shows.plan import Plan, PlanSchema
from seatapp.shows.schemas import NewShow

NOW = datetime(2030, 12, 31, 23, 59, tzinfo=UTC)
SHOWS = [*demo_shows(NOW), stadium_show(NOW)]
SEAT_DIAMETER = 20

halls = pytest.mark.parametrize("show", SHOWS, ids=lambda show: show.show_id)


def spots(plan: Plan) -> list[tuple[float, float]]:
    return [
        tuple(sum(part["position"][axis] for part in (zone, row, seat)) for axis in "xy")
        for zone in plan["zones"]
        for row in zone["rows"]
        for seat in row["seats"]
    ]


def closest(places: list[tuple[float, float]]) -> float:
    """Return the smallest distance, by a look at each place's surroundings only."""
    grid = defaultdict(list)
    for index, (x, y) in enumerate(places):
        grid[int(x // 30), int(y // 30)].append(index)
    return min(
        math.dist(places[a], places[b])
        for (column, row), inside in grid.items()
        for right, down in product((-1, 0, 1), repeat=2)
        for a, b in product(inside, grid.get((column + right, row + down), []))
        if a != b
    )


def test_the_halls_are_a_cinema_a_theatre_an_arena_and_a_stadium() -> None:
    sizes = {show.show_id: len(show.seats) for show in SHOWS}
    assert sizes == {"cinema": 212, "theatre": 975, "arena": 12408, "stadium": 119840}


@halls
def test_a_plan_is_valid_and_has_nothing_that_the_format_has_not(show: NewShow) -> None:
    assert PlanSchema().load(show.plan) == show.plan


@halls
def test_every_category_has_seats_and_a_price(show: NewShow) -> None:
    categories = [category["name"] for category in show.plan["categories"]]
    assert set(categories) == set(show.seats.values()) == set(show.prices)


@halls
def test_no_seat_overlaps_another(show: NewShow) -> None:
    assert closest(spots(show.plan)) > SEAT_DIAMETER + 3


@halls
def test_every_seat_is_inside_the_hall(show: NewShow) -> None:
    width, height = show.plan["size"].values()
    assert all(
        SEAT_DIAMETER < x < width - SEAT_DIAMETER and SEAT_DIAMETER < y < height - SEAT_DIAMETER
        for x, y in spots(show.plan)
    )


@halls
def test_there_are_places_for_wheelchairs(show: NewShow) -> None:
    seats = [seat for zone in show.plan["zones"] for row in zone["rows"] for seat in row["seats"]]
    assert sum(seat.get("wheelchair", False) for seat in seats) >= 4


@halls
def test_a_show_starts_within_weeks(show: NewShow) -> None:
    assert NOW + timedelta(days=1) < show.starts_at < NOW + timedelta(days=40)
