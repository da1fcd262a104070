"""The dashboard while visitors choose and book, and while its server is gone."""

import csv
import re
import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.support import sales
from tests.support.people import Person
from tests.support.waiting import eventually
from tests.support.worker import Worker

from .dashboard import (
    CONNECTION_ERRORS,
    DESKTOP,
    add_show,
    await_live,
    block,
    booked,
    chart,
    choose_mode,
    click,
    expect_figures,
    expect_state,
    hall,
    latest,
    problem,
    resting_picture,
    told,
    watch,
)

NewPage = Callable[..., Page]
StartWorker = Callable[..., Worker]
Guests = Callable[[Worker], Person]


def test_what_a_visitor_does_is_seen_as_it_happens(dashboard: Page, show: str, visitor: Person) -> None:
    expect_figures(dashboard, booked=0, locked=0, free=20, blocked=0, takings="€0.00")
    expect(latest(dashboard)).to_have_text("None yet.")
    visitor.select(show, ["A1", "A2"])
    expect_state(dashboard, "A1", "being chosen")
    expect_figures(dashboard, locked=2, free=18)
    booking = sales.booking_of(sales.book(visitor, show))
    assert booking is not None
    expect_state(dashboard, "A2", "sold")
    expect_figures(dashboard, booked=2, locked=0, free=18, takings="€40.00")
    expect(dashboard.locator("[data-share]")).to_have_text("of 20, 10 %")
    expect(latest(dashboard)).to_contain_text([booking["reference"]])
    expect(latest(dashboard)).to_contain_text(["Hall, row A, seats 1 and 2"])
    row = dashboard.get_by_role("row", name="Standard")
    expect(row.get_by_role("cell")).to_have_text(["2 of 20", "18", "€40.00"])
    sales.cancel(visitor, booking["id"])
    expect_state(dashboard, "A2", "free")
    expect_figures(dashboard, booked=0, free=20, takings="€0.00")
    expect(latest(dashboard)).to_contain_text(["Cancelled"])


def test_the_chart_counts_locks_and_nothing_else(
    dashboard: Page, worker: Worker, show: str, visitor: Person
) -> None:
    expect(chart(dashboard)).to_have_accessible_name(re.compile("Locks: 0 in all, 0 in this minute"))
    visitor.select(show, ["A1", "A2", "A3"])
    expect(chart(dashboard)).to_have_accessible_name(re.compile("Locks: 3 in all, at most 3 at"))
    visitor.select(show, ["A1"])  # renews
    visitor.release(show, ["A2", "A3"])
    sales.book(visitor, show)
    expect_figures(dashboard, booked=1, locked=0)
    block(worker, show, "B1")
    expect_figures(dashboard, blocked=1)
    visitor.select(show, ["A3"])
    expect(chart(dashboard)).to_have_accessible_name(re.compile("Locks: 4 in all"))
    dashboard.get_by_text("As a table").click()
    counts = dashboard.locator("[data-rate-table] tr:visible td").all_inner_texts()
    assert sum(int(count) for count in counts) == 4
    assert 1 <= len(counts) <= 3  # none of the minutes before the page was opened
    bars = [bar.get_attribute("height") for bar in dashboard.locator("[data-rate] rect").all()]
    assert len(bars) == 30
    assert max(float(height or 0) for height in bars) > 1


def test_the_figures_are_asked_for_once_a_second_at_most(dashboard: Page, show: str, visitor: Person) -> None:
    expect_figures(dashboard, free=20)
    dashboard.wait_for_timeout(1_500)
    asked: list[str] = []
    dashboard.on("request", lambda request: asked.append(request.url) if "/summary" in request.url else None)
    began = time.monotonic()
    for number in range(1, 11):
        visitor.select(show, [f"A{number}"])
        dashboard.wait_for_timeout(150)
    expect_figures(dashboard, locked=10)
    assert 2 <= len(asked) <= time.monotonic() - began + 2


def guest_name(visitor: Person) -> str:
    return f"Guest {visitor.user_id[-4:]}"


def test_a_booked_seat_tells_its_booking(dashboard: Page, show: str, visitor: Person) -> None:
    booking = booked(visitor, show, "A3", "A4")
    expect_state(dashboard, "A3", "sold")
    click(dashboard, "A3")
    expect(told(dashboard)).to_contain_text("row A, seat 3")
    for fact in (booking["reference"], guest_name(visitor), "Hall, row A, seats 3 and 4", "€40.00"):
        expect(told(dashboard)).to_contain_text(fact)
    expect(told(dashboard).get_by_role("link", name="Link to this seat")).to_have_attribute(
        "href", "#seat=A3"
    )
    dashboard.reload()
    await_live(dashboard)
    expect(told(dashboard)).to_contain_text(booking["reference"])
    sales.cancel(visitor, booking["id"])
    expect(told(dashboard).locator("[data-seat-state]")).to_have_text("free")
    expect(told(dashboard)).not_to_contain_text(booking["reference"])


