"""A booking that this browser does not know is found by reference and e-mail."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.support import axe, builders
from tests.support.people import Person
from tests.support.worker import Worker

NewPage = Callable[..., Page]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def booking(worker: Worker, guest: Callable[[Worker], Person]) -> dict[str, Any]:
    """A booking that somebody made in another browser."""
    show, ann = builders.add_show(worker, f"hall-{uuid4().hex[:8]}"), guest(worker)
    ann.select(show, ["A1"])
    wanted = {"showId": show, "customer": {"email": "ann@example.org"}}
    booking: dict[str, Any] = ann.post("/api/bookings", wanted).json()["booking"]
    return booking


def test_a_stranger_who_knows_both_gets_the_ticket_to_print(
    new_page: NewPage, worker: Worker, booking: dict[str, Any]
) -> None:
    page = new_page(expected_errors="status of 404", **PHONE)
    page.goto(f"{worker.url}/bookings")
    page.get_by_role("link", name="Find it by reference").click()
    assert axe.faults(page) == []
    page.get_by_label("Reference").fill(booking["reference"].lower())
    page.get_by_label("E-mail").fill("bob@example.org")
    page.get_by_role("button", name="Show the ticket").click()
    expect(page.get_by_role("alert")).to_contain_text(
        "No booking has this reference and this e-mail address."
    )
    assert axe.faults(page) == []
    page.get_by_label("E-mail").fill("ann@example.org")
    page.get_by_role("button", name="Show the ticket").click()
    expect(page.get_by_role("heading", name="Hamlet")).to_be_visible()
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    expect(page.get_by_text("Cancel booking")).to_have_count(0)
    page.reload()
    expect(page.get_by_text(booking["reference"])).to_be_visible()
