"""Two guards against selling a seat twice, each of which is enough."""

from collections.abc import Callable

import pytest

from seatapp.bookings import doctor
from seatapp.extensions import db
from tests.support.asking import Answer, add_show, assert_refused, book, booked, cancel, confirm, hold, select
from tests.support.hall import assert_agree, dump, lose

SEATS_INDEX = "show_1_seats_1"


@pytest.mark.security("API6:2023", "ASVS 2.3.4")
@pytest.mark.parametrize("call", [book, confirm])
def test_the_index_refuses_what_the_seat_s_document_has_forgotten(call: Callable[..., Answer]) -> None:
    booked("ann", "A1", "A2")
    lose("A1")
    hold("bob", "A1", "A3")
    before = dump()
    answer = call("bob", "A1", "A3")
    assert_refused(answer, 409, "seats_unavailable")
    assert "A1" in answer.json["conflicts"]
    assert dump() == before


@pytest.mark.security("API6:2023", "ASVS 2.3.4")
def test_the_seat_s_document_refuses_what_the_index_does_not() -> None:
    db.bookings.drop_index(SEATS_INDEX)
    booked("ann", "A1")
    assert_refused(select("bob", "A1"), 409, "seats_unavailable")
    assert_refused(book("bob", "A1"), 409, "lock_expired")
    assert_refused(confirm("bob", "A1"), 409, "seats_unavailable")
    assert db.bookings.count_documents({}) == 1


def test_twin_without_both_guards_a_seat_is_sold_twice() -> None:
    db.bookings.drop_index(SEATS_INDEX)
    booked("ann", "A1")
    lose("A1")
    booked("bob", "A1")
    assert "seat A1 of hall is in 2 confirmed bookings" in list(doctor.examine())


def test_the_index_minds_neither_cancelled_bookings_nor_other_shows() -> None:
    add_show("ball")
    first = booked("ann", "A1", "A2")
    cancel("ann", first["id"])
    booked("bob", "A1")
    hold("ann", "A1", showId="ball")
    assert book("ann", "A1", showId="ball").status_code == 201
    assert_agree()
