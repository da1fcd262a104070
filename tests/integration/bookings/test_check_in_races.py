"""Several phones at the door that scan one ticket at one moment; each guard has a twin without it."""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from flask import Flask

from seatapp.bookings import cancelling
from seatapp.bookings import check_in as module
from seatapp.bookings.check_in import CheckIn
from seatapp.database import Document
from seatapp.extensions import db
from tests.support.asking import at_once, booked, cancel, cancel_as_organiser
from tests.support.hall import the_booking
from tests.support.racing import TRIES, faults, goes_red

from .at_the_door import check_in, undo

PHONES = 8
ROUNDS = 8

Wish = Callable[[int], tuple[str, ...]]
WISHES: dict[str, Wish] = {
    "the whole booking": lambda phone: (),
    "the same seat": lambda phone: ("A1",),
    "overlapping seats": lambda phone: (f"A{phone % 3 + 1}", f"A{(phone + 1) % 3 + 1}"),
}


def race(app: Flask, wish: Wish, rounds: int = ROUNDS) -> Iterator[list[str]]:
    """Let all phones scan the ticket at once, round after round; yield what is wrong with each round."""
    booking = booked("ann", "A1", "A2", "A3")
    for _ in range(rounds):
        answers = at_once(app, [partial(check_in, booking, *wish(phone)) for phone in range(PHONES)])
        yield list(judge(answers))
        undo(booking)


def judge(answers: list[Any]) -> Iterator[str]:
    admitted = Counter(
        seat for answer in answers if answer.status_code == 200 for seat in answer.json["seats"]
    )
    stored = Counter(entry["seat"] for entry in the_booking()["checked_in"])
    if not admitted:
        yield "nobody was admitted"
    yield from (f"{seat} was admitted {count} times" for seat, count in admitted.items() if count > 1)
    if stored != admitted:
        yield f"{admitted} were admitted, and stored is {stored}"
    first = {str(answer.json["checkedInAt"]) for answer in answers if answer.status_code == 409}
    known = {entry["at"].isoformat(timespec="milliseconds")[:23] for entry in the_booking()["checked_in"]}
    yield from (f"{at} is no time of an admission" for at in first if at[:23].rstrip("Z") not in known)


@pytest.mark.parametrize("wish", WISHES.values(), ids=WISHES.keys())
def test_of_phones_that_scan_a_ticket_at_once_one_admits(app: Flask, wish: Wish) -> None:
    assert faults(race(app, wish)) == []


def test_twin_that_looks_before_it_writes_admits_twice(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def admit(wanted: CheckIn, show: Any) -> Document | None:
        booking: Document = db.bookings.find_one({"_id": wanted.booking_id}) or {}
        seats = booking["seats"] if wanted.seats is None else wanted.seats
        if {entry["seat"] for entry in booking.get("checked_in", [])} & set(seats):
            return None
        entries = [{"seat": seat, "at": booking["created_at"], "key": None} for seat in seats]
        db.bookings.update_one({"_id": wanted.booking_id}, {"$push": {"checked_in": {"$each": entries}}})
        return booking

    monkeypatch.setattr(module, "_admit", admit)
    assert goes_red(race(app, WISHES["the same seat"], TRIES), "was admitted")


def test_what_is_undone_between_the_write_and_the_look_is_admitted(monkeypatch: pytest.MonkeyPatch) -> None:
    booking = booked("ann", "A1")
    check_in(booking)
    look, left = module._require_outside, [partial(undo, booking)]

    def look_late(found: Document, wanted: CheckIn) -> bool:
        if left:
            left.pop()()
            found = the_booking()
        return look(found, wanted)

    monkeypatch.setattr(module, "_require_outside", look_late)
    assert check_in(booking).status_code == 200


def test_who_comes_in_and_who_cancels_at_one_moment_do_not_both(app: Flask) -> None:
    """The holder stands at the door and cancels on the phone: inside with the money back is not to be had."""
    for _ in range(ROUNDS):
        booking = booked("ann", "B1", "B2")
        answers = at_once(app, [partial(check_in, booking), partial(cancel, "ann", booking["id"])])
        assert sorted(answer.status_code for answer in answers) == [200, 409]
        stored = db.bookings.find_one({"_id": booking["id"]}) or {}
        assert (stored["status"] == "cancelled") == (not stored.get("checked_in"))
        cancel_as_organiser(booking["id"])


def test_twin_that_does_not_look_who_is_inside_lets_them_cancel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cancelling, "admissions", lambda booking: [])
    booking = booked("ann", "B1")
    assert check_in(booking).status_code == 200
    assert cancel("ann", booking["id"]).status_code == 200
