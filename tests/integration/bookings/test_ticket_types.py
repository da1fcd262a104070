"""Ticket types in bookings: what was agreed is charged, and limits are kept, by two bookings at once too."""

from collections import Counter
from functools import partial
from typing import Any

import pytest
from flask import Flask

from seatapp.bookings import service
from tests.support.asking import (
    Answer,
    assert_refused,
    at_once,
    book,
    cancel,
    checkout,
    confirm,
    hold,
    move,
    organise,
    replace_show,
    sell,
)
from tests.support.hall import PRICES, assert_agree, held_by

ADULT = {"id": "adult", "title": "Adult", "prices": PRICES}
CHILD = {"id": "child", "title": "Child", "prices": {"Cheap": 500}}
CHEAP = PRICES["Cheap"]


@pytest.fixture(autouse=True)
def types(app: Any) -> None:
    limit()


def limit(**limits: Any) -> None:
    """Sell children's tickets with these limits."""
    answer = replace_show(ticketTypes=[ADULT, {**CHILD, **limits}])
    assert answer.status_code == 200, answer.text


def hold_as_child(user: str, *seats: str) -> None:
    hold(user, *seats, ticketTypes=dict.fromkeys(seats, "child"))


def types_in(answer: Answer) -> list[str]:
    assert answer.status_code in (200, 201), answer.text
    return [item["ticketType"] for item in answer.json["booking"]["items"]]


def assert_breaks(answer: Answer, rule: str, *seats: str) -> None:
    assert_refused(answer, 409, "rule_broken")
    assert (answer.json["rule"], answer.json["seats"]) == (rule, list(seats))


def test_a_booking_has_the_types_that_its_seats_were_locked_as() -> None:
    hold("ann", "B1")
    hold_as_child("ann", "B2")
    assert [item["ticketType"] for item in checkout("ann").json["items"]] == ["adult", "child"]
    answer = book("ann", expectedTotal=CHEAP + 500)
    assert types_in(answer) == ["adult", "child"]
    assert_agree()


def test_what_the_organiser_sells_has_the_first_type() -> None:
    assert types_in(sell("B1")) == ["adult"]


def test_who_is_moved_keeps_the_type_where_it_is_for_the_new_seat() -> None:
    hold_as_child("ann", "B1", "B2")
    booking = book("ann").json["booking"]
    answer = move(booking["id"], {"B1": "B3", "B2": "A1"})
    assert {item["seat"]: item["ticketType"] for item in answer.json["booking"]["items"]} == {
        "B3": "child",
        "A1": "adult",
    }
    assert answer.json["difference"] == PRICES["Dear"] - 500


def test_the_summary_and_the_csv_tell_the_types() -> None:
    hold_as_child("ann", "B1", "B2")
    hold("ann", "A1")
    book("ann")
    assert organise("summary").json["byTicketType"] == [
        {"ticketType": "adult", "title": "Adult", "seats": 1, "takings": PRICES["Dear"]},
        {"ticketType": "child", "title": "Child", "seats": 2, "takings": 1000},
    ]
    assert "Adult; Child; Child" in organise("bookings.csv").text


def test_one_buyer_has_no_more_of_a_type_than_the_show_allows() -> None:
    limit(maxPerBuyer=2)
    hold_as_child("ann", "B1", "B2", "B3")
    assert_breaks(checkout("ann"), "maxPerBuyer", "B1", "B2", "B3")
    assert_breaks(book("ann"), "maxPerBuyer", "B1", "B2", "B3")
    assert_breaks(book("ann", "B1"), "maxPerBuyer", "B1")
    assert held_by("ann") == ["B1", "B2", "B3"]


def test_what_one_has_booked_counts_and_what_one_cancelled_does_not() -> None:
    limit(maxPerBuyer=2)
    hold_as_child("ann", "B1", "B2")
    booking = book("ann").json["booking"]
    hold_as_child("ann", "B3")
    assert_breaks(checkout("ann"), "maxPerBuyer", "B3")
    cancel("ann", booking["id"], "B2")
    assert checkout("ann").status_code == 200
    assert types_in(book("ann")) == ["child"]


def test_a_type_is_sold_with_what_it_needs() -> None:
    limit(needs={"type": "adult", "each": 2})
    hold_as_child("ann", "B1", "B2", "B3")
    hold("ann", "B4")
    assert_breaks(checkout("ann"), "needs", "B1", "B2", "B3")
    hold("ann", "A1")
    assert checkout("ann").status_code == 200
    assert_breaks(book("ann", "B1"), "needs", "B1")
    assert book("ann").status_code == 201


def test_the_shop_books_what_was_paid_for() -> None:
    limit(maxPerBuyer=1)
    hold_as_child("ann", "B1", "B2")
    assert types_in(confirm("ann")) == ["child", "child"]


def book_in_two_halves(app: Flask) -> None:
    """Let a buyer lock two children's tickets, of which one is allowed, and book each at the same moment."""
    limit(maxPerBuyer=1)
    seats = [f"B{number}" for number in range(1, 11)]
    for buyer, (one, other) in enumerate(zip(seats[::2], seats[1::2], strict=True)):
        hold_as_child(f"buyer-{buyer}", one, other)
        at_once(app, [partial(book, f"buyer-{buyer}", seat) for seat in (one, other)])


def booked_by_each() -> Counter[str]:
    return Counter(row["userId"] for row in organise("bookings").json["bookings"])


def test_two_bookings_at_once_do_not_get_past_the_limit(app: Flask) -> None:
    book_in_two_halves(app)
    assert booked_by_each() == {}


def test_twin_without_the_look_in_the_transaction_they_do(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "require_types", lambda *_: None)
    book_in_two_halves(app)
    assert set(booked_by_each().values()) == {2}
