"""Times as people read them: by the venue's clock, with their own beside it where that shows another."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.support import builders
from tests.support.worker import Worker

NewPage = Callable[..., Page]

VENUE = "Sat, 1 Jun 2030, 19:30 CEST (Vienna)"


@pytest.fixture(scope="module")
def show(worker: Worker) -> str:
    """A show in Vienna."""
    return builders.add_show(
        worker,
        f"hall-{uuid4().hex[:8]}",
        prices={"Standard": 1250},
        startsAt="2030-06-01T19:30:00+02:00",
        timeZone="Europe/Vienna",
    )


@pytest.mark.parametrize(
    ("context", "own"),
    [
        ({"timezone_id": "Europe/Vienna", "locale": "de-AT"}, None),
        ({"timezone_id": "Europe/Berlin", "locale": "de-DE"}, None),
        ({"timezone_id": "America/New_York", "locale": "en-US"}, "(13:30 your time)"),
        ({"timezone_id": "Asia/Tokyo", "locale": "ja-JP"}, "(Sun, 2 Jun 2030, 02:30 your time)"),
    ],
)
def test_a_page_has_the_venues_time_and_the_visitors_where_it_differs(
    new_page: NewPage, worker: Worker, show: str, context: dict[str, str], own: str | None
) -> None:
    page = new_page(**context)
    for path in ("/", f"/shows/{show}", f"/shows/{show}/checkout", f"/organiser/shows/{show}"):
        page.goto(worker.url + path)
        time = page.locator('time[data-zone="Europe/Vienna"]')
        expect(time).to_have_text(VENUE)
        beside = page.locator(".own-time")
        if own is None:
            expect(beside).to_have_count(0)
        else:
            expect(beside).to_have_text(own)


@pytest.mark.parametrize("starts_at", ["2030-09-01T19:30:00Z", "2030-12-01T19:30:00Z"])
def test_the_server_and_the_scripts_write_a_time_alike(
    new_page: NewPage, worker: Worker, starts_at: str
) -> None:
    shows = {
        builders.add_show(worker, f"hall-{uuid4().hex[:8]}", startsAt=starts_at, timeZone=zone): zone
        for zone in ("Europe/London", "America/New_York", "Asia/Kolkata", "UTC", "Asia/Tokyo", "Etc/GMT-3")
    }
    organiser = new_page(timezone_id="Asia/Tokyo")
    organiser.goto(f"{worker.url}/organiser")
    organiser.get_by_label("Admin token").fill("admin")
    organiser.get_by_role("button", name="Log in").click()
    page = new_page(java_script_enabled=False)
    for show, zone in shows.items():
        page.goto(f"{worker.url}/shows/{show}")
        written = page.locator("time").inner_text()
        card = organiser.get_by_role("listitem").filter(
            has=organiser.locator(f'a[href="/organiser/shows/{show}"]')
        )
        expect(card.locator("time"), zone).to_have_text(written)


def test_prices_are_in_the_visitors_own_way(new_page: NewPage, worker: Worker, show: str) -> None:
    page = new_page(timezone_id="America/New_York")
    page.goto(worker.url)
    card = page.get_by_role("listitem").filter(has=page.locator(f'a[href="/shows/{show}"]'))
    expect(card.locator("data")).to_have_text("€12.50")
