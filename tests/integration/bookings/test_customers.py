"""Who bought: a name and an e-mail address, where they are said or must be."""

import logging
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from seatapp.extensions import db
from tests.support.asking import assert_refused, book, cancel, confirm, hold, organise, read
from tests.support.hall import dump, the_booking

ANN = {"name": "Ann Müller", "email": "ann@shop.example"}


def test_a_booking_says_for_whom_it_is() -> None:
    hold("ann", "A1")
    booking = book("ann", customer=ANN).json["booking"]
    assert booking["customer"] == the_booking()["customer"] == ANN
    assert read("ann", f"/{booking['id']}").json["booking"]["customer"] == ANN
    assert organise("bookings").json["bookings"][0]["customer"] == ANN
    assert cancel("ann", booking["id"]).json["booking"]["customer"] == ANN


@pytest.mark.parametrize("nobody", [{}, {"customer": None}, {"customer": {}}, {"customer": {"name": None}}])
def test_a_booking_may_say_nothing_of_whom_it_is_for(nobody: dict[str, Any]) -> None:
    hold("ann", "A1")
    answer = book("ann", **nobody)
    assert (answer.status_code, answer.json["booking"]["customer"]) == (201, None)
    assert "customer" not in the_booking()


def test_half_of_a_customer_is_answered_as_it_was_said() -> None:
    hold("ann", "A1")
    assert book("ann", customer={"name": "  Ann "}).json["booking"]["customer"] == {"name": "Ann"}


@pytest.mark.parametrize(
    ("customer", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": " \t"}, "name"),
        ({"name": "An\x00n"}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": 7}, "name"),
        ({"email": ""}, "email"),
        ({"email": "ann"}, "email"),
        ({"email": "ann@shop.example\nBcc: all@shop.example"}, "email"),
        ({"email": f"{'x' * 250}@shop.example"}, "email"),
        ({"phone": "1"}, "phone"),
    ],
)
def test_what_is_no_customer_is_refused_by_its_field(customer: Any, field: str) -> None:
    hold("ann", "A1")
    before = dump()
    answer = book("ann", customer=customer)
    assert_refused(answer, 422, "validation_error")
    assert list(answer.json["errors"]["customer"]) == [field]
    assert dump() == before


@pytest.mark.parametrize("customer", ["Ann", ["Ann"], 7])
def test_a_customer_is_an_object(customer: Any) -> None:
    answer = book("ann", "A1", customer=customer)
    assert_refused(answer, 422, "validation_error")
    assert list(answer.json["errors"]) == ["customer"]


@pytest.mark.parametrize(
    ("required", "customer", "missing"),
    [
        (["name", "email"], None, ["name", "email"]),
        (["name", "email"], {"name": "Ann"}, ["email"]),
        (["name"], {"email": "ann@shop.example"}, ["name"]),
        (["email"], {"name": "Ann", "email": None}, ["email"]),
    ],
)
@pytest.mark.parametrize("confirm_by", ["client", "server"])
def test_what_must_be_said_and_is_not_is_named(
    make_app: Callable[..., Flask], confirm_by: str, required: list[str], customer: Any, missing: list[str]
) -> None:
    with make_app(customer_required=required, confirm_by=confirm_by).app_context():
        hold("ann", "A1")
        before = dump()
        call = confirm if confirm_by == "server" else book
        answer = call("ann", "A1", customer=customer)
        assert_refused(answer, 422, "validation_error")
        assert sorted(answer.json["errors"]["customer"]) == sorted(missing)
        assert dump() == before
        assert call("ann", "A1", customer=ANN).json["booking"]["customer"] == ANN


def test_the_same_key_with_another_customer_is_another_request() -> None:
    hold("ann", "A1")
    first = book("ann", "A1", key="k", customer=ANN)
    again = book("ann", "A1", key="k", customer=dict(reversed(ANN.items())))
    assert (again.status_code, again.json) == (200, first.json)
    assert_refused(book("ann", "A1", key="k", customer={"name": "Bob"}), 422, "idempotency_key_reused")
    assert_refused(book("ann", "A1", key="k"), 422, "idempotency_key_reused")


def test_a_customer_is_in_no_line_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    hold("ann", "A1")
    with caplog.at_level(logging.DEBUG):
        assert book("ann", customer={**ANN, "phone": "1"}).status_code == 422
        assert book("ann", customer=ANN).status_code == 201
    assert "Müller" not in caplog.text
    assert "ann@" not in caplog.text


def test_a_shop_s_webhook_says_who_bought(make_app: Callable[..., Flask]) -> None:
    with make_app(webhook_urls=["https://shop.example/hook"], webhook_secret="whsec_c2VjcmV0").app_context():
        hold("ann", "A1")
        book("ann", customer=ANN)
        (event,) = db.outbox.find({"event": "booking.confirmed"})
    assert ANN["email"] in event["body"]
