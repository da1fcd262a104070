"""Links to tickets: for whom the organiser sold to, and whoever else has the link."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from seatapp.bookings import ticket_links
from seatapp.bookings.refusals import BookingNotFound
from tests.support import builders
from tests.support.asking import assert_refused, booked, cancel, send


def link_to(booking: str) -> str:
    answer = send("GET", f"/api/bookings/{booking}/ticket", builders.ADMIN)
    assert answer.status_code == 200, answer.text
    return str(answer.json["url"])


def test_whoever_has_the_link_sees_the_ticket_and_cannot_change_it(client: FlaskClient) -> None:
    booking = booked("ann", "A1", "A2")
    page = client.get(link_to(booking["id"]))
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "no-store")
    assert booking["reference"] in page.text
    assert "<form" not in page.text
    cancel("ann", booking["id"])
    assert "Cancelled" in client.get(link_to(booking["id"])).text


def test_a_link_that_was_changed_leads_nowhere(client: FlaskClient) -> None:
    ann, bob = booked("ann", "A1"), booked("bob", "A2")
    signature = link_to(ann["id"]).rpartition(".")[2]
    for forged in (bob["id"], f"{bob['id']}.{signature}", f"{ann['id']}.x"):
        assert client.get(f"/tickets/{forged}").status_code == 404


def test_only_an_organiser_has_the_link() -> None:
    booking = booked("ann", "A1")
    assert_refused(send("GET", f"/api/bookings/{booking['id']}/ticket", {}), 401, "unauthenticated")
    assert_refused(send("GET", "/api/bookings/nowhere/ticket", builders.ADMIN), 404, "booking_not_found")


def test_a_link_outlives_the_key_that_signed_it(make_app: Callable[..., Flask]) -> None:
    with make_app(secret_key="old").app_context():
        link = ticket_links.sign("booking")
    with make_app(secret_key="new", secret_key_fallbacks=["old"]).app_context():
        assert ticket_links.booking_of(link) == "booking"
        assert ticket_links.sign("booking") != link
    with make_app(secret_key="new").app_context(), pytest.raises(BookingNotFound):
        ticket_links.booking_of(link)
