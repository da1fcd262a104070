"""Sold at the door: free seats in one call, past the cap and blocks, and how they were paid."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from flask import Flask

from seatapp.extensions import db
from seatapp.seats import blocks, confirm
from tests.support.asking import (
    Answer,
    assert_conflict,
    assert_refused,
    at_once,
    book,
    booked,
    cancel_as_organiser,
    hold,
    lists,
    organise,
    select,
    sell,
)
from tests.support.asking import confirm as sell_for
from tests.support.hall import SHOW, assert_agree, begin_in, dump, end_locks, seat, the_booking

CLASS = [f"A{number}" for number in range(1, 11)] + [f"B{number}" for number in range(1, 11)]


def test_the_organiser_sells_free_seats_that_nobody_has_locked_before() -> None:
    answer = sell("A2", "B1", paid="cash", customer={"name": "Ann"})
    assert answer.status_code == 201
    booking = answer.json["booking"]
    assert (booking["seats"], booking["total"], booking["paid"]) == (["A2", "B1"], 5200, "cash")
    assert lists()["bookedSeats"] == ["A2", "B1"]
    assert organise("door-list").status_code == 200
    found = organise("bookings").json["bookings"][0]
    assert (found["userId"], found["customer"], found["paid"]) == (None, {"name": "Ann"}, "cash")
    assert_agree()


def test_no_cap_binds_the_organiser() -> None:
    assert sell(*CLASS, paid="card").status_code == 201
    assert lists()["bookedSeats"] == sorted(CLASS)
    assert_agree()


def test_a_customer_may_get_more_from_the_organiser_than_by_themselves(
    make_app: Callable[..., Flask],
) -> None:
    with make_app(max_seats_per_user=2).app_context():
        hold("ann", "A1")
        assert sell_for("ann", "A1", "A2", "A3", "A4").status_code == 201
        assert_refused(select("ann", "A5"), 422, "too_many_seats")
        assert_agree()


def test_what_others_have_is_named_and_nothing_is_sold() -> None:
    booked("ann", "A1")
    hold("bob", "A3")
    before = dump()
    assert_conflict(sell("A1", "A2", "A3", "A4", blocked=True), "A1", "A3")
    assert dump() == before


def test_expired_locks_are_no_hindrance() -> None:
    hold("bob", "A1")
    end_locks()
    assert sell("A1").status_code == 201
    assert_agree()


def test_blocked_seats_are_sold_only_to_who_says_so() -> None:
    blocks.block(SHOW, ["A1", "A2"], "house")
    before = dump()
    assert_conflict(sell("A1", "A3"), "A1")
    assert dump() == before
    assert sell("A1", "A3", blocked=True).status_code == 201
    assert (lists()["bookedSeats"], lists()["blockedSeats"]) == (["A1", "A3", "A2"], ["A2"])
    assert "reason" not in seat("A1")
    assert_agree()


def test_the_shop_s_customer_may_get_a_blocked_seat_beside_their_own() -> None:
    blocks.block(SHOW, ["A2"], "house")
    hold("ann", "A1")
    assert sell_for("ann", "A1", "A2", blocked=True).json["booking"]["seats"] == ["A1", "A2"]
    assert_agree()


def test_a_house_seat_that_is_cancelled_is_for_everybody() -> None:
    blocks.block(SHOW, ["A1"], "house")
    booking = sell("A1", blocked=True).json["booking"]
    assert cancel_as_organiser(booking["id"]).status_code == 200
    assert select("ann", "A1").status_code == 200


def test_who_gets_in_free_has_seats_that_cost_nothing() -> None:
    booking = sell("A1", "B1", paid="free", expectedTotal=0).json["booking"]
    assert (booking["total"], booking["currency"]) == (0, "EUR")
    assert [(item["category"], item["price"]) for item in booking["items"]] == [("Dear", 0), ("Cheap", 0)]
    assert_agree()


def test_takings_are_told_by_how_they_were_paid() -> None:
    booked("ann", "A1")
    sell("A2", "B1", paid="cash")
    sell("A3", paid="card")
    sell("A4", "A5", paid="free")
    assert organise("summary").json["byPayment"] == [
        {"paid": None, "seats": 1, "takings": 4200},
        {"paid": "card", "seats": 1, "takings": 4200},
        {"paid": "cash", "seats": 2, "takings": 5200},
        {"paid": "free", "seats": 2, "takings": 0},
    ]


@pytest.mark.parametrize("extra", [{"paid": "cash"}, {"blocked": True}])
def test_only_the_organiser_sells_so(extra: dict[str, Any]) -> None:
    hold("ann", "A1")
    before = dump()
    assert_refused(book("ann", "A1", **extra), 403, "forbidden")
    assert dump() == before


@pytest.mark.parametrize(
    ("body", "field"),
    [({"paid": "cheque"}, "paid"), ({"paid": ["cash"]}, "paid"), ({"blocked": "yes"}, "blocked")],
)
def test_what_is_no_sale_is_refused_by_its_field(body: dict[str, Any], field: str) -> None:
    answer = sell("A1", **{"paid": "cash", **body})
    assert_refused(answer, 422, "validation_error")
    assert list(answer.json["errors"]) == [field]


def test_a_sale_to_nobody_says_which_seats() -> None:
    answer = sell()
    assert_refused(answer, 422, "validation_error")
    assert list(answer.json["errors"]) == ["seats"]


def test_at_the_door_nobody_has_to_say_who_they_are(make_app: Callable[..., Flask]) -> None:
    with make_app(customer_required=["name", "email"]).app_context():
        assert sell("A1", paid="cash").status_code == 201


def test_the_organiser_sells_also_when_sales_have_ended() -> None:
    begin_in(-1)
    assert sell("A1").status_code == 201


def test_a_sale_with_a_key_is_made_once() -> None:
    first, again = sell("A1", key="k"), sell("A1", key="k")
    assert (first.status_code, again.status_code, again.json) == (201, 200, first.json)
    assert_refused(sell("A1", key="k", paid="card"), 422, "idempotency_key_reused")


def test_of_sales_and_selections_at_one_moment_one_gets_the_seats(app: Flask) -> None:
    for _ in range(6):
        calls = [partial(sell, "A2", "A1", blocked=True) for _ in range(4)]
        calls += [partial(select, f"user-{number}", "A1", "A2") for number in range(4)]
        answers: list[Answer] = at_once(app, calls)
        assert sum(answer.status_code in (200, 201) for answer in answers) == 1
        assert {answer.status_code for answer in answers} <= {200, 201, 409}
        assert_agree()
        db.seat_locks.delete_many({})
        db.bookings.delete_many({})


# A seat that leaves the hall is locked for nobody, and a sale at the door is to nobody.


def test_a_seat_that_leaves_the_hall_is_not_sold_at_the_door() -> None:
    blocks.withdraw(SHOW, ["A1"])
    before = dump()
    assert_conflict(sell("A1", "A2"), "A1")
    assert dump() == before


def test_twin_that_turns_what_nobody_has_sells_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confirm, "NOBODY", "nobody at all")
    blocks.withdraw(SHOW, ["A1"])
    assert sell("A1").status_code == 201
    assert the_booking()["seats"] == ["A1"]
