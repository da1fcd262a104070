"""What is free, taken and sold, in numbers: of a show, and of all."""

from seatapp.extensions import db
from tests.support.asking import (
    booked,
    cancel_as_organiser,
    checkout,
    hold,
    organise,
    release,
    replace_show,
)
from tests.support.hall import SHOW, end_locks, plan


def test_the_summary_of_an_untouched_show() -> None:
    answer = organise("summary").json
    assert answer["success"] is True
    assert (answer["showId"], answer["currency"], answer["salesOpen"]) == (SHOW, "EUR", True)
    assert answer["seats"] == {"total": 20, "free": 20, "locked": 0, "booked": 0, "blocked": 0}
    assert answer["takings"] == 0


def test_the_summary_counts_seats_and_takings_in_all_and_by_category() -> None:
    booked("ann", "A1", "A2", "B1")
    cancel_as_organiser(booked("bob", "A3")["id"])
    hold("cid", "A4", "B2", "B3")
    organise("block-seats", seats=["B5"])
    answer = organise("summary").json
    assert answer["seats"] == {"total": 20, "free": 13, "locked": 3, "booked": 3, "blocked": 1}
    assert answer["takings"] == 2 * 4200 + 1000
    assert {row.pop("category"): row for row in answer["byCategory"]} == {
        "Dear": {
            "price": 4200,
            "total": 10,
            "free": 7,
            "locked": 1,
            "booked": 2,
            "blocked": 0,
            "takings": 8400,
        },
        "Cheap": {
            "price": 1000,
            "total": 10,
            "free": 6,
            "locked": 2,
            "booked": 1,
            "blocked": 1,
            "takings": 1000,
        },
    }


def test_in_the_summary_expired_locks_and_cool_downs_are_free() -> None:
    hold("ann", "A1", "A2")
    checkout("ann")
    release("ann", "A2")
    end_locks()
    seats = organise("summary").json["seats"]
    assert seats == {"total": 20, "free": 20, "locked": 0, "booked": 0, "blocked": 0}


def test_the_summary_knows_nothing_of_seats_that_have_just_left_the_hall() -> None:
    booked("ann", "A1")
    assert replace_show(plan=plan(seats=4)).status_code == 200
    answer = organise("summary")
    assert answer.status_code == 200
    assert answer.json["seats"] == {"total": 8, "free": 7, "locked": 0, "booked": 1, "blocked": 0}


def test_takings_stay_when_prices_change() -> None:
    booked("ann", "A1")
    db.shows.update_one({"_id": SHOW}, {"$set": {"prices.Dear": 1}})
    organise("sales", open=True)
    booked("bob", "A2")
    assert organise("summary").json["takings"] == 4201
