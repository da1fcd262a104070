"""The organiser gives a show more dates, changes it with a look at what that means, and archives it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Dialog, Locator, Page, expect

from tests.support import axe, builders
from tests.support.people import Person
from tests.support.worker import Worker

from .dashboard import DESKTOP, PHONE, add_show, await_live, block, booked, hall, log_in, problem, wide

NewPage = Callable[..., Page]


@pytest.fixture(params=[{"viewport": DESKTOP}, {**PHONE, "color_scheme": "dark"}], ids=["desktop", "phone"])
def page(request: pytest.FixtureRequest, new_page: NewPage) -> Page:
    return new_page(reduced_motion="reduce", expected_errors="status of 409", **request.param)


def edit(page: Page, worker: Worker, show: str) -> Page:
    log_in(page, f"{worker.url}/organiser/shows/{show}/edit")
    expect(hall(page)).to_be_visible()
    return page


def preview(page: Page) -> Locator:
    page.get_by_role("button", name="See what the change means").click()
    dialog = page.get_by_role("dialog", name="What the change means")
    expect(dialog).to_be_visible()
    return dialog


def price(page: Page) -> Locator:
    return page.get_by_label("Standard, price a seat")


def now(worker: Worker, show: str) -> Any:
    return worker.get(f"/api/shows/{show}").json()


def test_a_change_is_made_after_a_look_at_what_it_means(
    page: Page, worker: Worker, show: str, visitor: Person
) -> None:
    booked(visitor, show, "A1", "A2")
    visitor.select(show, ["A3"])
    block(worker, show, "B1")
    edit(page, worker, show)
    expect(price(page)).to_have_value("20.00")
    price(page).fill("25")
    page.get_by_label("Title", exact=True).fill("Macbeth")
    told = preview(page)
    expect(told).to_contain_text(
        "2 sold seats, Standard at €20.00, would be Standard at €25.00: Hall, row A, seats 1 and 2."
    )
    expect(told).to_contain_text("keeps what was paid")
    expect(told).to_contain_text(
        re.compile(r"1 seat that is being chosen.*row A, seat 3.*if they book by \d\d:")
    )
    expect(told).to_contain_text("1 blocked seat")
    expect(told).to_contain_text("There is 1 booking.")
    assert axe.faults(page) == []
    assert wide(page) == 0
    assert now(worker, show)["title"] == "Hamlet"
    told.get_by_role("button", name="Go on editing").click()
    page.get_by_label("Title", exact=True).fill("King Lear")
    preview(page).get_by_role("button", name="Change the show").click()
    await_live(page)
    assert now(worker, show).items() >= {"title": "King Lear", "prices": {"Standard": 2500}}.items()
    assert visitor.get("/api/bookings").json()["bookings"][0]["total"] == 4000


def test_a_seat_that_somebody_has_does_not_vanish(
    new_page: NewPage, worker: Worker, show: str, visitor: Person
) -> None:
    booked(visitor, show, "B10")
    page = edit(new_page(viewport=DESKTOP), worker, show)
    page.get_by_role("radio", name="Rows of seats").check()
    page.get_by_label("Rows", exact=True).fill("2")
    page.get_by_label("Seats a row").fill("9")
    expect(page.get_by_text("18 seats")).to_be_visible()
    told = preview(page)
    expect(told).to_contain_text("1 sold seat would vanish: Hall, row B, seat 10.")
    expect(told).to_contain_text("Cancel these bookings first.")
    expect(told).to_contain_text("The hall has 20 seats now and 18 then: 0 more, 2 fewer.")
    expect(told.get_by_role("button", name="Change the show")).to_be_hidden()
    assert now(worker, show)["seatCount"] == 20


def test_of_two_who_change_a_show_the_second_is_told(new_page: NewPage, worker: Worker, show: str) -> None:
    page = edit(new_page(viewport=DESKTOP, expected_errors="status of 409"), worker, show)
    told = preview(page)
    expect(told).to_contain_text("Nobody who has a seat is affected.")
    builders.change_show(worker, show, title="Macbeth")
    told.get_by_role("button", name="Change the show").click()
    expect(problem(page)).to_contain_text("Somebody else changed this show")
    assert now(worker, show)["title"] == "Macbeth"


def test_a_show_gets_more_dates(page: Page, worker: Worker) -> None:
    show = add_show(worker, title="Così", timeZone="Europe/Vienna", salesEndAt="2030-06-01T18:30:00Z")
    log_in(page, f"{worker.url}/organiser/shows/{show}/duplicate")
    dates = page.get_by_role("listitem")
    expect(page.get_by_label("Date 1", exact=True)).to_have_value("2030-06-08T21:30")
    page.get_by_role("button", name="Another date").click()
    page.get_by_label("Date 2", exact=True).fill("2030-06-08T21:30")
    page.get_by_role("button", name="Save the shows").click()
    expect(page.locator("#date-2-wrong")).to_have_text("This date stands here twice.")
    page.get_by_label("Date 2", exact=True).fill("2030-12-01T15:00")
    assert axe.faults(page) == []
    assert wide(page) == 0
    page.get_by_role("button", name="Save the shows").click()
    expect(dates.get_by_text("Saved.")).to_have_count(2)
    expect(page.get_by_text("2 shows are saved.")).to_be_visible()
    winter = now(worker, "cosi-2030-12-01-1500")
    assert (
        winter.items()
        >= {
            "title": "Così",
            "startsAt": "2030-12-01T15:00:00+01:00",
            "salesEndAt": "2030-12-01T13:00:00Z",
            "prices": {"Standard": 2000},
            "seatCount": 20,
        }.items()
    )
    page.goto(f"{worker.url}/organiser/shows/{show}/duplicate")
    page.get_by_role("button", name="Save the shows").click()
    expect(page.locator("#date-1-wrong")).to_have_text("This title is played at that time already.")
    for copy in ("cosi-2030-12-01-1500", "cosi-2030-06-08-2130"):
        builders.delete_show(worker, copy)


def test_a_show_that_is_over_is_archived_and_its_bookings_stay(
    page: Page, worker: Worker, visitor: Person
) -> None:
    show = add_show(worker, title="Long over")
    booking = booked(visitor, show, "A1")
    builders.change_show(worker, show, startsAt=(datetime.now(UTC) - timedelta(days=2)).isoformat())
    log_in(page, f"{worker.url}/organiser")

    def card(region: str) -> Locator:
        link = page.locator(f'a[href="/organiser/shows/{show}"]')
        return page.get_by_role("region", name=region).get_by_role("listitem").filter(has=link)

    for name, leads in (("Change", "edit"), ("More dates", "duplicate")):
        link = card("Past").get_by_role("link", name=f"{name}: Long over")
        expect(link).to_have_attribute("href", f"/organiser/shows/{show}/{leads}")
    asked: list[str] = []

    def agree(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.accept()

    page.on("dialog", agree)
    card("Past").get_by_role("button", name="Archive: Long over").click()
    expect(card("Archived")).to_contain_text("1 of 20 sold")
    assert "Its bookings stay" in asked[0]
    assert axe.faults(page) == []
    card("Archived").get_by_role("link").click()
    expect(page.get_by_text("This show is over and was archived")).to_be_visible()
    expect(page.locator("[data-bookings]")).to_contain_text(booking["reference"])
    expect(page.locator('[data-figure="takings"]')).to_have_text("€20.00")
    assert axe.faults(page) == []
    assert wide(page) == 0
    with page.expect_download() as download:
        page.get_by_role("button", name="Download all as CSV").click()
    assert booking["reference"] in download.value.path().read_text()
