"""The bookings of a show as its organiser finds and exports them."""

import csv
import io
from datetime import datetime, timedelta
from urllib.parse import quote
from uuid import UUID

import pytest

from seatapp.extensions import db
from tests.support import builders
from tests.support.asking import (
    add_show,
    assert_refused,
    book,
    booked,
    cancel_as_organiser,
    confirm,
    hold,
    organise,
    replace_show,
    send,
)
from tests.support.hall import SHOW, age_bookings, plan


def found(query: str = "") -> list[list[str]]:
    """Return the seats of the bookings that a query finds."""
    answer = organise(f"bookings{query}")
    assert answer.status_code == 200, answer.text
    return [booking["seats"] for booking in answer.json["bookings"]]


def exported() -> list[list[str]]:
    return list(csv.reader(io.StringIO(organise("bookings.csv").data.decode("utf-8-sig"))))


def test_the_list_says_whose_bookings_they_are_the_newest_first() -> None:
    first = booked("ann", "A1", "B1")
    age_bookings()
    booked("bob", "A2")
    answer = organise("bookings").json
    assert answer["success"] is True
    assert (answer["page"], answer["total"]) == (1, 2)
    assert [booking["userId"] for booking in answer["bookings"]] == ["bob", "ann"]
    expected = {**first, "paymentReference": None}
    del expected["createdAt"]
    assert answer["bookings"][1].items() >= expected.items()


def test_the_list_has_this_show_s_bookings_only() -> None:
    add_show("ball")
    hold("ann", "A1", showId="ball")
    assert book("ann", showId="ball").status_code == 201
    assert found() == []


def test_the_list_comes_in_pages() -> None:
    for number in range(1, 6):
        booked("ann", f"A{number}")
        age_bookings()
    assert [found(f"?page={page}&perPage=2") for page in (1, 2, 3, 4)] == [
        [["A5"], ["A4"]],
        [["A3"], ["A2"]],
        [["A1"]],
        [],
    ]
    answer = organise("bookings?page=2&perPage=2").json
    assert (answer["page"], answer["perPage"], answer["total"]) == (2, 2, 5)


def test_a_booking_is_found_by_what_is_known_of_it() -> None:
    booking = confirm("ann", "A1", "A2", paymentReference="pi_1").json["booking"]
    booked("bob", "A3")
    reference = booking["reference"]
    for search in (reference, reference[:7], reference.lower(), booking["id"], "ann", "pi_1", "A2"):
        assert found(f"?search={search}") == [["A1", "A2"]], search


@pytest.mark.parametrize(
    "typed",
    [
        *("7Q10M-X90RB", "7q10m-x90rb", "7Q10MX90RB", "7q10m x90rb", " 7Q10M - X90RB ", "7Q10M\u2013X90RB"),
        *("7QIOM-X9ORB", "7qlom-x9orb", "7qiO", "7", "7Q10M-", "7q10m x", "7Q10M\u2011X90RB\n"),
    ],
)
def test_a_booking_is_found_by_its_reference_however_somebody_typed_it(typed: str) -> None:
    for user, seat, reference in (("ann", "A1", "7Q10M-X90RB"), ("bob", "A2", "8Q10M-X90RB")):
        db.bookings.update_one({"_id": booked(user, seat)["id"]}, {"$set": {"reference": reference}})
    assert found(f"?search={quote(typed)}") == [["A1"]]


@pytest.mark.parametrize("search", ["ann@", "Ann", "mül", "ANN  MÜLLER", "SHOP-99", "ann@shop-99.example"])
def test_a_booking_is_found_by_its_buyers_name_or_address(search: str) -> None:
    confirm("u1", "A1", customer={"name": "Ann Müller", "email": "ann@shop-99.example"})
    confirm("u2", "A2", customer={"name": "Joanna Shop-99"})
    confirm("u3", "A3")
    assert found(f"?search={quote(search)}") == [["A2"] if search == "SHOP-99" else ["A1"]]


@pytest.mark.parametrize(
    ("name", "search"),
    [
        ("Zoë Müller", "zoe"),
        ("Zoë Müller", "Muller"),
        ("Zoe\u0308 Mu\u0308ller", "MÜLLER"),
        ("Zoe Muller", "Zoë Mül"),
        ("Søren Łukasz", "soren luk"),
        ("김민준", "김"),
        ("がんばり", "が"),
        ("(Ann) O'Neill", "o'n"),
    ],
)
def test_a_name_is_found_with_or_without_accents(name: str, search: str) -> None:
    confirm("u1", "A1", customer={"name": name})
    confirm("u2", "A2", customer={"name": "Rüller Fuller"})
    assert found(f"?search={quote(search)}") == [["A1"]]


@pytest.mark.parametrize("search", ["o" * 255, "ôs" * 127, "uller", "ller"])
def test_the_middle_of_a_word_finds_no_name(search: str) -> None:
    confirm("u1", "A1", customer={"name": "Zoë Müller"})
    assert found(f"?search={quote(search)}") == []


def test_a_name_that_begins_as_a_seat_is_called_is_not_taken_for_the_seat() -> None:
    confirm("u1", "A1", customer={"name": "A2 Band"})
    confirm("u2", "A2")
    assert sorted(found("?search=A2")) == [["A1"], ["A2"]]
    assert found("?seat=A2") == [["A2"]]


