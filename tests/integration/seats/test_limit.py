"""Nobody has more than MAX_SEATS_PER_USER seats of a show, three here."""

from functools import partial
from typing import Any

import pytest
from flask import Flask

from seatapp.extensions import db
from seatapp.runtime import runtime_of
from seatapp.seats import locks
from seatapp.seats.refusals import SeatsUnavailable, TooManySeats
from seatapp.seats.slots import SlotMemory
from tests.support.asking import add_show, assert_refused, at_once, attempt, book, booked, hold, select, take
from tests.support.hall import SHOW, dump, held_by, key, lock


@pytest.fixture
def settings() -> dict[str, Any]:
    return {"max_seats_per_user": 3}


def forget_slots(app: Flask) -> None:
    """Let the worker know nothing of the slots in use, as after a restart."""
    runtime_of(app).slots = SlotMemory()


def test_nobody_holds_more_than_the_limit() -> None:
    take(["A1", "A2", "A3"], "ann")
    with pytest.raises(TooManySeats) as refused:
        take(["A4"], "ann")
    assert refused.value.details == {"limit": 3}
    assert held_by("ann") == ["A1", "A2", "A3"]


def test_a_request_over_the_limit_takes_nothing() -> None:
    with pytest.raises(TooManySeats):
        take(["A1", "A2", "A3", "A4"], "ann")
    assert dump() == [[], []]


def test_the_limit_holds_after_a_restart(app: Flask) -> None:
    take(["A1", "A2"], "ann")
    forget_slots(app)
    with pytest.raises(TooManySeats):
        take(["A3", "A4"], "ann")
    assert take(["A3"], "ann").seats == ["A3"]


def test_renewing_all_that_one_may_hold_is_within_the_limit() -> None:
    wanted = ["A1", "A2", "A3"]
    take(wanted, "ann")
    assert take(wanted, "ann").seats == wanted


def test_bookings_count_against_the_limit() -> None:
    db.seat_locks.insert_one({**key("A9"), "state": "booked", "holder": "ann", "slot": 0})
    with pytest.raises(TooManySeats):
        take(["A1", "A2", "A3"], "ann")
    assert take(["A1", "A2"], "ann").seats == ["A1", "A2"]


def test_the_limit_is_for_each_show_and_each_person() -> None:
    add_show("ball")
    take(["A1", "A2", "A3"], "ann")
    assert take(["A1", "A2", "A3"], "ann", "ball")
    assert take(["A4", "A5", "A6"], "bob")


def test_released_seats_make_room() -> None:
    take(["A1", "A2", "A3"], "ann")
    locks.release(SHOW, ["A2"], "ann")
    assert take(["A4"], "ann").seats == ["A4"]


def test_expired_locks_of_ones_own_make_room() -> None:
    for slot, name in enumerate(["A1", "A2", "A3"]):
        lock(name, "ann", until=-1, slot=slot)
    assert take(["A4", "A5", "A6"], "ann").seats == ["A4", "A5", "A6"]
    assert held_by("ann") == ["A4", "A5", "A6"]


def test_parallel_requests_of_one_person_never_exceed_the_limit(app: Flask) -> None:
    for _ in range(5):
        forget_slots(app)
        results = at_once(app, [partial(attempt, [f"A{i}"], "ann") for i in range(1, 11)])
        granted = sorted(result.seats[0] for result in results if isinstance(result, locks.Grant))
        assert held_by("ann") == granted
        assert 1 <= len(granted) <= 3
        refusals = [result for result in results if not isinstance(result, locks.Grant)]
        assert all(isinstance(refusal, TooManySeats | SeatsUnavailable) for refusal in refusals)
        db.seat_locks.delete_many({})


def test_the_limit_counts_locks_and_bookings_together() -> None:
    booked("ann", "A1", "A2")
    assert_refused(select("ann", "A3", "A4"), 422, "too_many_seats")
    hold("ann", "A3")
    assert book("ann").status_code == 201
