"""Selecting seats: all or none, and never one of somebody else."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask

from seatapp.extensions import db
from seatapp.seats import locks, service
from seatapp.seats.refusals import SeatsUnavailable, UnknownSeats
from seatapp.shows.store import ShowNotFound
from tests.support import builders
from tests.support.asking import (
    add_show,
    assert_refused,
    at_once,
    attempt,
    lists,
    organise,
    select,
    take,
)
from tests.support.hall import SHOW, dump, held_by, key, lock, seat


def test_a_free_seat_is_locked_for_lock_seconds() -> None:
    grant = take(["A2", "A1"], "ann")
    assert (grant.seats, grant.expires_in) == (["A2", "A1"], 30)
    document = seat("A1")
    assert document["holder"] == "ann"
    assert document["state"] == "locked"
    assert document["expires_at"] == grant.expires_at
    assert document["expires_at"] - document["first_locked_at"] == timedelta(seconds=30)


def test_all_seats_of_a_request_end_together_and_fill_a_slot_each() -> None:
    take(["A1", "A2", "A3"], "ann")
    documents = [seat(name) for name in ("A1", "A2", "A3")]
    assert len({document["expires_at"] for document in documents}) == 1
    assert len({document["token"] for document in documents}) == 1
    assert len({document["slot"] for document in documents}) == 3


def test_a_seat_of_somebody_else_refuses_the_whole_request() -> None:
    lock("A5", "bob")
    before = dump()
    with pytest.raises(SeatsUnavailable) as refused:
        take(["A4", "A5", "A6"], "ann")
    assert refused.value.details == {"conflicts": ["A5"]}
    assert dump() == before


def test_a_refusal_names_every_conflict() -> None:
    lock("A2", "bob")
    builders.book(db, SHOW, ["A4", "A6"], "cid")
    with pytest.raises(SeatsUnavailable) as refused:
        take(["A1", "A2", "A3", "A4", "A5", "A6"], "ann")
    assert sorted(refused.value.details["conflicts"]) == ["A2", "A4", "A6"]
    assert held_by("ann") == []


def test_a_refused_request_keeps_what_its_caller_held_and_does_not_renew_it() -> None:
    lock("A1", "ann", until=5)
    lock("A2", "bob")
    before = dump()
    with pytest.raises(SeatsUnavailable):
        take(["A1", "A2", "A3"], "ann")
    assert dump() == before


def test_a_seat_that_the_caller_has_booked_is_a_conflict() -> None:
    builders.book(db, SHOW, ["A1"], "ann")
    with pytest.raises(SeatsUnavailable) as refused:
        take(["A1", "A2"], "ann")
    assert refused.value.details == {"conflicts": ["A1"]}
    assert held_by("ann") == ["A1"]


def test_a_blocked_seat_is_a_conflict() -> None:
    db.seat_locks.insert_one({**key("A1"), "state": "blocked", "holder": None, "slot": "A1"})
    with pytest.raises(SeatsUnavailable):
        take(["A1"], "ann")
    assert seat("A1")["state"] == "blocked"


def test_the_same_seat_in_another_show_is_another_seat() -> None:
    add_show("ball")
    lock("A1", "bob")
    assert take(["A1"], "ann", "ball").seats == ["A1"]


def test_one_of_many_rivals_gets_the_seats_and_the_others_get_none(app: Flask) -> None:
    rivals = 8
    wanted = ["A1", "A2", "A3"]
    turned = [wanted[i % 3 :] + wanted[: i % 3] for i in range(rivals)]
    for _ in range(5):
        results = at_once(app, [partial(attempt, turned[i], f"rival-{i}") for i in range(rivals)])
        assert sum(isinstance(result, locks.Grant) for result in results) == 1
        assert sum(isinstance(result, SeatsUnavailable) for result in results) == rivals - 1
        assert len(db.seat_locks.distinct("holder")) == 1
        assert db.seat_locks.count_documents({}) == 3
        db.seat_locks.delete_many({})


# Through the front door


def test_seats_that_the_hall_has_not_are_refused_by_name() -> None:
    for call in (service.select, service.release):
        with pytest.raises(UnknownSeats) as refused:
            call(SHOW, ["A1", "A11", "Z1"], "ann")
        assert refused.value.details == {"seats": ["A11", "Z1"]}
    assert dump() == [[], []]


def test_a_show_that_is_not_there_is_refused() -> None:
    for call in (service.select, service.release):
        with pytest.raises(ShowNotFound):
            call("nowhere", ["A1"], "ann")
    with pytest.raises(ShowNotFound):
        service.view("nowhere", "ann")


def test_everybody_sees_the_hall_from_their_own_seat() -> None:
    service.select(SHOW, ["A1"], "ann")
    service.select(SHOW, ["A2"], "bob")
    lock("A3", "cid", until=-1)
    builders.book(db, SHOW, ["A4"])
    seen = lists("ann")
    assert seen["lockedByMe"] == ["A1"]
    assert seen["lockedByOthers"] == ["A2"]
    assert seen["bookedSeats"] == ["A4"]


def test_everybody_is_told_until_when_their_own_seats_are_held() -> None:
    grant = service.select(SHOW, ["A1", "A3"], "ann")
    service.select(SHOW, ["A2"], "bob")
    seen = service.view(SHOW, "ann")
    assert seen["heldUntil"] == {"A1": grant.expires_at, "A3": grant.expires_at}
    assert 0 < (grant.expires_at - seen["now"]).total_seconds() <= grant.expires_in


@pytest.mark.parametrize("foreign", [{}, {"state": "sold"}])
def test_a_seat_that_no_worker_wrote_is_nobody_s_and_stops_nothing(foreign: dict[str, Any]) -> None:
    db.seat_locks.insert_one({**key("A1"), **foreign})
    for holder in ("ann", "bob"):
        assert_refused(select(holder, "A1", "A2"), 409, "seats_unavailable")
    assert select("bob", "A2").status_code == 200
    assert lists()["lockedByMe"] == []
    assert organise("summary").json["seats"]["locked"] == 1


def test_a_seat_that_was_taken_a_moment_ago_is_had_as_soon_as_it_is_free() -> None:
    take(["A1"], "ann")
    assert isinstance(attempt(["A1"], "bob"), SeatsUnavailable)
    # Given back by another worker: this one has not heard of it.
    db.seat_locks.delete_one(key("A1"))
    assert take(["A1", "A2"], "bob").seats == ["A1", "A2"]
    assert held_by("bob") == ["A1", "A2"]


def inserted() -> int:
    """Return how many documents mongod was asked to insert since it started."""
    counted: int = db.database.command("serverStatus")["opcounters"]["insert"]
    return counted


def test_who_asks_for_a_taken_seat_again_writes_nothing() -> None:
    take(["A1"], "ann")
    before = inserted()
    for _ in range(3):
        assert isinstance(attempt(["A1"], "bob"), SeatsUnavailable)
    assert inserted() == before
