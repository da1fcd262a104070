"""Cancelling: the seats are free again, the booking stays readable."""

from collections.abc import Callable
from unittest import mock

import pytest
from flask import Flask
from pymongo.errors import AutoReconnect

from seatapp.webhooks import outbox
from tests.support.asking import assert_refused, at_once, booked, cancel, cancel_as_organiser, lists, read
from tests.support.hall import assert_agree, begin_in, dump, seat, the_booking


def test_the_owner_cancels_and_the_seats_are_free() -> None:
    booking = booked("ann", "A1", "A2")
    answer = cancel("ann", booking["id"])
    assert answer.status_code == 200
    assert answer.json["success"] is True
    assert answer.json["booking"]["id"] == booking["id"]
    assert answer.json["booking"]["status"] == "cancelled"
    assert lists()["bookedSeats"] == []
    booked("bob", "A1", "A2")
    assert_agree()


def test_a_cancelled_booking_stays_readable() -> None:
    booking = booked("ann", "A1")
    cancelled = cancel("ann", booking["id"]).json["booking"]
    assert read("ann", f"/{booking['id']}").json["booking"] == cancelled
    assert read("ann").json["bookings"] == [cancelled]
    assert cancelled["seats"] == ["A1"]
    assert cancelled["total"] == booking["total"]


def test_cancelling_twice_is_fine_and_frees_nothing_again() -> None:
    booking = booked("ann", "A1")
    first = cancel("ann", booking["id"])
    booked("bob", "A1")
    again = cancel("ann", booking["id"])
    assert (again.status_code, again.json) == (200, first.json)
    assert seat("A1")["holder"] == "bob"
    assert_agree()


def test_cancelling_twice_at_once_is_fine(app: Flask) -> None:
    booking = booked("ann", "A1")
    answers = at_once(app, [lambda: cancel("ann", booking["id"])] * 4)
    assert [answer.status_code for answer in answers] == [200] * 4
    assert len({answer.json["booking"]["cancelledAt"] for answer in answers}) == 1
    assert_agree()


def test_a_cancelled_booking_makes_room_under_the_limit(make_app: Callable[..., Flask]) -> None:
    with make_app(max_seats_per_user=1).app_context():
        cancel("ann", booked("ann", "A1")["id"])
        booked("ann", "A2")


@pytest.mark.parametrize(("early", "status"), [(-1, 409), (3590, 200)])
def test_the_owner_cancels_until_the_show_begins(early: float, status: int) -> None:
    booking = booked("ann", "A1")
    begin_in(early)
    assert cancel("ann", booking["id"]).status_code == status


@pytest.mark.parametrize(("early", "status"), [(3590, 409), (3700, 200)])
def test_until_when_the_owner_may_cancel_is_a_setting(
    make_app: Callable[..., Flask], early: float, status: int
) -> None:
    with make_app(cancel_until_seconds=3600).app_context():
        booking = booked("ann", "A1")
        begin_in(early)
        assert cancel("ann", booking["id"]).status_code == status


def test_who_comes_too_late_to_cancel_changes_nothing() -> None:
    booking = booked("ann", "A1")
    begin_in(-1)
    before = dump()
    assert_refused(cancel("ann", booking["id"]), 409, "too_late_to_cancel")
    assert dump() == before


def test_the_organiser_cancels_always() -> None:
    booking = booked("ann", "A1")
    begin_in(-1)
    answer = cancel_as_organiser(booking["id"])
    assert (answer.status_code, answer.json["booking"]["status"]) == (200, "cancelled")
    assert seat("A1") == {}
    assert the_booking()["cancelled_by"] == "organiser"
    assert cancel("ann", booking["id"]).status_code == 200
    assert_agree()


def test_when_cancelling_fails_on_the_way_the_booking_stands() -> None:
    booking = booked("ann", "A1")
    before = dump()
    with mock.patch.object(outbox, "write", side_effect=AutoReconnect("the connection broke")):
        assert_refused(cancel("ann", booking["id"]), 503, "unavailable")
    assert dump() == before
