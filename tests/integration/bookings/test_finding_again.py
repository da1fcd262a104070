"""A booking is found again by its reference and e-mail address, and nothing else is learnt on the way."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from seatapp.database import Document
from seatapp.extensions import db
from tests.support.asking import BOOKINGS, Answer, assert_refused, book, cancel, hold, send

FIND = f"{BOOKINGS}/find"
PAGE = "/bookings/find"
EMAIL = "Ann.Müller@example.org"
LIMIT = 10


@pytest.fixture
def booking() -> Any:
    """Ann's booking of A1 and A2."""
    hold("ann", "A1", "A2")
    return book("ann", customer={"name": "Ann", "email": EMAIL}).json["booking"]


def find(reference: str, email: str) -> Answer:
    return send("POST", FIND, {}, json={"reference": reference, "email": email})


def by_form(reference: str, email: str, **headers: str) -> Answer:
    return send("POST", PAGE, headers, data={"reference": reference, "email": email})


@contextmanager
def profiled() -> Iterator[list[Document]]:
    """Yield a list that has, in the end, what the database did in `bookings` meanwhile."""
    operations: list[Document] = []
    db.database.command("profile", 2)
    try:
        yield operations
    finally:
        db.database.command("profile", 0)
        operations.extend(db.database["system.profile"].find({"ns": {"$regex": r"\.bookings$"}}))
        db.database["system.profile"].drop()


def test_who_knows_both_sees_the_booking_and_its_ticket(booking: Any) -> None:
    answer = find(booking["reference"], EMAIL)

    assert answer.status_code == 200, answer.text
    assert answer.json["booking"] == booking
    assert "Set-Cookie" not in answer.headers
    ticket = send("GET", answer.json["ticketUrl"], {})
    assert ticket.status_code == 200
    assert booking["reference"] in ticket.text


def test_both_are_known_however_they_are_typed(booking: Any) -> None:
    reference = booking["reference"]
    for typed in (reference.lower(), f" {reference.replace('-', ' ')} ", reference.replace("-", "")):
        for spelt in (EMAIL.upper(), f" {EMAIL.lower()}"):
            assert find(typed, spelt).json["booking"]["id"] == booking["id"], (typed, spelt)


def test_a_cancelled_booking_is_found_as_one(booking: Any) -> None:
    cancel("ann", booking["id"])
    assert find(booking["reference"], EMAIL).json["booking"]["status"] == "cancelled"


def test_whichever_is_wrong_the_answer_is_the_same(booking: Any) -> None:
    hold("bob", "B1")
    nameless = book("bob").json["booking"]

    answers = [
        find(booking["reference"], "somebody@example.org"),
        find("7QK2M-X9TRB", EMAIL),
        find(booking["reference"][:7], EMAIL),
        find("no reference", "no address"),
        find(nameless["reference"], EMAIL),
        find(booking["reference"], "null"),
    ]

    for answer in answers:
        assert_refused(answer, 404, "booking_not_found")
    assert len({answer.data for answer in answers}) == 1


def test_whichever_is_wrong_the_database_does_the_same(booking: Any) -> None:
    """One look into one index that finds nothing: there is no difference in time to measure."""
    work = []
    for reference, email in (
        (booking["reference"], "somebody@example.org"),
        ("7QK2M-X9TRB", EMAIL),
        ("no reference", EMAIL),
    ):
        with profiled() as operations:
            find(reference, email)
        (operation,) = operations
        work.append((operation["planSummary"], operation["docsExamined"], operation["keysExamined"]))

    assert work == [("IXSCAN { reference: 1, customer.email: 1 }", 0, 0)] * 3


@pytest.mark.security("API1:2023", "ASVS 8.2.2")
def test_who_found_it_may_not_cancel_it(booking: Any) -> None:
    assert find(booking["reference"], EMAIL).status_code == 200
    assert_refused(cancel("stranger", booking["id"]), 404, "booking_not_found")


@pytest.mark.security("API2:2023", "ASVS 2.4.1")
def test_an_address_guesses_a_few_times_a_minute_by_api_and_page_together(booking: Any) -> None:
    statuses = [find("7QK2M-X9TRB", EMAIL).status_code for _ in range(LIMIT - 1)]
    page = by_form("7QK2M-X9TRB", EMAIL)
    late = find(booking["reference"], EMAIL)

    assert statuses == [404] * (LIMIT - 1)
    assert page.status_code == 404
    assert_refused(late, 429, "rate_limited")
    assert int(late.headers["Retry-After"]) > 0
    assert by_form(booking["reference"], EMAIL).status_code == 429


def test_a_question_of_another_shape_is_refused() -> None:
    for wrong in ({"reference": ""}, {"email": None}, {"holder": "ann"}):
        answer = send("POST", FIND, {}, json={"reference": "x", "email": "y", **wrong})
        assert_refused(answer, 422, "validation_error")


def test_the_page_leads_to_the_ticket(booking: Any) -> None:
    asked = send("GET", PAGE, {})
    answer = by_form(booking["reference"], EMAIL)
    ticket = send("GET", answer.location, {})

    assert asked.status_code == 200
    assert answer.status_code == 303
    assert booking["reference"] in ticket.text
    assert "/cancel" not in ticket.text


def test_the_page_asks_again_with_what_was_typed(booking: Any) -> None:
    answer = by_form(booking["reference"], '"><script>@example.org')

    assert answer.status_code == 404
    assert f'value="{booking["reference"]}"' in answer.text
    assert "<script>@" not in answer.text
    assert 'role="alert"' in answer.text


@pytest.mark.security("ASVS 3.5.1")
def test_the_page_takes_no_form_of_another_site(booking: Any) -> None:
    answer = by_form(booking["reference"], EMAIL, Origin="https://elsewhere.example")
    assert answer.status_code == 403
