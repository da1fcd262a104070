"""Locks that are renewed by their holders, and taken over once they have expired."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask

from seatapp.extensions import db
from seatapp.seats import locks
from seatapp.seats.refusals import SeatsUnavailable
from tests.support.asking import at_once, attempt, take
from tests.support.hall import SHOW, dump, held_by, lock, seat


def test_renewing_prolongs_a_lock_and_keeps_its_beginning() -> None:
    lock("A1", "ann", until=5, since=-25)
    beginning = seat("A1")["first_locked_at"]
    grant = take(["A1"], "ann")
    assert grant.expires_in == 30
    assert seat("A1")["first_locked_at"] == beginning
    assert seat("A1")["expires_at"] == grant.expires_at


def test_renewing_never_shortens() -> None:
    lock("A1", "ann", until=600)
    before = seat("A1")["expires_at"]
    take(["A1"], "ann")
    assert seat("A1")["expires_at"] == before


def test_a_grant_tells_the_end_of_a_lock_that_lasts_longer_than_usual() -> None:
    lock("A1", "ann", until=600)
    grant = take(["A1"], "ann")
    assert grant.expires_at == seat("A1")["expires_at"]
    assert grant.expires_in > 590


def test_renewing_never_reaches_beyond_the_longest_hold(make_app: Callable[..., Flask]) -> None:
    with make_app(max_hold_seconds=60).app_context():
        lock("A1", "ann", until=5, since=-45)
        end = seat("A1")["first_locked_at"] + timedelta(seconds=60)
        grant = take(["A1"], "ann")
        assert seat("A1")["expires_at"] == grant.expires_at == end
        assert grant.expires_in <= 15


def test_a_grant_of_old_and_new_seats_promises_what_all_of_them_keep(make_app: Callable[..., Flask]) -> None:
    with make_app(max_hold_seconds=60).app_context():
        lock("A1", "ann", until=5, since=-45)
        grant = take(["A1", "A2"], "ann")
        ends = [seat(name)["expires_at"] for name in ("A1", "A2")]
        assert grant.expires_at == min(ends) == ends[0]
        assert ends[1] - ends[0] > timedelta(seconds=10)


def test_a_lock_at_the_end_of_the_longest_hold_can_be_had_anew_once_it_is_over() -> None:
    lock("A1", "ann", until=-0.1, since=-900)
    assert take(["A1"], "ann").expires_in == 30
    assert seat("A1")["expires_at"] - seat("A1")["first_locked_at"] == timedelta(seconds=30)


# Taking over


def test_an_expired_lock_is_taken_over_in_place() -> None:
    token = lock("A1", "bob", until=-0.05)
    assert take(["A1"], "ann").seats == ["A1"]
    assert seat("A1")["holder"] == "ann"
    assert seat("A1")["token"] != token
    assert db.seat_locks.count_documents({}) == 1


def test_a_lock_that_is_nearly_over_is_not_taken_over() -> None:
    lock("A1", "bob", until=0.9)
    before = dump()
    with pytest.raises(SeatsUnavailable):
        take(["A1"], "ann")
    assert dump() == before


def test_expired_free_and_own_seats_are_had_in_one_request() -> None:
    lock("A1", "bob", until=-1)
    lock("A2", "ann", until=3, slot=4)
    assert take(["A3", "A2", "A1"], "ann").seats == ["A3", "A2", "A1"]
    assert held_by("ann") == ["A1", "A2", "A3"]


def test_a_refused_request_leaves_expired_locks_for_others_to_take() -> None:
    lock("A1", "bob", until=-1, slot=0)
    lock("A2", "cid", until=30, slot=0)
    with pytest.raises(SeatsUnavailable) as refused:
        take(["A1", "A2"], "ann")
    assert refused.value.details == {"conflicts": ["A2"]}
    assert held_by("ann") == []
    assert take(["A1"], "dan").seats == ["A1"]


def test_one_of_many_rivals_takes_an_expired_lock_over(app: Flask) -> None:
    for _ in range(5):
        for slot, name in enumerate(["A1", "A2", "A3"]):
            lock(name, "bob", until=-1, slot=slot)
        results = at_once(app, [partial(attempt, ["A1", "A2", "A3"], f"rival-{i}") for i in range(8)])
        assert sum(isinstance(result, locks.Grant) for result in results) == 1
        [holder] = db.seat_locks.distinct("holder")
        assert holder.startswith("rival-")
        db.seat_locks.delete_many({})


def test_the_former_holder_cannot_release_what_was_taken_over() -> None:
    lock("A1", "bob", until=-1)
    take(["A1"], "ann")
    assert locks.release(SHOW, ["A1"], "bob") == []
    assert held_by("ann") == ["A1"]
