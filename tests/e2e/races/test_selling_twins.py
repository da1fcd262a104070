"""Selling in this process: the code as it is, and with a guard taken out, before the same judge."""

import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, TypeAlias

import pytest
from flask import Flask
from pymongo.client_session import ClientSession

from seatapp.bookings import cancelling, service, transaction
from seatapp.bookings.booking import Order, as_json
from seatapp.bookings.store import find_any
from seatapp.database import Document
from seatapp.errors import Refusal
from seatapp.extensions import db
from seatapp.identity.admin import FIRST, Admin
from seatapp.runtime import runtime_of
from seatapp.seats import confirm, locks
from seatapp.seats.claim import Claim
from seatapp.seats.document import BOOKED, LOCKED, seat_keys
from seatapp.shows import store
from tests.support import sales
from tests.support.racing import TRIES, at_once, faults, goes_red, insist

from .selling import PAIR, Told, new_show

ROUNDS = 6
SLOWEST_SECONDS = 0.03


class Shop:
    """Selling in this process, in as many threads as one likes."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.show = ""

    def open(self) -> None:
        """Begin anew: an empty show."""
        self.show = new_show(self.app.test_client())

    def select(self, holder: str, seats: list[str] = PAIR) -> bool:
        with self.app.app_context():
            try:
                locks.select(store.find(self.show), seats, holder)
            except Refusal:
                return False
        return True

    def book(self, holder: str, seats: list[str] | None = None, key: str | None = None) -> Told:
        with self.app.app_context():
            try:
                return as_json(service.book(Order(self.show, seats or PAIR, holder, key))[0])
            except Refusal:
                return None

    def faults(self, told: Sequence[Told]) -> list[str]:
        return sales.faults(self.app, self.show, told)


Race: TypeAlias = Callable[[Shop], list[str]]


@pytest.fixture
def shop(app: Flask) -> Shop:
    return Shop(app)


def turn_without(*guards: str) -> Callable[[ClientSession | None, Claim, Document], int]:
    """Return `confirm._turn` without some of its conditions."""

    def turn(session: ClientSession | None, claim: Claim, condition: Document) -> int:
        own = {"_id": seat_keys(claim.show_id, claim.seats), "holder": claim.holder, "state": LOCKED}
        left = {name: value for name, value in {**own, **condition}.items() if name not in guards}
        booked = {"state": BOOKED, "booking_id": claim.booking_id}
        lock_only = ["expires_at", "prolonged", "checkout"]
        changes: list[Document] = [{"$set": booked}, {"$unset": lock_only}]
        return db.seat_locks.update_many(left, changes, session=session).matched_count

    return turn


def everybody_books(shop: Shop) -> list[str]:
    """One has the seats and all book them; say what is wrong then, and whose seats were stolen."""
    shop.open()
    assert shop.select("ann")
    told = at_once([partial(shop.book, name) for name in ("ann", *(f"guest {n}" for n in range(7)))])
    return [*shop.faults(told), *([] if told[0] else ["ann lost what she held"])]


def the_late_book(shop: Shop) -> list[str]:
    """The lock has run out and nobody has tidied up: its former holder comes too late."""
    shop.open()
    assert shop.select("ann")
    with shop.app.app_context():
        db.seat_locks.update_many({}, [{"$set": {"expires_at": "$$NOW"}}])
    told = shop.book("ann")
    return [*shop.faults([told]), *(["ann booked too late"] if told else [])]


def one_key_for_all(shop: Shop) -> list[str]:
    """Requests for different seats under one key at once: there may be one booking by it."""
    shop.open()
    seats = [f"A{number}" for number in range(1, 5)]
    assert shop.select("ann", seats)
    told = at_once([partial(shop.book, "ann", [seat], shop.show) for seat in seats])
    count = len({booking["id"] for booking in told if booking})
    return [*shop.faults(told), *([] if count == 1 else [f"{count} bookings by one key"])]


def all_tabs_buy(shop: Shop) -> list[str]:
    """One user buys in many tabs at once; say so when that was more than one user may have."""
    shop.open()
    with shop.app.app_context():
        runtime_of(shop.app).slots.remember(shop.show, "ann", frozenset())

    def buy(seat: str) -> Told:
        return shop.book("ann", [seat]) if shop.select("ann", [seat]) else None

    told = at_once([partial(buy, f"A{number}") for number in range(1, 11)])
    owned = len([booking for booking in told if booking])
    return [*shop.faults(told), *([f"ann owns {owned}"] if owned > 4 else [])]


def the_seats_of_a_cancelled(shop: Shop) -> list[str]:
    """One cancels a booking in many tabs at once, and another, who waits for its seats, books them."""
    shop.open()
    assert shop.select("ann")
    old = shop.book("ann")
    assert old

    def cancel() -> Told:
        with shop.app.app_context():
            cancelling.cancel_any(old["id"], FIRST)
        return None

    def rebuy() -> Told:
        over = threading.Event()
        return insist(lambda: (shop.select("bob") and shop.book("bob")) or None, over)

    try:
        return shop.faults(at_once([cancel, cancel, cancel, rebuy]))
    except AssertionError:
        return ["bob lost what he held"]


RACES = [everybody_books, the_late_book, one_key_for_all, the_seats_of_a_cancelled]


def run(race: Race, shop: Shop, rounds: int) -> Iterator[list[str]]:
    """Run the race so often; yield what is wrong with each round."""
    return (race(shop) for _ in range(rounds))


@pytest.mark.parametrize("race", RACES)
def test_the_code_with_its_guards_in_has_no_fault(shop: Shop, race: Race) -> None:
    assert faults(run(race, shop, ROUNDS)) == []


def test_twin_without_the_holder_others_book_what_one_holds(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confirm, "mark_booked", turn_without("holder"))
    assert goes_red(run(everybody_books, shop, TRIES), "ann lost what she held")


def test_twin_without_the_clock_a_former_holder_books(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confirm, "mark_booked", turn_without("$expr"))
    assert goes_red(run(the_late_book, shop, TRIES), "ann booked too late")


@pytest.mark.parametrize("left", ["seat guard", "index"])
def test_each_of_the_two_guards_against_selling_twice_suffices(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, left: str
) -> None:
    if left == "index":
        monkeypatch.setattr(confirm, "mark_booked", turn_without("holder", "state", "$expr"))
    else:
        drop_index_of_seats(shop)
    found = faults(run(everybody_books, shop, ROUNDS))
    assert [fault for fault in found if "ann lost" not in fault] == []


def test_twin_without_both_guards_a_seat_is_sold_twice(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confirm, "mark_booked", turn_without("holder", "state", "$expr"))
    drop_index_of_seats(shop)
    assert goes_red(run(everybody_books, shop, TRIES), "confirmed bookings")


def drop_index_of_seats(shop: Shop) -> None:
    with shop.app.app_context():
        db.bookings.drop_index([("show", 1), ("seats", 1)])


def test_twin_without_the_index_of_keys_one_key_makes_several_bookings(shop: Shop) -> None:
    with shop.app.app_context():
        db.bookings.drop_index([("holder", 1), ("idempotency_key", 1)])
    assert goes_red(run(one_key_for_all, shop, TRIES), "bookings by one key")


def test_with_and_twin_without_the_index_of_slots_buying_in_many_tabs(
    make_app: Callable[..., Flask],
) -> None:
    shop = Shop(make_app(max_seats_per_user=4))
    assert faults(run(all_tabs_buy, shop, ROUNDS)) == []
    with shop.app.app_context():
        db.seat_locks.drop_index("slots")
    assert goes_red(run(all_tabs_buy, shop, TRIES), "ann owns")


class Crash(Exception):
    """The worker ends here."""


def crash_while_booking(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let the worker end between the seats and the booking, and say what a doctor finds."""
    shop.open()
    assert shop.select("ann")

    def crash(*_: Any, **__: Any) -> None:
        raise Crash

    with monkeypatch.context() as patch:
        patch.setattr("pymongo.collection.Collection.insert_one", crash)
        with pytest.raises(Crash):
            shop.book("ann")
    return shop.faults([])


def test_a_crash_between_seats_and_booking_leaves_nothing(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert crash_while_booking(shop, monkeypatch) == []
    assert shop.book("ann")


def test_twin_without_the_transaction_a_crash_leaves_seats_without_a_booking(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transaction, "transact", lambda work: work(None))
    found = crash_while_booking(shop, monkeypatch)
    assert [fault for fault in found if "there is no confirmed booking" in fault]


def naive_cancel(booking_id: str, _admin: Admin) -> None:
    booking = find_any(booking_id)
    if booking["status"] == "confirmed":
        db.bookings.update_one({"_id": booking_id}, {"$set": {"status": "cancelled"}})
        time.sleep(random.uniform(0, SLOWEST_SECONDS))  # as a busy network would have it
        db.seat_locks.delete_many({"_id": seat_keys(booking["show"], booking["seats"])})


def test_twin_that_looks_and_then_cancels_frees_what_others_bought(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cancelling, "cancel_any", naive_cancel)
    assert goes_red(run(the_seats_of_a_cancelled, shop, TRIES), "")