@pytest.mark.parametrize("search", [".*", "^", "an", "A", "%24ne", "(", "nobody"])
def test_a_search_that_fits_nothing_finds_nothing(search: str) -> None:
    db.bookings.update_one({"_id": booked("ann", "A1")["id"]}, {"$set": {"reference": "77777-77777"}})
    assert found(f"?search={search}") == []


def test_a_search_within_a_status() -> None:
    cancel_as_organiser(booked("ann", "A1")["id"])
    booked("ann", "A2")
    assert found("?status=confirmed") == [["A2"]]
    assert found("?status=cancelled") == [["A1"]]
    assert found("?status=confirmed&search=A1") == []
    assert sorted(found("?search=ann")) == [["A1"], ["A2"]]


@pytest.mark.parametrize(
    "query", ["status=lost", f"search={'x' * 256}", "page=0", "perPage=1000", "page=two"]
)
def test_a_query_that_makes_no_sense_is_refused(query: str) -> None:
    assert_refused(organise(f"bookings?{query}"), 422, "validation_error")


# CSV


def test_the_csv_has_a_line_for_each_booking_the_oldest_first() -> None:
    first = booked("ann", "A1", "B1")
    age_bookings()
    second = booked("bob", "A2")
    cancel_as_organiser(second["id"])
    header, *lines = exported()
    assert header[:3] == ["reference", "id", "status"]
    rows = [dict(zip(header, line, strict=True)) for line in lines]
    assert [row["reference"] for row in rows] == [first["reference"], second["reference"]]
    assert [row["status"] for row in rows] == ["confirmed", "cancelled"]
    seats = "Hall, row A, seat 1; Hall, row B, seat 1"
    expected = {"userId": "ann", "seats": seats, "total": "52.00", "currency": "EUR", "cancelledAt": ""}
    assert rows[0].items() >= expected.items()
    created, told = (datetime.fromisoformat(text) for text in (rows[0]["createdAt"], first["createdAt"]))
    assert abs(created - told) < timedelta(seconds=2)
    assert datetime.fromisoformat(rows[1]["cancelledAt"])


def test_the_csv_says_who_bought_how_they_paid_and_how_many_are_inside() -> None:
    booking = confirm("ann", "A1", "A2", customer={"name": "=Ann", "email": "ann@shop.example"}).json[
        "booking"
    ]
    send("POST", f"/api/bookings/{booking['id']}/check-in", builders.ADMIN, json={"seats": ["A2"]})
    confirm("bob", "A3", paid="card")
    header, *lines = exported()
    bought = [dict(zip(header, line, strict=True)) for line in lines]
    columns = ("customerName", "customerEmail", "inside", "paid")
    assert sorted([row[name] for name in columns] for row in bought) == [
        ["", "", "0", "card"],
        ["'=Ann", "ann@shop.example", "1", ""],
    ]


@pytest.mark.parametrize(("currency", "total"), [("HUF", "42.00"), ("JPY", "4200"), ("KWD", "4.200")])
def test_the_csv_s_amounts_have_the_digits_of_their_currency(currency: str, total: str) -> None:
    booked("ann", "A1")
    db.bookings.update_one({}, {"$set": {"currency": currency}})
    header, line = exported()
    assert dict(zip(header, line, strict=True)).items() >= {"total": total, "currency": currency}.items()


def test_the_csv_says_its_encoding_as_excel_needs_it_and_names_seats_as_people_do() -> None:
    hall = plan()
    for zone in hall["zones"]:
        zone["name"] = "Ränge П"
    for number, seat in enumerate(hall["zones"][0]["rows"][0]["seats"]):
        seat["seat_guid"] = str(UUID(int=number))
    assert replace_show(plan=hall).status_code == 200
    booked("ann", str(UUID(int=6)))
    assert organise("bookings.csv").data.startswith(b"\xef\xbb\xbfreference,")
    header, line = exported()
    assert dict(zip(header, line, strict=True))["seats"] == "Ränge П, row A, seat 7"


def test_the_csv_of_a_show_without_bookings_is_its_header() -> None:
    assert len(exported()) == 1


def test_the_csv_is_for_downloading() -> None:
    answer = organise("bookings.csv")
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == f"attachment; filename=bookings-{SHOW}.csv"


@pytest.mark.security("ASVS 1.2.10")
@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://evil.example")'])
def test_no_cell_of_the_csv_is_a_formula(text: str) -> None:
    assert confirm(text, "A1", paymentReference=text).status_code == 201
    header, line = exported()
    row = dict(zip(header, line, strict=True))
    assert row["userId"] == row["paymentReference"] == f"'{text}"


def test_a_cell_with_commas_quotes_and_line_breaks_is_one_cell() -> None:
    text = 'a "b", c\u2028d\nd'
    assert confirm("ann", "A1").status_code == 201
    db.bookings.update_one({}, {"$set": {"payment_reference": text}})  # line breaks were taken once
    header, line = exported()
    assert dict(zip(header, line, strict=True))["paymentReference"] == text
