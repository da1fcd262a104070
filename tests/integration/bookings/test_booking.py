"""Booking what one holds: all of it or some, and nothing else."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from seatapp.extensions import clock, db
from seatapp.seats import locks
from tests.support.asking import (
    BOOKINGS,
    assert_refused,
    book,
    booked,
    checkout,
    hold,
    lists,
    read,
    replace_show,
    select,
    send,
)
from tests.support.hall import SHOW, assert_agree, dump, pass_time, seat, the_booking


def test_a_booking_is_answered_as_the_contract_says() -> None:
    hold("ann", "A1", "A2")
    answer = book("ann", "A2", "A1")
    assert answer.status_code == 201
    assert answer.json["success"] is True
    booking = answer.json["booking"]
    expected = {
        "showId": SHOW,
        "seats": ["A1", "A2"],
        "status": "confirmed",
        "total": 8400,
        "currency": "EUR",
    }
    assert {name: booking[name] for name in expected} == expected
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}", booking["reference"])
    assert len(booking["id"]) >= 16
    age = clock.now() - datetime.fromisoformat(booking["createdAt"])
    assert timedelta() <= age < timedelta(seconds=20)
    assert booking["createdAt"].endswith("Z")


def test_booked_seats_are_booked_on_every_map_and_never_expire() -> None:
    booked("ann", "A1")
    pass_time(100_000)
    assert locks.expire() == 0
    assert lists()["bookedSeats"] == ["A1"]
    assert lists()["lockedByOthers"] == lists()["lockedByMe"] == []
    assert "expires_at" not in seat("A1")
    assert_refused(select("bob", "A1"), 409, "seats_unavailable")


def test_without_seats_everything_that_the_caller_holds_is_booked() -> None:
    hold("ann", "A1", "B1")
    hold("ann", "A2")
    hold("bob", "A3")
    booking = book("ann").json["booking"]
    assert booking["seats"] == ["A1", "A2", "B1"]
    assert seat("A3")["state"] == "locked"


def test_some_of_the_held_seats_may_be_booked_and_the_others_stay_held() -> None:
    hold("ann", "A1", "A2")
    assert book("ann", "A1").json["booking"]["seats"] == ["A1"]
    assert seat("A2")["state"] == "locked"
    assert book("ann").json["booking"]["seats"] == ["A2"]
    assert_agree()


def test_seats_in_checkout_are_booked() -> None:
    hold("ann", "A1")
    checkout("ann")
    pass_time(500)
    assert book("ann").status_code == 201
    assert seat("A1").keys().isdisjoint({"expires_at", "checkout", "prolonged"})
    assert_agree()


def test_who_holds_nothing_books_nothing() -> None:
    hold("bob", "A1")
    assert_refused(book("ann"), 409, "lock_expired")
    assert_refused(book("ann", "A2"), 409, "lock_expired")


def test_when_the_lock_has_expired_nothing_changes() -> None:
    hold("ann", "A1", "A2")
    pass_time(30)
    before = dump()
    assert_refused(book("ann", "A1", "A2"), 409, "lock_expired")
    assert_refused(book("ann"), 409, "lock_expired")
    assert dump() == before


def test_when_one_of_the_locks_has_expired_none_of_the_seats_is_booked() -> None:
    hold("ann", "A1")
    pass_time(29)
    hold("ann", "A2")
    pass_time(2)
    before = dump()
    assert_refused(book("ann", "A1", "A2"), 409, "lock_expired")
    assert dump() == before


def test_a_seat_that_somebody_else_holds_is_refused_with_all_the_others() -> None:
    hold("ann", "A1")
    hold("bob", "A2")
    before = dump()
    assert_refused(book("ann", "A1", "A2"), 409, "lock_expired")
    assert dump() == before


def test_a_free_seat_is_not_booked_along() -> None:
    hold("ann", "A1")
    assert_refused(book("ann", "A1", "A2"), 409, "lock_expired")
    assert db.bookings.count_documents({}) == 0


def test_a_former_holder_who_comes_late_books_nothing() -> None:
    hold("ann", "A1")
    pass_time(31)
    hold("bob", "A1")
    before = dump()
    assert_refused(book("ann", "A1"), 409, "lock_expired")
    assert dump() == before


def test_a_seat_is_not_booked_a_second_time() -> None:
    booked("ann", "A1")
    assert_refused(book("ann", "A1"), 409, "lock_expired")
    assert_refused(book("bob", "A1"), 409, "lock_expired")


def test_a_user_id_in_the_body_counts_for_nothing() -> None:
    hold("bob", "A1")
    assert_refused(book("ann", "A1", userId="bob"), 409, "lock_expired")
    hold("ann", "A2")
    assert book("ann", "A2", userId="bob", paymentReference="pi_1").status_code == 201
    assert seat("A2")["holder"] == "ann"
    assert the_booking()["payment_reference"] is None


def test_the_server_works_out_the_total() -> None:
    hold("ann", "A1", "B1", "B2")
    assert_refused(book("ann", total=1, currency="USD", prices={"Dear": 0}), 422, "validation_error")
    booking = book("ann").json["booking"]
    assert (booking["total"], booking["currency"]) == (4200 + 2 * 1000, "EUR")


def test_a_total_stays_when_the_prices_change() -> None:
    before = booked("ann", "A1")
    assert replace_show(prices={"Dear": 1, "Cheap": 1}).status_code == 200
    assert read("ann", f"/{before['id']}").json["booking"] == before
    assert booked("bob", "A2")["total"] == 1
    assert_agree()


def test_seats_that_the_hall_has_not_are_refused_by_name() -> None:
    answer = book("ann", "A1", "Z9")
    assert_refused(answer, 422, "unknown_seats")
    assert answer.json["seats"] == ["Z9"]


def test_a_show_that_is_not_there_is_refused() -> None:
    assert_refused(book("ann", "A1", showId="nowhere"), 404, "show_not_found")
    assert_refused(book("ann", showId="nowhere"), 404, "show_not_found")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"showId": None}, "showId"),
        ({"seats": []}, "seats"),
        ({"seats": "A1"}, "seats"),
        ({"seats": ["A1", "A1"]}, "seats"),
        ({"seats": [{"$ne": 1}]}, "seats"),
    ],
)
def test_a_request_of_another_shape_is_refused(body: dict[str, Any], field: str) -> None:
    answer = book("ann", **body)
    assert_refused(answer, 422, "validation_error")
    assert field in answer.json["errors"]


def test_what_is_no_json_is_refused() -> None:
    headers = {"X-User-Id": "ann", "Content-Type": "application/json"}
    assert send("POST", BOOKINGS, headers, data="{").status_code == 400
    assert send("POST", BOOKINGS, {"X-User-Id": "ann"}, data="showId=hall").status_code == 415
