"""The page of docs/embed.md, word for word, on an origin of its own."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import jwt
import pytest
from playwright.sync_api import Page, expect

from tests.support import builders, picker, pools, servers
from tests.support.picker import Picker
from tests.support.site import Site, serve_site
from tests.support.waiting import eventually
from tests.support.worker import Worker

NewPage = Callable[..., Page]

JWT_SECRET = "a secret of the shop's, 32 bytes or more"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with serve_site(tmp_path) as site:
        yield site


@pytest.fixture
def seats(site: Site, mongodb: servers.Breakable, redis_server: servers.Breakable) -> Iterator[Worker]:
    """A seat server that lets the site in."""
    with pools.one_worker(
        mongodb, redis_server, CORS_ORIGINS=site.url, DISCONNECT_GRACE_SECONDS="3", JWT_SECRET=JWT_SECRET
    ) as worker:
        yield worker


@pytest.fixture
def ann(seats: Worker, new_page: NewPage, site: Site) -> Picker:
    builders.add_show(seats, "cinema", {"A": 10}, prices={"Standard": 1200})
    site.embed(seats.url)
    # The site has no icon, and browsers ask for one.
    page = new_page(expected_errors="favicon.ico")
    picker.record_events(page)
    page.goto(site.url)
    return Picker(page).await_live()


def test_ten_lines_are_a_seat_map_in_another_sites_page(ann: Picker, seats: Worker) -> None:
    ann.select("A1", "A2")
    status = seats.get("/api/bookings/locked-seats/cinema").json()
    assert sorted(status["lockedByOthers"]) == ["A1", "A2"]
    with ann.page.expect_event("dialog") as dialog:
        ann.page.once("dialog", lambda shown: shown.dismiss())
        ann.button("Checkout").click()
    assert dialog.value.message == "A1,A2 for 2400"


def test_a_guest_of_another_sites_page_keeps_seats_over_a_reload(ann: Picker) -> None:
    ann.select("A1")
    ann.page.reload()
    ann.await_live()
    ann.expect_state("mine", "A1")


def test_the_page_books_as_the_document_says(ann: Picker, seats: Worker) -> None:
    ann.select("A1", "A2")
    ann.page.on("dialog", lambda shown: shown.dismiss())
    ann.button("Checkout").click()
    expect(ann.element.locator(".hold .clock").first).to_contain_text(re.compile(r"(10:00|9:\d\d)"))
    booking = ann.element.evaluate("picker => picker.map.book()")
    assert booking["seats"] == ["A1", "A2"]
    assert booking["total"] == 2400
    expect(ann.notice("booked")).to_contain_text("Booked: row A, seats 1 and 2.")
    ann.expect_state("booked", "A1", "A2")
    assert seats.database.bookings.count_documents({"reference": booking["reference"]}) == 1


def test_a_visitor_of_the_shop_is_known_by_its_token(ann: Picker, seats: Worker) -> None:
    token = jwt.encode({"sub": "customer-7", "exp": int(time.time()) + 600}, JWT_SECRET)
    guests = ann.element.evaluate_handle("picker => picker.map")
    ann.element.evaluate("(picker, token) => { picker.token = async () => token }", token)
    eventually(lambda: ann.element.evaluate("(picker, guests) => picker.map !== guests", guests))
    ann.await_live()
    ann.select("A3")
    lock = seats.database.seat_locks.find_one({"_id.seat": "A3"})
    assert lock
    assert lock["holder"] == "customer-7"
