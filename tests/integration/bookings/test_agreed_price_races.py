"""Prices that change between a request's look and its write; each guard has a twin without it."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from flask import Flask

from seatapp.bookings import transaction
from seatapp.extensions import clock, db
from seatapp.seats import acquire, availability, blocks, confirm, renewals
from seatapp.seats.claim import Claim
from seatapp.seats.document import BOOKED
from seatapp.shows import store
from seatapp.shows import writes as show_writes
from tests.support.asking import assert_refused, at_once, book, hold, replace_show, select, take
from tests.support.hall import PRICES, SHOW, assert_agree, end_locks, held_by, seat, the_booking

DEAR = PRICES["Dear"]
RISEN = {"Dear": 100_000, "Cheap": 50_000}

Once = Callable[[Any, str, Callable[[], None]], None]


@pytest.fixture
def before_the_next(monkeypatch: pytest.MonkeyPatch) -> Once:
    """Let something happen just before the next call of a function, once."""

    def arrange(module: Any, name: str, happen: Callable[[], None]) -> None:
        function, left = getattr(module, name), [happen]

        def call(*args: Any) -> Any:
            if left:
                left.pop()()
            return function(*args)

        monkeypatch.setattr(module, name, call)

    return arrange


def retake_at_the_new_price() -> None:
    """Let the lock run out, and its holder select the seat anew in another tab."""
    end_locks()
    assert replace_show(prices=RISEN).status_code == 200
    take(["A1"], "ann")


def test_a_renewal_tells_the_price_of_the_lock_that_it_renewed(before_the_next: Once) -> None:
    hold("ann", "A1")
    before_the_next(acquire, "renew", retake_at_the_new_price)
    answer = select("ann", "A1")
    assert answer.json["total"] == seat("A1")["price"] == RISEN["Dear"]


def test_twin_without_a_look_at_the_terms_a_renewal_tells_what_was_before(
    before_the_next: Once, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renewals, "NAMES", ())
    hold("ann", "A1")
    before_the_next(acquire, "renew", retake_at_the_new_price)
    answer = select("ann", "A1")
    assert answer.json["total"] == DEAR != seat("A1")["price"]


def test_a_renewal_with_new_seats_that_has_to_look_again_takes_each_once(before_the_next: Once) -> None:
    hold("ann", "A1")
    before_the_next(acquire, "renew", retake_at_the_new_price)
    answer = select("ann", "A1", "A2")
    assert answer.json["prices"] == {name: seat(name)["price"] for name in ("A1", "A2")}
    assert held_by("ann") == ["A1", "A2"]


def test_the_lock_that_is_turned_into_a_booking_says_the_price(before_the_next: Once) -> None:
    hold("ann", "A1")
    before_the_next(transaction, "transact", retake_at_the_new_price)
    assert book("ann").json["booking"]["total"] == the_booking()["total"] == RISEN["Dear"]
    assert_agree()


def test_who_expected_the_price_before_is_asked_again(before_the_next: Once) -> None:
    hold("ann", "A1")
    before_the_next(transaction, "transact", retake_at_the_new_price)
    assert_refused(book("ann", expectedTotal=DEAR), 409, "price_changed")
    assert seat("A1")["state"] == "locked"
    assert db.bookings.count_documents({}) == 0


def test_twin_that_reads_the_prices_before_the_transaction_charges_what_was_before(
    before_the_next: Once, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold("ann", "A1")
    claim = Claim(SHOW, ["A1"], "ann", clock.now(), BOOKED)
    early = availability.locks_to_book(None, claim)  # type: ignore[arg-type]
    monkeypatch.setattr(confirm, "locks_to_book", lambda *_: early)
    before_the_next(transaction, "transact", retake_at_the_new_price)
    assert book("ann", expectedTotal=DEAR).json["booking"]["total"] == DEAR


def test_a_change_of_prices_among_renewals_changes_no_price(app: Flask) -> None:
    hold("ann", "A1")
    renewals = [partial(select, "ann", "A1") for _ in range(6)]
    answers = at_once(app, [*renewals[:3], partial(replace_show, prices=RISEN), *renewals[3:]])
    told = [answer.json["total"] for answer in answers if "total" in answer.json]
    assert told == [DEAR] * 6
    assert book("ann", expectedTotal=DEAR).status_code == 201


def test_a_currency_does_not_change_under_who_selects_meanwhile(before_the_next: Once) -> None:
    """The seats are taken out of sale first: a look at who has some would miss this one."""
    before_the_next(blocks, "_take", lambda: hold("ann", "A1"))
    assert_refused(replace_show(currency="HUF"), 409, "seats_taken")
    assert store.load(SHOW).currency == "EUR"
    assert book("ann").json["booking"]["currency"] == "EUR"


def test_twin_that_only_looks_at_the_seats_changes_it(
    before_the_next: Once, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "withdraw", lambda *_: None)
    before_the_next(show_writes, "replace", lambda: hold("ann", "A1"))
    assert held_by("ann") == []
    assert replace_show(currency="HUF").status_code == 200
    assert held_by("ann") == ["A1"]


def test_a_lost_race_leaves_no_seat_of_a_wrong_price(before_the_next: Once) -> None:
    """Bob takes a seat between Ann's look and her write: her other seat is free again."""
    hold("ann", "A1")
    before_the_next(acquire, "take_over", lambda: hold("bob", "A2"))
    assert_refused(select("ann", "A1", "A2"), 409, "seats_unavailable")
    assert (held_by("ann"), seat("A1")["price"]) == (["A1"], DEAR)
