"""At the door: a ticket admits once, of its own show, unless it was cancelled; mistakes are undone."""

from datetime import datetime
from typing import Any

import pytest

from seatapp.extensions import clock, db
from tests.support import builders
from tests.support.asking import (
    add_show,
    assert_refused,
    book,
    booked,
    cancel_as_organiser,
    hold,
    organise,
    read,
    send,
)
from tests.support.hall import assert_agree

from .at_the_door import admit, check_in, counts, inside, ticket, undo


def test_a_booking_is_admitted_as_a_whole() -> None:
    booking = booked("ann", "A1", "A2")
    answer = check_in(booking).json
    assert answer["seats"] == ["A1", "A2"]
    assert [entry["seat"] for entry in answer["booking"]["checkedIn"]] == ["A1", "A2"]
    for entry in answer["booking"]["checkedIn"]:
        assert abs((datetime.fromisoformat(entry["at"]) - clock.now()).total_seconds()) < 20
    assert_agree()


def test_a_second_scan_says_when_the_ticket_was_admitted_first() -> None:
    booking = booked("ann", "A1", "A2")
    first = check_in(booking).json["booking"]["checkedIn"][0]["at"]
    again = check_in(booking)
    assert_refused(again, 409, "already_checked_in")
    assert (again.json["checkedInAt"], again.json["seats"]) == (first, ["A1", "A2"])


def test_a_party_comes_in_seat_by_seat() -> None:
    booking = booked("ann", "A1", "A2", "A3")
    admit(booking, "A2")
    admit(booking, "A1", "A3")
    assert inside(booking) == ["A2", "A1", "A3"]


def test_of_seats_of_which_one_is_inside_none_is_admitted() -> None:
    booking = booked("ann", "A1", "A2")
    admit(booking, "A1")
    for refused in (check_in(booking, "A1", "A2"), check_in(booking)):
        assert_refused(refused, 409, "already_checked_in")
        assert refused.json["seats"] == ["A1"]
    assert inside(booking) == ["A1"]


def test_a_mistake_is_undone_and_the_ticket_admits_again() -> None:
    booking = booked("ann", "A1", "A2")
    admit(booking)
    assert undo(booking, "A2").json["seats"] == ["A2"]
    assert inside(booking) == ["A1"]
    admit(booking, "A2")
    assert sorted(undo(booking).json["seats"]) == ["A1", "A2"]
    assert (inside(booking), undo(booking).json["seats"]) == ([], [])


def test_a_repetition_of_a_request_whose_answer_was_lost_is_answered_as_the_first() -> None:
    booking = booked("ann", "A1", "A2")
    first, again = check_in(booking, "A1", key="scan-1"), check_in(booking, "A1", key="scan-1")
    assert (first.status_code, again.json) == (200, first.json)
    for other in (
        check_in(booking, "A1", key="scan-2"),
        check_in(booking, "A1"),
        check_in(booking, key="scan-1"),
    ):
        assert_refused(other, 409, "already_checked_in")


def test_a_cancelled_booking_admits_nobody() -> None:
    booking = booked("ann", "A1")
    cancelled = cancel_as_organiser(booking["id"]).json["booking"]["cancelledAt"]
    for refused in (check_in(booking), ticket(booking["id"])):
        assert_refused(refused, 409, "booking_cancelled")
        assert refused.json["cancelledAt"] == cancelled


def test_a_ticket_of_another_show_is_refused_with_that_shows_title() -> None:
    add_show("ball", title="Winter ball", timeZone="Europe/Vienna")
    hold("ann", "A1", showId="ball")
    other = book("ann", showId="ball").json["booking"]
    for refused in (check_in(other), ticket(other["id"]), ticket(other["reference"])):
        assert_refused(refused, 409, "wrong_show")
        assert (refused.json["title"], refused.json["timeZone"]) == ("Winter ball", "Europe/Vienna")
    assert inside(other) == []
    assert check_in(other, showId=None).status_code == 200


def test_a_ticket_of_a_show_that_was_deleted_is_refused_at_the_door_of_the_one_with_its_id() -> None:
    booking = booked("ann", "A1")
    db.bookings.update_one({}, {"$set": {"show_uid": "another"}})
    refused = check_in(booking)
    assert_refused(refused, 409, "wrong_show")
    assert refused.json["title"] is None


def test_a_seat_that_the_booking_has_not_is_refused() -> None:
    booking = booked("ann", "A1")
    refused = check_in(booking, "A1", "A2")
    assert_refused(refused, 422, "unknown_seats")
    assert (refused.json["seats"], inside(booking)) == (["A2"], [])


