"""Times as people read them: by the venue's clock, with their own beside it where that shows another."""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest
from flask import Flask
from flask_babel import Babel, force_locale
from playwright.sync_api import Page, expect

from seatapp.web.words import moment, money
from tests.support import builders
from tests.support.worker import Worker

NewPage = Callable[..., Page]

ENGLISH = "Sat, 1 Jun 2030, 19:30 CEST (Vienna)"
GERMAN = "Sa., 1. Juni 2030, 19:30 MESZ (Vienna)"
ARABIC = "السبت، 1 يونيو 2030، 07:30 م غرينتش+2 (Vienna)"


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
    ("context", "texts"),
    [
        ({"timezone_id": "Europe/Berlin", "locale": "de-AT"}, (GERMAN, None)),
        ({"timezone_id": "America/New_York", "locale": "de-DE"}, (GERMAN, "(bei Ihnen 13:30)")),
        ({"timezone_id": "America/New_York", "locale": "en-US"}, (ENGLISH, "(13:30 your time)")),
        ({"timezone_id": "Asia/Tokyo", "locale": "ja-JP"}, (ENGLISH, "(Sun, 2 Jun 2030, 02:30 your time)")),
        ({"timezone_id": "Asia/Riyadh", "locale": "ar-SA"}, (ARABIC, "(\u206808:30 م\u2069 بتوقيتك)")),
    ],
)
def test_a_page_has_the_venues_time_and_the_visitors_where_it_differs(
    new_page: NewPage, worker: Worker, show: str, context: dict[str, str], texts: tuple[str, str | None]
) -> None:
    venue, own = texts
    page = new_page(**context)
    for path in ("/", f"/shows/{show}", f"/shows/{show}/checkout", f"/organiser/shows/{show}"):
        page.goto(worker.url + path)
        time = page.locator('time[data-zone="Europe/Vienna"]')
        expect(time).to_have_text(venue)
        beside = page.locator(".own-time")
        if own is None:
            expect(beside).to_have_count(0)
        else:
            expect(beside).to_have_text(own)


@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_the_server_and_the_scripts_write_times_and_amounts_alike(
    new_page: NewPage, worker: Worker, language: str
) -> None:
    page = new_page()
    page.goto(worker.url)
    zones = ["Europe/Vienna", "Europe/London", "Europe/Dublin", "Europe/Athens", "America/New_York"]
    zones += ["Asia/Kolkata", "Asia/Tokyo", "UTC", "Etc/GMT-3", "Africa/Abidjan"]
    instants = ["2030-09-01T19:30:00Z", "2030-12-01T07:05:00Z"]
    amounts = [(0, "EUR"), (123_456, "EUR"), (12_345, "KWD"), (1_500, "JPY"), (5_000, "HUF"), (100, "USD")]
    times_by_script = page.evaluate(
        """async ([instants, zones, language]) => {
            const { venueTime } = await import("/static/build/seatapp.js");
            return instants.flatMap((instant) => zones.map((zone) => venueTime(instant, zone, language)));
        }""",
        [instants, zones, language],
    )
    amounts_by_script = page.evaluate(
        """async ([amounts, language]) => {
            const { money } = await import("/static/build/seatapp.js");
            return amounts.map(([amount, currency]) => money(amount, currency, language));
        }""",
        [amounts, language],
    )
    app = Flask(__name__)
    Babel(app)
    with app.app_context(), force_locale(language):
        times = [moment(datetime.fromisoformat(instant), zone) for instant in instants for zone in zones]
        assert times_by_script == times
        assert amounts_by_script == [money(*amount) for amount in amounts]


def test_prices_are_in_the_visitors_own_way(new_page: NewPage, worker: Worker, show: str) -> None:
    page = new_page(timezone_id="America/New_York")
    page.goto(worker.url)
    card = page.get_by_role("listitem").filter(has=page.locator(f'a[href="/shows/{show}"]'))
    expect(card.locator("data")).to_have_text("€12.50")
