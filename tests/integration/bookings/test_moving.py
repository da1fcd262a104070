"""Moving: a booking gets other seats for its own, all or none, at their prices."""

from collections.abc import Callable
from typing import Any

import pytest
from bson import ObjectId
from flask import Flask

from seatapp.extensions import db
from seatapp.seats import blocks
from tests.support import builders
from tests.support.asking import (
    BOOKINGS,
    assert_conflict,
    assert_refused,
    booked,
    cancel,
    cancel_as_organiser,
    hold,
    lists,
    move,
    organise,
    read,
    replace_show,
    select,
    sell,
    send,
)
from tests.support.hall import PRICES, SHOW, assert_agree, begin_in, dump, lose, seat

from .at_the_door import admit, inside

DEAR, CHEAP = PRICES["Dear"], PRICES["Cheap"]


def test_a_booking_gets_other_seats_for_its_own() -> None:
    booking = booked("ann", "A1", "A2", "A3")
    answer = move(booking["id"], {"A1": "B1", "A2": "B2"})
    assert answer.status_code == 200
    moved = answer.json["booking"]
    assert (moved["status"], moved["seats"]) == ("confirmed", ["A3", "B1", "B2"])
    assert (moved["total"], answer.json["difference"]) == (DEAR + 2 * CHEAP, 2 * (CHEAP - DEAR))
    assert [(item["seat"], item["row"], item["price"]) for item in moved["items"]] == [
        ("A3", "A", DEAR),
        ("B1", "B", CHEAP),
        ("B2", "B", CHEAP),
    ]
    assert (moved["id"], moved["reference"]) == (booking["id"], booking["reference"])
    assert read("ann", f"/{booking['id']}").json["booking"]["items"] == moved["items"]
    assert lists()["bookedSeats"] == ["A3", "B1", "B2"]
    assert seat("B1")["holder"] == "ann"
    assert select("bob", "A1", "A2").status_code == 200
    assert_agree()


def test_the_new_seats_cost_what_the_show_asks_now_and_the_others_what_was_agreed() -> None:
    booking = booked("ann", "A1", "A2")
    replace_show(prices={"Dear": 5000, "Cheap": 1500})
    answer = move(booking["id"], {"A1": "A4"})
    assert (answer.json["booking"]["total"], answer.json["difference"]) == (DEAR + 5000, 5000 - DEAR)
    assert organise("summary").json["takings"] == DEAR + 5000


def test_what_others_have_is_named_and_nothing_has_changed() -> None:
    booking = booked("ann", "A1", "A2", "A3")
    booked("bob", "B1")
    hold("cid", "B2")
    blocks.block(SHOW, ["B3"], "house")
    before = dump()
    assert_conflict(move(booking["id"], {"A1": "B1", "A2": "B2", "A3": "B3"}), "B1", "B2", "B3")
    assert_conflict(move(booking["id"], {"A1": "B4", "A2": "A3"}), "A3")
    assert dump() == before


def test_blocked_seats_are_for_who_says_so() -> None:
    booking = booked("ann", "A1")
    blocks.block(SHOW, ["B3"], "house")
    assert move(booking["id"], {"A1": "B3"}, blocked=True).json["booking"]["seats"] == ["B3"]
    assert lists()["blockedSeats"] == []
    assert_agree()


def test_a_party_shifts_along_its_row() -> None:
    booking = booked("ann", "A1", "A2")
    answer = move(booking["id"], {"A1": "A2", "A2": "A3"})
    assert (answer.json["booking"]["seats"], answer.json["difference"]) == (["A2", "A3"], 0)
    assert lists()["bookedSeats"] == ["A2", "A3"]
    assert_agree()


def test_who_moves_to_where_they_sit_stays() -> None:
    booking = booked("ann", "A1", "A2")
    before = dump()
    answer = move(booking["id"], {"A1": "A2", "A2": "A1"})
    assert (answer.status_code, answer.json["difference"]) == (200, 0)
    assert dump() == before


def test_a_move_that_comes_twice_is_answered_twice_and_made_once() -> None:
    booking = booked("ann", "A1", "A2")
    first = move(booking["id"], {"A1": "B1"})
    booked("bob", "A1")
    again = move(booking["id"], {"A1": "B1"})
    assert (again.status_code, again.json) == (200, first.json)
    assert_agree()


def test_who_moves_back_is_moved() -> None:
    booking = booked("ann", "A1")
    for where in ({"A1": "B1"}, {"B1": "A1"}, {"A1": "B1"}):
        assert move(booking["id"], where).json["booking"]["seats"] == list(where.values())
    assert len(organise("bookings").json["bookings"][0]["changes"]) == 3


def test_a_seat_that_the_customer_holds_is_theirs_at_the_agreed_price() -> None:
    booking = booked("ann", "A1")
    hold("ann", "B1")
    replace_show(prices={"Dear": 5000, "Cheap": 1500})
    assert move(booking["id"], {"A1": "B1"}).json["booking"]["total"] == CHEAP
    assert_agree()


