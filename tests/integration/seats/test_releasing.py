"""Seats that are given back, and locks that expire."""

from datetime import timedelta

import pytest

from seatapp.extensions import clock, db
from seatapp.seats import locks
from tests.support import builders
from tests.support.asking import add_show, take
from tests.support.hall import SHOW, dump, held_by, lock, seat


def test_the_holder_releases_and_hears_what_was_released() -> None:
    take(["A1", "A2", "A3"], "ann")
    assert locks.release(SHOW, ["A3", "A1", "A9"], "ann") == ["A3", "A1"]
    assert held_by("ann") == ["A2"]


def test_nobody_but_the_holder_releases() -> None:
    take(["A1"], "ann")
    before = dump()
    assert locks.release(SHOW, ["A1"], "bob") == []
    assert dump() == before


def test_a_booked_seat_is_not_released() -> None:
    builders.book(db, SHOW, ["A1"], "ann")
    assert locks.release(SHOW, ["A1"], "ann") == []
    assert locks.release_all("ann", clock.now()) == 0
    assert seat("A1")["state"] == "booked"


def test_an_expired_lock_is_nobodys_to_release() -> None:
    lock("A1", "ann", until=-1)
    assert locks.release(SHOW, ["A1"], "ann") == []


def test_who_leaves_loses_the_locks_on_all_shows_and_nothing_else() -> None:
    add_show("ball")
    take(["A1", "A2"], "ann")
    take(["A1"], "ann", "ball")
    take(["A3"], "bob")
    builders.book(db, "ball", ["A2"], "ann")
    assert locks.release_all("ann", clock.now()) == 3
    assert held_by("ann") == ["A2"]
    assert held_by("bob") == ["A3"]


def test_what_was_locked_after_somebody_left_stays() -> None:
    left_at = clock.now() - timedelta(seconds=1)
    take(["A1"], "ann")
    assert locks.release_all("ann", left_at) == 0


def test_only_what_is_due_expires() -> None:
    lock("A1", "ann", until=-0.01)
    lock("A2", "bob", until=0.9)
    builders.book(db, SHOW, ["A3"])
    assert locks.expire() == 1
    assert sorted(db.seat_locks.distinct("_id.seat")) == ["A2", "A3"]


def test_locks_that_end_at_the_same_moment_expire_in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "EXPIRED_AT_ONCE", 2)
    for slot in range(3):
        lock(f"A{slot + 1}", "ann", until=-1, slot=slot)
    assert [locks.expire() for _ in range(3)] == [2, 1, 0]
    assert held_by("ann") == []
