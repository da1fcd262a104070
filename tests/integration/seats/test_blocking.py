"""Blocked seats: not for the public, and nothing that somebody has."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from seatapp.extensions import db
from seatapp.seats import blocks, locks
from tests.support.asking import (
    assert_conflict,
    assert_refused,
    book,
    booked,
    checkout,
    hold,
    lists,
    organise,
    release,
    select,
)
from tests.support.hall import SHOW, assert_agree, dump, end_locks


def test_blocked_seats_are_not_available_to_the_public() -> None:
    answer = organise("block-seats", seats=["A1", "A2"], reason="camera")
    assert answer.status_code == 200
    assert (answer.json["success"], answer.json["seats"]) == (True, ["A1", "A2"])
    assert sorted(lists()["bookedSeats"]) == sorted(lists()["blockedSeats"]) == ["A1", "A2"]
    assert lists()["lockedByOthers"] == lists()["lockedByMe"] == []
    assert {document["reason"] for document in db.seat_locks.find()} == {"camera"}


def test_the_organiser_is_told_why_seats_are_blocked() -> None:
    organise("block-seats", seats=["A2", "A1"], reason="camera")
    organise("block-seats", seats=["B1"])
    booked("ann", "A3")
    assert organise("blocked-seats").json["blocked"] == [
        {"seat": "A1", "reason": "camera", "until": None, "by": "ADMIN_TOKEN"},
        {"seat": "A2", "reason": "camera", "until": None, "by": "ADMIN_TOKEN"},
        {"seat": "B1", "reason": "", "until": None, "by": "ADMIN_TOKEN"},
    ]


def test_blocked_seats_are_neither_selected_nor_booked() -> None:
    organise("block-seats", seats=["A1"])
    assert_conflict(select("ann", "A1", "A2"), "A1")
    assert_refused(book("ann", "A1"), 409, "lock_expired")
    assert lists()["bookedSeats"] == ["A1"]
    assert lists()["lockedByOthers"] == []


def test_blocked_seats_are_not_released_by_anybody() -> None:
    organise("block-seats", seats=["A1"])
    assert release("ann", "A1").json["released"] is False
    locks.expire()
    assert lists()["blockedSeats"] == ["A1"]


def test_seats_that_somebody_has_are_named_and_none_is_blocked() -> None:
    booked("ann", "A2")
    hold("bob", "A4")
    before = dump()
    answer = organise("block-seats", seats=["A1", "A2", "A3", "A4", "A5"])
    assert_refused(answer, 409, "seats_taken")
    assert sorted(answer.json["seats"]) == ["A2", "A4"]
    assert dump() == before


def test_expired_locks_and_cool_downs_keep_no_seat_from_being_blocked() -> None:
    hold("ann", "A1", "A2")
    checkout("ann")
    release("ann", "A2")
    end_locks()
    assert organise("block-seats", seats=["A1", "A2", "A3"]).status_code == 200
    assert sorted(lists()["blockedSeats"]) == ["A1", "A2", "A3"]
    assert_agree()


def test_blocking_twice_is_harmless_and_keeps_the_reason() -> None:
    organise("block-seats", seats=["A1"], reason="camera")
    assert organise("block-seats", seats=["A1", "A2"], reason="press").status_code == 200
    reasons = {document["_id"]["seat"]: document["reason"] for document in db.seat_locks.find()}
    assert reasons == {"A1": "camera", "A2": "press"}
    assert organise("block-seats", seats=["A1", "A2"]).status_code == 200


def test_the_organiser_blocks_more_seats_than_one_person_may_hold(make_app: Callable[..., Flask]) -> None:
    with make_app(max_seats_per_user=1).app_context():
        assert organise("block-seats", seats=["A1", "A2", "B1", "B2"]).status_code == 200


def test_seats_that_are_leaving_the_hall_are_taken_to_one_who_would_block_them() -> None:
    blocks.withdraw(SHOW, ["A1"])
    answer = organise("block-seats", seats=["A1", "A2"])
    assert_refused(answer, 409, "seats_taken")
    assert answer.json["seats"] == ["A1"]
    assert db.seat_locks.count_documents({"state": "blocked"}) == 0


def test_unblocked_seats_are_free_again() -> None:
    organise("block-seats", seats=["A1", "A2"])
    answer = organise("unblock-seats", seats=["A1"])
    assert (answer.status_code, answer.json["seats"]) == (200, ["A1"])
    assert lists()["blockedSeats"] == lists()["bookedSeats"] == ["A2"]
    assert select("ann", "A1").status_code == 200


def test_unblocking_frees_nothing_that_is_not_blocked() -> None:
    booked("ann", "A1")
    hold("bob", "A2")
    before = dump()
    answer = organise("unblock-seats", seats=["A1", "A2", "A3"])
    assert (answer.status_code, answer.json["seats"]) == (200, [])
    assert dump() == before


@pytest.mark.parametrize("path", ["block-seats", "unblock-seats"])
def test_seats_that_the_hall_has_not_are_refused_by_name(path: str) -> None:
    answer = organise(path, seats=["A1", "Z9"])
    assert_refused(answer, 422, "unknown_seats")
    assert answer.json["seats"] == ["Z9"]
    assert dump() == [[], []]


@pytest.mark.parametrize("path", ["block-seats", "unblock-seats"])
@pytest.mark.parametrize("seats", [None, [], "A1", ["A1", "A1"], [1], [""]])
def test_what_is_no_list_of_seats_is_refused(path: str, seats: Any) -> None:
    answer = organise(path, seats=seats)
    assert_refused(answer, 422, "validation_error")
    assert list(answer.json["errors"]) == ["seats"]


@pytest.mark.parametrize("reason", [None, 7, "x" * 201])
def test_a_reason_is_a_short_text(reason: Any) -> None:
    answer = organise("block-seats", seats=["A1"], reason=reason)
    assert_refused(answer, 422, "validation_error")
    assert list(answer.json["errors"]) == ["reason"]