def test_what_happened_to_a_seat_is_told_and_goes_on(dashboard: Page, show: str, visitor: Person) -> None:
    booking = booked(visitor, show, "A3")
    expect_state(dashboard, "A3", "sold")
    click(dashboard, "A3")
    happened = dashboard.locator("[data-history]")
    happened.get_by_text("What happened").click()
    expect(happened.locator("li")).to_have_count(2)
    expect(happened.locator("li").first).to_contain_text(f"{guest_name(visitor)} · {booking['reference']}")
    expect(happened.locator("li span:first-child")).to_have_text(["Booked", "Chosen"])
    sales.cancel(visitor, booking["id"])
    expect(happened.locator("li span:first-child")).to_have_text(["Cancelled", "Booked", "Chosen"])
    click(dashboard, "A4")
    expect(happened).to_contain_text("Nothing that is known.")


def test_a_seat_that_somebody_is_choosing_is_explained(dashboard: Page, show: str, visitor: Person) -> None:
    visitor.select(show, ["A1"])
    expect_state(dashboard, "A1", "being chosen")
    click(dashboard, "A1")
    expect(told(dashboard)).to_contain_text("Somebody is choosing it right now.")
    visitor.release(show, ["A1"])
    expect(told(dashboard).locator("[data-seat-state]")).to_have_text("free")


def test_a_blocked_seat_tells_why(dashboard: Page, worker: Worker, show: str) -> None:
    block(worker, show, "A1")
    expect_state(dashboard, "A1", "blocked")
    click(dashboard, "A1")
    expect(told(dashboard)).to_contain_text("camera")


def test_what_this_browser_chooses_elsewhere_is_being_chosen(
    dashboard: Page, worker: Worker, show: str
) -> None:
    chosen = {"showId": show, "seats": ["A1"]}
    assert dashboard.context.request.post(f"{worker.url}/api/bookings/select-seats", data=chosen).ok
    expect_state(dashboard, "A1", "being chosen")
    expect(chart(dashboard)).to_have_accessible_name(re.compile("Locks: 1 in all"))


def test_a_booking_is_found_and_shown_in_the_hall(dashboard: Page, show: str, visitor: Person) -> None:
    booking = booked(visitor, show, "B9")
    find = dashboard.get_by_label("Find by name, e-mail, reference or seat")
    find.fill("nobody")
    expect(latest(dashboard)).to_have_text("No booking fits.")
    find.fill("B9")
    expect_state(dashboard, "B9", "sold")
    button = latest(dashboard).get_by_role("button", name=booking["reference"])
    button.focus()  # away from the hall, so that only the mark is new in it
    before = resting_picture(dashboard)
    button.click()
    eventually(lambda: hall(dashboard).screenshot() != before)
    expect(told(dashboard)).to_contain_text(booking["reference"])


def test_the_bookings_are_downloaded_as_csv(dashboard: Page, show: str, visitor: Person) -> None:
    booking = booked(visitor, show, "A1")
    with dashboard.expect_download() as download:
        dashboard.get_by_role("button", name="Download all as CSV").click()
    assert download.value.suggested_filename == f"bookings-{show}.csv"
    rows = list(csv.DictReader(download.value.path().read_text("utf-8-sig").splitlines()))
    assert [row["reference"] for row in rows] == [booking["reference"]]


def test_with_the_server_gone_the_dashboard_says_so_and_comes_back(
    new_page: NewPage, start_worker: StartWorker, guest: Guests
) -> None:
    here, there = start_worker(), start_worker()
    show = add_show(here)
    page = watch(new_page(viewport=DESKTOP, expected_errors=CONNECTION_ERRORS), here, show)
    banner = page.get_by_text("The connection is lost")
    expect(banner).to_be_hidden()
    here.kill()
    expect(banner).to_be_visible()
    visitor = guest(there)
    booked(visitor, show, "A1", "A2")
    expect_figures(page, booked=0)
    here.start()
    expect(banner).to_be_hidden(timeout=30_000)
    await_live(page)
    expect_figures(page, booked=2, takings="€40.00")
    expect_state(page, "A1", "sold")
    choose_mode(page, "Block and unblock")
    click(page, "B1")
    expect_figures(page, blocked=1)
    expect(problem(page)).to_be_hidden()


def test_a_click_on_a_zoomed_page_tells_of_the_seat_that_is_drawn_there(dashboard: Page) -> None:
    dashboard.evaluate("document.querySelector('main').style.setProperty('zoom', '0.9')")
    dashboard.wait_for_timeout(100)  # the map takes its size in the next frame
    click(dashboard, "B8")
    expect(dashboard.locator(".where")).to_contain_text("row B, seat 8")
