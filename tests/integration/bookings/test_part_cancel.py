"""Giving back a part: those seats are free, and the booking goes on with the rest."""

from typing import Any

import pytest

from seatapp.extensions import db
from tests.support.asking import (
    assert_refused,
    booked,
    cancel,
    cancel_as_organiser,
    lists,
    organise,
    read,
    select,
    send,
)
from tests.support.hall import PRICES, assert_agree, begin_in, dump, the_booking

from .at_the_door import admit, counts, inside

DEAR, CHEAP = PRICES["Dear"], PRICES["Cheap"]


def test_the_owner_gives_back_a_part_and_keeps_the_rest() -> None:
    booking = booked("ann", "A1", "A2", "B1")
    answer = cancel("ann", booking["id"], "A2")
    assert answer.status_code == 200
    rest = answer.json["booking"]
    assert (rest["status"], rest["seats"], rest["total"]) == ("confirmed", ["A1", "B1"], DEAR + CHEAP)
    assert [item["seat"] for item in rest["items"]] == ["A1", "B1"]
    assert (rest["cancelledAt"], rest["reference"]) == (None, booking["reference"])
    assert read("ann", f"/{booking['id']}").json["booking"] == rest
    assert lists()["bookedSeats"] == ["A1", "B1"]
    assert select("bob", "A2").status_code == 200
    assert_agree()


def test_all_seats_are_the_whole_booking() -> None:
    booking = booked("ann", "A1", "A2")
    cancel("ann", booking["id"], "A1")
    last = cancel("ann", booking["id"], "A2").json["booking"]
    assert (last["status"], last["seats"], last["total"]) == ("cancelled", ["A2"], DEAR)
    assert lists()["bookedSeats"] == []
    whole = booked("bob", "A1", "A2")
    assert cancel("bob", whole["id"], "A2", "A1").json["booking"]["status"] == "cancelled"
    assert_agree()


def test_seats_that_are_not_in_it_are_named_and_nothing_is_cancelled() -> None:
    booking = booked("ann", "A1", "A2")
    booked("bob", "A3")
    before = dump()
    answer = cancel("ann", booking["id"], "A1", "A3", "Z9")
    assert_refused(answer, 422, "unknown_seats")
    assert answer.json["seats"] == ["A3", "Z9"]
    assert dump() == before


def test_a_request_that_comes_twice_is_answered_twice_and_done_once() -> None:
    booking = booked("ann", "A1", "A2")
    first = cancel("ann", booking["id"], "A1")
    booked("bob", "A1")
    again = cancel("ann", booking["id"], "A1")
    assert (again.status_code, again.json) == (200, first.json)
    assert lists()["bookedSeats"] == ["A1", "A2"]
    cancel("ann", booking["id"])
    assert cancel("ann", booking["id"], "A1", "A2").json["booking"]["status"] == "cancelled"
    assert_agree()


def test_who_comes_too_late_gives_nothing_back_and_the_organiser_does() -> None:
    booking = booked("ann", "A1", "A2")
    begin_in(-1)
    before = dump()
    assert_refused(cancel("ann", booking["id"], "A1"), 409, "too_late_to_cancel")
    assert dump() == before
    assert cancel_as_organiser(booking["id"], "A1").json["booking"]["seats"] == ["A2"]


def test_another_holder_s_booking_is_not_found() -> None:
    booking = booked("ann", "A1", "A2")
    assert_refused(cancel("bob", booking["id"], "A1"), 404, "booking_not_found")


@pytest.mark.parametrize("seats", [[], "A1", ["A1", "A1"], [7]])
def test_what_is_no_list_of_seats_cancels_nothing(seats: Any) -> None:
    booking = booked("ann", "A1", "A2")
    body = {"seats": seats}
    answer = send("POST", f"/api/bookings/{booking['id']}/cancel", {"X-User-Id": "ann"}, json=body)
    assert_refused(answer, 422, "validation_error")
    assert list(answer.json["errors"]) == ["seats"]
    assert lists()["bookedSeats"] == ["A1", "A2"]


def test_the_organiser_reads_what_was_given_back_and_by_whom() -> None:
    booking = booked("ann", "A1", "A2", "A3")
    cancel("ann", booking["id"], "A1")
    cancel_as_organiser(booking["id"], "A2")
    changes = organise("bookings").json["bookings"][0]["changes"]
    assert [(each["by"], each["from"], each["to"], each["difference"]) for each in changes] == [
        (None, ["A1"], [], -DEAR),
        ("ADMIN_TOKEN", ["A2"], [], -DEAR),
    ]
    assert organise("summary").json["takings"] == DEAR
    assert "changes" not in read("ann").json["bookings"][0]


def test_who_is_inside_stays_and_what_is_given_back_for_them_is_the_organiser_s() -> None:
    booking = booked("ann", "A1", "A2", "A3")
    admit(booking, "A1")
    before = dump()
    assert_refused(cancel("ann", booking["id"], "A1"), 409, "checked_in")
    assert_refused(cancel("ann", booking["id"]), 409, "checked_in")
    assert dump() == before
    assert cancel("ann", booking["id"], "A2").status_code == 200
    assert inside(booking) == ["A1"]
    assert cancel_as_organiser(booking["id"], "A1").json["booking"]["checkedIn"] == []
    assert counts() == (1, 0)
    assert_agree()


def test_a_booking_of_a_former_release_gives_back_a_part() -> None:
    """Its items have no places, and nothing has changed of it before."""
    booking = booked("ann", "A1", "A2")
    items = [{name: item[name] for name in ("seat", "category", "price")} for item in the_booking()["items"]]
    db.bookings.update_one({"_id": booking["id"]}, {"$set": {"items": items}})
    rest = cancel("ann", booking["id"], "A1").json["booking"]
    assert [(item["seat"], item["row"], item["number"]) for item in rest["items"]] == [("A2", "A", "2")]
