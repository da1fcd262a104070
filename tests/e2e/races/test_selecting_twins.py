"""The races for free seats without what keeps clients apart: each must turn the same judge's face red."""

from collections.abc import Callable, Iterator
from functools import partial, partialmethod
from typing import Any

import pytest
from flask import Flask
from pymongo import MongoClient
from pymongo.collection import Collection

from seatapp.extensions import db
from seatapp.seats import acquire, claim, locks, writes
from seatapp.seats.claim import Claim
from seatapp.seats.document import seat_keys
from seatapp.seats.refusals import SeatsUnavailable, TooManySeats
from seatapp.shows import store
from tests.support import builders
from tests.support.racing import CLIENTS, TRIES, faults, goes_red

from .hall import LIMIT, ROUNDS, SAME, WISHES, Client, Hall, Locks, Wish, each_wish, judge, race, race_of_tabs
from .naive import NaiveLocks

# A store that reads and then writes.


@pytest.fixture
def naive_hall(mongodb_uri: str) -> Iterator[Hall]:
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri, tz_aware=True) as client:
        taken: Locks = client.get_default_database().seat_locks
        yield hall_of(taken, NaiveLocks(taken, "hall", LIMIT).select)


def hall_of(taken: Locks, select: Callable[[str, list[str]], bool]) -> Hall:
    """Return a hall whose clients select by calling that with their names."""
    names = [f"guest {number}" for number in range(CLIENTS)]
    return Hall(taken, "hall", [Client(name, partial(select, name)) for name in names])


@each_wish
def test_twin_reading_before_writing_grants_free_seats_twice(naive_hall: Hall, wish: Wish) -> None:
    assert goes_red(race(naive_hall, wish, TRIES), "was granted to")


@each_wish
def test_twin_reading_before_writing_grants_expired_seats_twice(naive_hall: Hall, wish: Wish) -> None:
    rounds = race(naive_hall, wish, TRIES, prepare=Hall.leave_expired_locks)
    assert goes_red(rounds, "was granted to")


def test_twin_reading_before_writing_grants_seats_twice_when_a_lock_expires(naive_hall: Hall) -> None:
    def rounds() -> Iterator[list[str]]:
        for _ in range(TRIES):
            naive_hall.clear()
            naive_hall.lock(SAME, 0.1)
            yield judge(naive_hall.persevere(SAME), naive_hall.holders())

    assert goes_red(rounds(), "was granted to")


def test_twin_counting_before_writing_passes_the_limit(naive_hall: Hall) -> None:
    assert goes_red(race_of_tabs(naive_hall.of_one(), 1, TRIES), "one user had")


# The real code in this process, as it is and with one line taken out.


@pytest.fixture
def real_code(app: Flask) -> Hall:
    builders.add_show(app.test_client(), "hall", {"A": 200})

    def select(name: str, seats: list[str]) -> bool:
        with app.app_context():
            try:
                locks.select(store.find("hall"), seats, name)
            except (SeatsUnavailable, TooManySeats):
                return False
        return True

    with app.app_context():
        return hall_of(db.seat_locks, select)


def wide(number: int) -> list[str]:
    """All seats, from the left or from the right."""
    seats = [f"A{place}" for place in range(1, LIMIT + 1)]
    return seats if number % 2 else seats[::-1]


def race_for_wide_expired(hall: Hall, rounds: int) -> Iterator[list[str]]:
    return race(hall, wide, rounds, prepare=Hall.leave_expired_locks)


def test_the_code_with_its_guards_in_has_no_fault(real_code: Hall) -> None:
    assert faults(race(real_code, WISHES["overlapping seats"])) == []
    assert faults(race_for_wide_expired(real_code, ROUNDS)) == []
    assert faults(race_of_tabs(real_code.of_one(), 1)) == []


def replace_undo(monkeypatch: pytest.MonkeyPatch, undo: Callable[[Claim, list[str]], None]) -> None:
    """Let refused claims be undone so, wherever they are."""
    for module in (acquire, writes):
        monkeypatch.setattr(module, "undo", undo)


def test_twin_without_undo_the_refused_keep_seats(real_code: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    replace_undo(monkeypatch, lambda claim, seats: None)
    assert goes_red(race(real_code, WISHES["overlapping seats"], TRIES), "is held and was not granted")


def test_twin_without_the_fence_the_refused_undo_what_others_were_granted(
    real_code: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    def undo(claim: Claim, seats: list[str]) -> None:
        db.seat_locks.delete_many({"_id": seat_keys(claim.show_id, seats)})

    replace_undo(monkeypatch, undo)
    assert goes_red(race_for_wide_expired(real_code, TRIES), "was granted and is not held")


@pytest.fixture
def refused_at_first_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who loses a race does not look again; otherwise that alone would let somebody win in the end."""
    monkeypatch.setattr(acquire, "ATTEMPTS", 1)


@pytest.mark.usefixtures("refused_at_first_loss")
def test_the_order_of_the_seats_alone_lets_somebody_win(real_code: Hall) -> None:
    assert faults(race_for_wide_expired(real_code, ROUNDS)) == []


@pytest.mark.usefixtures("refused_at_first_loss")
def test_twin_with_seats_in_the_order_of_the_request_nobody_wins(
    real_code: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claim, "sorted", list, raising=False)
    assert goes_red(race_for_wide_expired(real_code, TRIES), "nobody won")


@pytest.mark.usefixtures("refused_at_first_loss")
def test_twin_without_a_stop_at_the_first_conflict_nobody_wins(
    real_code: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Collection, "bulk_write", partialmethod(Collection.bulk_write, ordered=False))
    monkeypatch.setattr(writes, "require_duplicate", lambda error: None)
    assert goes_red(race_for_wide_expired(real_code, TRIES), "nobody won")


def test_twin_without_the_index_of_slots_one_user_passes_the_limit(real_code: Hall) -> None:
    real_code.locks.drop_index("slots")
    assert goes_red(race_of_tabs(real_code.of_one(), 1, TRIES), "one user had")
