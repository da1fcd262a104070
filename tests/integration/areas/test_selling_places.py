"""Standing places in bookings: bought, cancelled, sold at the door, blocked, checked in and examined."""

from typing import Any

import pytest
from flask import Flask

from seatapp.bookings import doctor
from seatapp.extensions import db
from seatapp.shows.standing import place_id
from tests.support import asking, builders
from tests.support.hall import assert_agree

from .floor import HALL, bought, buy, cancel, change_show, choose, floor, hold, left, open_floor, sell


@pytest.fixture(autouse=True)
def _hall(app: Flask) -> None:
    open_floor()


def organise(path: str, **body: Any) -> Any:
    method = "POST" if body else "GET"
    return asking.send(method, f"/api/shows/{HALL}/{path}", builders.ADMIN, json=body or None)


def test_each_standing_place_is_an_item_of_its_own() -> None:
    booking = bought("ann", 2, "A1")
    assert (booking["seats"], booking["total"]) == (["A1"], 5000)
    assert [item.get("area") for item in booking["items"]] == [None, "floor", "floor"]
    assert [item["price"] for item in booking["items"]] == [3000, 1000, 1000]
    assert "seat" not in booking["items"][1]
    assert (floor()["booked"], floor()["lockedByOthers"]) == (2, 0)
    assert asking.read("ann", f"/{booking['id']}").json["booking"] == booking
    assert_agree()


def test_a_part_of_the_places_is_booked_and_the_rest_stays_locked() -> None:
    hold("ann", 3)
    booking = buy("ann", areas={"floor": 2}).json["booking"]
    assert (len(booking["items"]), floor("ann")["lockedByMe"]) == (2, 1)
    assert buy("ann", areas={"floor": 2}).json["code"] == "lock_expired"


def test_a_part_of_the_places_is_cancelled_and_the_total_is_right() -> None:
    booking = bought("ann", 3, "A1")
    rest = cancel("ann", booking["id"], areas={"floor": 2}).json["booking"]
    assert (rest["status"], rest["total"], len(rest["items"])) == ("confirmed", 4000, 2)
    assert floor()["booked"] == 1
    assert cancel("ann", booking["id"], areas={"floor": 4}).status_code == 422
    (told,) = organise("bookings").json["bookings"]
    assert told["changes"][0]["fromAreas"] == {"floor": 2}
    assert cancel("ann", booking["id"]).json["booking"]["status"] == "cancelled"
    assert floor()["booked"] == 0
    assert_agree()


def test_places_are_sold_at_the_door_as_long_as_there_are_any() -> None:
    hold("ann", 4)
    assert sell(6).json["booking"]["total"] == 6000
    assert left(sell(1)) == (409, "seats_unavailable", {"floor": 0})
    assert floor("ann") == {
        "capacity": 10,
        "booked": 6,
        "lockedByOthers": 0,
        "lockedByMe": 4,
        "blocked": 0,
    }


def test_places_are_blocked_and_given_back_by_number() -> None:
    assert organise("block-seats", areas={"floor": 8}, reason="guests").json["areas"] == {"floor": 8}
    assert floor()["blocked"] == 8
    assert {each["area"] for each in organise("blocked-seats").json["blocked"]} == {"floor"}
    assert left(choose("ann", 3)) == (409, "seats_unavailable", {"floor": 2})
    assert organise("unblock-seats", areas={"floor": 5}).json["areas"] == {"floor": 5}
    assert floor()["blocked"] == 3
    assert sell(9, blocked=True).status_code == 201
    assert (
        organise("unblock-seats", areas={"floor": 5}).json["areas"] == {"floor": 0} or floor()["blocked"] == 0
    )
    assert_agree()


def test_the_summary_and_the_file_count_places() -> None:
    bought("ann", 3)
    summary = organise("summary").json
    assert summary["seats"] == {"total": 14, "free": 11, "locked": 0, "booked": 3, "blocked": 0}
    (standing,) = [each for each in summary["byCategory"] if each["category"] == "Standing"]
    assert (standing["booked"], standing["takings"]) == (3, 3000)
    assert "Hall, floor; Hall, floor; Hall, floor" in organise("bookings.csv").text


def test_so_many_places_are_checked_in_and_let_out_again() -> None:
    booking = bought("ann", 3)

    def door(path: str, **body: Any) -> Any:
        return asking.send("POST", f"/api/bookings/{booking['id']}/{path}", builders.ADMIN, json=body)

    assert door("check-in", areas={"floor": 2}).json["areas"] == {"floor": 2}
    answer = door("check-in", areas={"floor": 2})
    assert (answer.status_code, answer.json["code"], answer.json["areas"]) == (
        409,
        "already_checked_in",
        {"floor": 1},
    )
    assert door("undo-check-in", areas={"floor": 1}).json["areas"] == {"floor": 1}
    assert door("check-in", areas={"floor": 2}).status_code == 200
    assert {line["area"] for line in organise("door-list").json["seats"]} == {"floor"}
    assert organise("inside").json["inside"] == 3


def test_an_area_loses_no_place_that_somebody_has() -> None:
    bought("ann", 9)
    answer = change_show(areas={"floor": {"capacity": 5, "category": "Standing"}})
    assert (answer.status_code, answer.json["code"]) == (409, "seats_taken")
    assert sum(answer.json["areas"].values()) >= 4
    assert change_show(areas={"floor": {"capacity": 50, "category": "Standing"}}).status_code == 200
    assert floor()["capacity"] == 50


def test_the_doctor_finds_an_area_that_is_more_than_full() -> None:
    bought("ann", 2)
    assert_agree()
    db.shows.update_one({"_id": HALL}, {"$set": {"areas.0.capacity": 1}})
    found = "\n".join(doctor.examine())
    assert "2 places of floor in club are kept, where 1 are the most" in found
    db.seat_locks.update_one({"state": "booked"}, {"$set": {"booking_id": "nobody"}})
    assert place_id("floor", 0).replace("\x1f", " ")[:5] in "\n".join(doctor.examine())