@pytest.mark.parametrize("body", [{"seats": []}, {"seats": ["A1", "A1"]}, {"seats": "A1"}, {"more": 1}])
def test_a_check_in_that_makes_no_sense_is_refused(body: dict[str, Any]) -> None:
    booking = booked("ann", "A1")
    assert_refused(check_in(booking, **body), 422, "validation_error")


def test_what_is_not_there_is_not_found() -> None:
    assert_refused(check_in({"id": "none"}), 404, "booking_not_found")
    assert_refused(undo({"id": "none"}), 404, "booking_not_found")
    assert_refused(check_in(booked("ann", "A1"), showId="none"), 404, "show_not_found")
    for code in ("none", "7Q10M", "https://example.org/?a=/b", "$where"):
        assert_refused(ticket(code), 404, "booking_not_found")
    assert_refused(ticket(""), 422, "validation_error")


def test_a_ticket_is_found_by_its_code_and_by_its_reference_as_somebody_typed_it() -> None:
    booking = booked("ann", "A1")
    found = ticket(booking["id"]).json
    assert (found["booking"]["id"], found["scanned"]) == (booking["id"], True)
    typed = booking["reference"].lower().replace("-", " ")
    found = ticket(f" {typed}").json
    assert (found["booking"]["id"], found["scanned"]) == (booking["id"], False)


def test_the_beginning_of_a_reference_is_no_ticket() -> None:
    booking = booked("ann", "A1")
    assert_refused(ticket(booking["reference"][:9]), 404, "booking_not_found")


def test_the_holder_sees_that_the_ticket_was_used_and_cannot_use_it() -> None:
    booking = booked("ann", "A1")
    path = f"/api/bookings/{booking['id']}/check-in"
    assert_refused(send("POST", path, {"X-User-Id": "ann"}, json={}), 401, "unauthenticated")
    admit(booking)
    (entry,) = read("ann", f"/{booking['id']}").json["booking"]["checkedIn"]
    assert entry.keys() == {"seat", "at"}


# Who is inside


def test_who_is_inside_is_counted_and_the_last_to_come_are_named() -> None:
    ann, bob = booked("ann", "A1", "A2"), booked("bob", "B1")
    cancelled = booked("eve", "B2")
    assert counts() == (4, 0)
    admit(cancelled)
    cancel_as_organiser(cancelled["id"])
    admit(ann, "A2")
    admit(bob)
    answer = organise("inside").json
    assert (answer["sold"], answer["inside"]) == (3, 2)
    names = [(entry["userId"], [item["seat"] for item in entry["items"]]) for entry in answer["latest"]]
    assert names == [("bob", ["B1"]), ("ann", ["A2"])]
    admit(ann, "A1")
    assert [entry["userId"] for entry in organise("inside").json["latest"]] == ["ann", "bob"]


def test_of_many_who_came_in_the_last_are_named() -> None:
    bookings = [booked(f"u{number}", f"A{number}") for number in range(1, 11)]
    bookings.append(booked("u11", "B1"))
    for booking in reversed(bookings):
        admit(booking)
    answer = organise("inside").json
    assert (answer["inside"], [entry["userId"] for entry in answer["latest"]]) == (
        11,
        [f"u{number}" for number in range(1, 11)],
    )


def test_a_show_that_sold_nothing_has_nobody_inside() -> None:
    assert counts() == (0, 0)


def test_the_door_list_has_every_sold_seat_in_the_halls_order() -> None:
    bob, ann = booked("bob", "B1", "A10"), booked("ann", "A2")
    cancel_as_organiser(booked("eve", "A3")["id"])
    admit(bob, "B1")
    seats = organise("door-list").json["seats"]
    assert [(line["seat"], line["userId"]) for line in seats] == [
        ("A2", "ann"),
        ("A10", "bob"),
        ("B1", "bob"),
    ]
    assert [bool(line["checkedInAt"]) for line in seats] == [False, False, True]
    first = seats[0]
    assert (first["bookingId"], first["reference"], first["customer"]) == (ann["id"], ann["reference"], None)
    assert (first["zone"], first["row"], first["number"]) == ("Hall", "A", "2")


def test_the_door_is_that_of_one_show() -> None:
    assert_refused(send("GET", "/api/shows/none/door-list", builders.ADMIN), 404, "show_not_found")
    assert_refused(send("GET", "/api/shows/none/inside", builders.ADMIN), 404, "show_not_found")
    add_show("ball")
    booked("ann", "A1")
    assert send("GET", "/api/shows/ball/door-list", builders.ADMIN).json["seats"] == []