def test_no_cap_binds_a_move_and_the_booking_counts_as_before(make_app: Callable[..., Flask]) -> None:
    with make_app(max_seats_per_user=2).app_context():
        booking = booked("ann", "A1", "A2")
        assert move(booking["id"], {"A1": "B1", "A2": "B2"}).status_code == 200
        assert_refused(select("ann", "A1"), 422, "too_many_seats")
        assert cancel("ann", booking["id"], "B1").status_code == 200
        assert select("ann", "A1").status_code == 200
        assert_agree()


def test_what_was_sold_at_the_door_is_moved_and_free_stays_free() -> None:
    booking = sell("B1", paid="free").json["booking"]
    answer = move(booking["id"], {"B1": "A1"})
    assert (answer.json["booking"]["total"], answer.json["difference"]) == (0, 0)
    assert_agree()


def test_who_is_inside_is_inside_on_the_new_seat() -> None:
    booking = booked("ann", "A1", "A2")
    admit(booking, "A1")
    assert move(booking["id"], {"A1": "A2", "A2": "A3"}).status_code == 200
    assert inside(booking) == ["A2"]
    assert_agree()


def test_the_organiser_moves_after_the_show_has_begun() -> None:
    booking = booked("ann", "A1")
    begin_in(-1)
    assert move(booking["id"], {"A1": "A2"}).status_code == 200


def test_a_cancelled_booking_is_not_moved() -> None:
    booking = booked("ann", "A1")
    cancel("ann", booking["id"])
    before = dump()
    answer = move(booking["id"], {"A1": "A2"})
    assert_refused(answer, 409, "booking_cancelled")
    assert answer.json["cancelledAt"]
    assert dump() == before


@pytest.mark.parametrize(
    ("where", "unknown"), [({"A1": "A3", "A4": "A5"}, ["A4"]), ({"A1": "Z9"}, ["Z9"]), ({"Z9": "A3"}, ["Z9"])]
)
def test_seats_that_booking_or_hall_has_not_are_named(where: dict[str, str], unknown: list[str]) -> None:
    booking = booked("ann", "A1", "A2")
    before = dump()
    answer = move(booking["id"], where)
    assert_refused(answer, 422, "unknown_seats")
    assert answer.json["seats"] == unknown
    assert dump() == before


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"from": ["A1"]}, "to"),
        ({"to": ["A3"]}, "from"),
        ({"from": ["A1"], "to": ["A3", "A4"]}, "to"),
        ({"from": ["A1", "A2"], "to": ["A3", "A3"]}, "to"),
        ({"from": [], "to": []}, "from"),
        ({"from": ["A1"], "to": ["A3"], "seats": ["A1"]}, "seats"),
    ],
)
def test_what_is_no_move_is_refused_by_its_field(body: Any, field: str) -> None:
    booking = booked("ann", "A1", "A2")
    before = dump()
    answer = send("POST", f"{BOOKINGS}/{booking['id']}/move", builders.ADMIN, json=body)
    assert_refused(answer, 422, "validation_error")
    assert field in answer.json["errors"]
    assert dump() == before


@pytest.mark.parametrize(
    ("who", "status"), [({"X-User-Id": "ann"}, 401), ({"Authorization": "Bearer x"}, 403)]
)
def test_only_the_organiser_moves(who: dict[str, str], status: int) -> None:
    booking = booked("ann", "A1")
    body = {"from": ["A1"], "to": ["A2"]}
    assert send("POST", f"{BOOKINGS}/{booking['id']}/move", who, json=body).status_code == status


def test_a_booking_of_a_show_that_is_no_more_is_not_moved_in_the_one_that_has_its_id() -> None:
    booking = booked("ann", "A1")
    db.shows.update_one({"_id": SHOW}, {"$set": {"uid": ObjectId()}})
    before = dump()
    assert_refused(move(booking["id"], {"A1": "A2"}), 404, "show_not_found")
    assert dump() == before


def test_in_an_archived_show_nobody_is_moved_and_a_part_may_be_given_back() -> None:
    booking = booked("ann", "A1", "A2")
    begin_in(-7 * 3600)
    assert send("POST", f"/api/shows/{SHOW}/archive", builders.ADMIN).status_code == 200
    assert_refused(move(booking["id"], {"A1": "A3"}), 404, "show_not_found")
    assert cancel_as_organiser(booking["id"], "A1").json["booking"]["seats"] == ["A2"]
    assert_agree()


def test_there_is_no_booking_by_another_id() -> None:
    assert_refused(move("nothing", {"A1": "A2"}), 404, "booking_not_found")


def test_the_index_refuses_a_seat_whose_document_was_lost() -> None:
    booking = booked("ann", "A1")
    booked("bob", "A2")
    lose("A2")
    before = dump()
    assert_conflict(move(booking["id"], {"A1": "A2"}), "A2")
    assert dump() == before


def test_a_move_is_told_to_the_shop(make_app: Callable[..., Flask]) -> None:
    with make_app(webhook_urls=["https://shop.example/hook"], webhook_secret="whsec_c2VjcmV0").app_context():
        booking = booked("ann", "A1", "A2")
        move(booking["id"], {"A1": "B1"})
        cancel("ann", booking["id"], "A2")
        events = [event["event"] for event in db.outbox.find().sort("created_at", 1)]
    assert events == ["booking.confirmed", "booking.changed", "booking.changed"]
