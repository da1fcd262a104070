"""Many who want the same seats at one moment, on two workers. What keeps them apart, its twins take out."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from pymongo.database import Database

from tests.support.people import Person
from tests.support.racing import CLIENTS, faults, tabs_of
from tests.support.waiting import eventually
from tests.support.worker import Worker

from .hall import (
    LIMIT,
    ROUNDS,
    SAME,
    WISHES,
    Client,
    Hall,
    Wish,
    each_wish,
    judge,
    own_seats,
    race,
    race_of_tabs,
)
from .selling import MakeGuest, new_show


@pytest.fixture
def theatre(workers: list[Worker], show: str, crowd: list[Person]) -> Hall:
    """A show on two workers, and 24 guests with a connection each."""
    return hall_of(workers[0], show, crowd)


@pytest.fixture
def tabs(workers: list[Worker], guest: MakeGuest) -> Iterator[Hall]:
    """A show on two workers, and one user with 24 tabs, who may not have all of its seats."""
    show = new_show(workers[0], A=CLIENTS * 2)
    with tabs_of(guest(workers[0]), workers, CLIENTS) as people:
        yield hall_of(workers[0], show, people)


def hall_of(worker: Worker, show: str, people: list[Person]) -> Hall:
    return Hall(worker.database.seat_locks, show, [client_of(person, show) for person in people])


def client_of(person: Person, show: str) -> Client:
    def select(seats: list[str]) -> bool:
        response = person.select(show, seats)
        answer = response.json()
        if response.status_code == 409:
            assert answer["code"] == "seats_unavailable"
            assert set(answer["conflicts"]) <= set(seats)
            assert answer["conflicts"]
        elif response.status_code == 422:
            assert answer["code"] == "too_many_seats"
        else:
            assert response.status_code == 200, response.text
        return response.status_code == 200

    return Client(person.user_id, select)


@contextmanager
def nobody_tidies(database: Database[dict[str, Any]]) -> Iterator[None]:
    """Take the lead away from the workers, so that no expired lock is cleaned up meanwhile."""
    forever: dict[str, Any] = {"owner": "the test", "epoch": {"$add": ["$epoch", 1]}}
    forever["expires_at"] = {"$add": ["$$NOW", 3_600_000]}
    database.feed.update_one({"_id": "lease"}, [{"$set": forever}])
    try:
        # A worker that leads learns of it at its next beat.
        for _ in range(2):
            seen = {worker["_id"]: worker["beat_at"] for worker in database.workers.find()}
            eventually(partial(_all_have_beaten, database, seen))
        yield
    finally:
        database.feed.update_one({"_id": "lease"}, [{"$set": {"expires_at": "$$NOW"}}])


def _all_have_beaten(database: Database[dict[str, Any]], seen: dict[str, datetime]) -> bool:
    return all(
        worker["beat_at"] > seen.get(worker["_id"], datetime.min.replace(tzinfo=UTC))
        for worker in database.workers.find()
    )


@each_wish
def test_of_all_who_want_free_seats_at_once_each_seat_goes_to_one(theatre: Hall, wish: Wish) -> None:
    assert faults(race(theatre, wish)) == []


@each_wish
def test_of_all_who_want_expired_seats_that_nobody_cleaned_up_each_goes_to_one(
    theatre: Hall, workers: list[Worker], wish: Wish
) -> None:
    with nobody_tidies(workers[0].database):
        assert faults(race(theatre, wish, prepare=Hall.leave_expired_locks)) == []


def test_of_all_who_want_expired_seats_while_the_leader_cleans_up_each_goes_to_one(theatre: Hall) -> None:
    wish = WISHES["overlapping seats"]
    assert faults(race(theatre, wish, prepare=Hall.leave_expired_locks)) == []


def test_whoever_asks_until_a_lock_expires_gets_the_seats_then_and_alone(
    theatre: Hall, workers: list[Worker]
) -> None:
    with nobody_tidies(workers[0].database):
        for _ in range(5):
            theatre.clear()
            due = theatre.lock(SAME, 0.3)
            bids = theatre.persevere(SAME)
            assert judge(bids, theatre.holders()) == []
            assert [each for each in bids if each.granted and each.answered_at < due - 0.001] == []


def test_whoever_asks_while_the_holder_releases_gets_the_seats_alone(
    theatre: Hall, guest: MakeGuest, workers: list[Worker]
) -> None:
    for turn in range(5):
        theatre.clear()
        holder = guest(workers[turn % 2])
        assert holder.select(theatre.show, SAME).ok
        with ThreadPoolExecutor(1) as thread:
            released = thread.submit(holder.release, theatre.show, SAME)
            bids = theatre.persevere(SAME)
        assert released.result().json()["seats"] == SAME
        assert judge(bids, theatre.holders()) == []


def test_one_user_in_many_tabs_never_passes_the_limit(tabs: Hall) -> None:
    assert faults(race_of_tabs(tabs, 1, 5)) == []
    assert faults(race_of_tabs(tabs, 2, 5)) == []


def test_one_user_in_many_tabs_gets_all_seats_up_to_the_limit(tabs: Hall) -> None:
    few = replace(tabs, clients=tabs.clients[:LIMIT])
    assert faults(race_without_losers(few, partial(own_seats, 1))) == []


def test_one_user_in_many_tabs_gets_the_same_seats_in_all_of_them(tabs: Hall) -> None:
    assert faults(race_without_losers(tabs, lambda number: SAME)) == []


def race_without_losers(hall: Hall, wish: Wish) -> Iterator[list[str]]:
    """Let all clients ask at once, round after round; that somebody is refused is a fault, too."""
    for _ in range(ROUNDS):
        hall.clear()
        bids = hall.rush(wish)
        refused = [f"{each.seats} were refused" for each in bids if not each.granted]
        yield refused + judge(bids, hall.holders())
