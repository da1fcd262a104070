"""Those who choose at one moment, on two workers: the best seats, tables, companions, limits of ticket types.

What decides are the second look at a choice (`choices.confirm`), the rule about tables (`choosing`), and that
locks count for a buyer's limit (`rules_of_types`): without one of them its test here is red.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, TypeAlias
from uuid import uuid4

import pytest

from tests.support import builders
from tests.support.people import Person
from tests.support.racing import at_once, tabs_of
from tests.support.worker import Worker

from .selling import MakeGuest, granted

ROUNDS = 6
TABLE = ["T1-1", "T1-2", "T1-3"]

# Asks, and returns the seats that were granted, none for a refusal.
Call: TypeAlias = Callable[[str], list[str]]


@pytest.fixture
def people(crowd: list[Person]) -> list[Person]:
    """Guests, by turns on the two workers."""
    return crowd[:12]


@pytest.fixture
def tabs(workers: list[Worker], guest: MakeGuest) -> Iterator[list[Person]]:
    """Two tabs of one person, on a worker each."""
    with tabs_of(guest(workers[0]), workers, 2) as both:
        yield both


def race(worker: Worker, calls: Sequence[Call], **show: Any) -> Iterator[list[list[str]]]:
    """Let all ask at once, round after round, in a hall that is free again; yield what each was granted.

    Whatever the rules are, each seat goes to one, who has it then.
    """
    name, seat_locks = f"hall-{uuid4().hex[:8]}", worker.database.seat_locks
    builders.add_show(worker, name, **show)
    for _ in range(ROUNDS):
        seat_locks.delete_many({"_id.show": name})
        worker.database.bookings.delete_many({"show": name})
        answers = at_once([partial(call, name) for call in calls])
        seats = [seat for seats in answers for seat in seats]
        assert len(set(seats)) == len(seats)
        assert {seat["_id"]["seat"] for seat in seat_locks.find({"_id.show": name})} >= set(seats)
        yield answers


def choose(person: Person, **wish: Any) -> Call:
    return lambda show: _granted(person, "/select-seats", show, wish)


def best(person: Person, count: int) -> Call:
    return lambda show: _granted(person, "/best-available", show, {"count": count})


def _granted(person: Person, path: str, show: str, wish: dict[str, Any]) -> list[str]:
    response = person.post(f"/api/bookings{path}", {"showId": show, **wish})
    seats: list[str] = response.json()["seats"] if granted(response) else []
    return seats


def test_all_who_want_the_best_get_seats_as_long_as_there_are_some(
    workers: list[Worker], people: list[Person]
) -> None:
    for seats in race(workers[0], [best(person, 2) for person in people], rows={"A": 12, "B": 12}):
        assert [len(pair) for pair in seats] == [2] * len(people)


def test_who_wants_the_best_gets_other_seats_than_those_picked_by_hand(
    workers: list[Worker], people: list[Person]
) -> None:
    by_hand = [choose(person, seats=[f"A{n}", f"A{n + 1}"]) for n, person in enumerate(people[:6], 4)]
    finding = [best(person, 2) for person in people[6:]]
    for seats in race(workers[0], [*by_hand, *finding], rows={"A": 24}):
        assert all(seats[len(by_hand) :])
        assert any(seats[: len(by_hand)])


def test_a_whole_table_goes_to_one_and_a_seat_of_it_to_nobody(
    workers: list[Worker], people: list[Person]
) -> None:
    wishes: list[dict[str, Any]] = [
        {"tables": ["T1"]},
        {"seats": TABLE},
        {"seats": TABLE[:1]},
        {"seats": TABLE[1:]},
    ]
    calls = [choose(person, **wishes[number % 4]) for number, person in enumerate(people)]
    for seats in race(workers[0], calls, rows={"A": 2}, tables={"T1": {"seats": 3, "whole": True}}):
        assert [sorted(some) for some in seats if some] == [TABLE]


def test_one_wheelchair_place_brings_one_companion_from_two_tabs(
    workers: list[Worker], tabs: list[Person]
) -> None:
    hall = {"wheelchair": ["A2"], "companion": ["A1", "A3"], "rules": {"companionNeedsWheelchair": True}}
    pairs = [["A1", "A2"], ["A2", "A3"]]
    calls = [choose(tab, seats=seats) for tab, seats in zip(tabs, pairs, strict=True)]
    for seats in race(workers[0], calls, **hall):
        assert len({seat for pair in seats for seat in pair}) < 3


def test_two_tabs_of_one_buyer_do_not_book_more_of_a_type_than_one_may_have(
    workers: list[Worker], tabs: list[Person]
) -> None:
    child = {"id": "child", "title": "Child", "prices": {"Standard": 500}, "maxPerBuyer": 3}

    def buy(tab: Person, seats: list[str], show: str) -> list[str]:
        tab.select(show, seats)
        booked = tab.post("/api/bookings", {"showId": show, "seats": seats})
        assert booked.status_code in (201, 409), booked.text
        if not booked.ok:
            tab.release(show, seats)
        return seats if booked.ok else []

    calls = [partial(buy, tab, seats) for tab, seats in zip(tabs, (["A1", "A2"], ["A5", "A6"]), strict=True)]
    for bought in race(workers[0], calls, ticketTypes=[child], prices={"Standard": 500}):
        assert sum(map(len, bought)) < 4
