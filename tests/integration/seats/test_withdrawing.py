"""Seats that leave the hall: withdrawn when nobody has them."""

from collections.abc import Callable

import pytest
from flask import Flask

from seatapp.extensions import db
from seatapp.seats import blocks
from seatapp.seats.refusals import SeatsTaken, SeatsUnavailable
from tests.support import builders
from tests.support.asking import take
from tests.support.hall import SHOW, dump, held_by, lock


def test_withdrawn_seats_are_nobodys_and_nobody_gets_them() -> None:
    blocks.withdraw(SHOW, ["A1", "A2"])
    assert held_by(None) == ["A1", "A2"]
    with pytest.raises(SeatsUnavailable):
        take(["A1"], "ann")


def test_seats_that_somebody_has_are_not_withdrawn_and_none_of_the_others() -> None:
    lock("A2", "bob")
    builders.book(db, SHOW, ["A4"])
    before = dump()
    with pytest.raises(SeatsTaken) as refused:
        blocks.withdraw(SHOW, ["A1", "A2", "A3", "A4"])
    assert sorted(refused.value.details["seats"]) == ["A2", "A4"]
    assert dump() == before


def test_expired_locks_do_not_keep_seats_from_being_withdrawn() -> None:
    lock("A1", "bob", until=-1)
    blocks.withdraw(SHOW, ["A1", "A2"])
    assert held_by(None) == ["A1", "A2"]


def test_a_whole_hall_is_withdrawn_whatever_the_limit(make_app: Callable[..., Flask]) -> None:
    hall = [f"A{number}" for number in range(1, 501)]
    lock("A250", "bob", until=-1)
    with make_app(max_seats_per_user=3).app_context():
        blocks.withdraw(SHOW, hall)
    assert len(held_by(None)) == 500


def test_withdrawing_twice_is_harmless() -> None:
    blocks.withdraw(SHOW, ["A1"])
    blocks.withdraw(SHOW, ["A1", "A2"])
    assert held_by(None) == ["A1", "A2"]


def test_withdrawing_nothing_does_nothing() -> None:
    blocks.withdraw(SHOW, [])
    assert dump() == [[], []]


def test_a_large_hall_is_withdrawn_in_batches_all_or_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BATCH_SEATS", 2)
    hall = [f"A{number}" for number in range(1, 10)]
    blocks.withdraw(SHOW, ["A1"])
    lock("A2", "bob", until=-1)
    lock("A4", "cid")
    builders.book(db, SHOW, ["A9"])
    with pytest.raises(SeatsTaken) as refused:
        blocks.withdraw(SHOW, hall)
    assert sorted(refused.value.details["seats"]) == ["A4", "A9"]
    assert held_by(None) == ["A1"]
    db.seat_locks.delete_many({"_id.seat": {"$in": ["A4", "A9"]}})
    blocks.withdraw(SHOW, hall)
    assert held_by(None) == hall
    blocks.restore(SHOW, {"A1", "A2", "A3"})
    assert held_by(None) == hall[3:]
