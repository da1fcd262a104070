"""The time to pay: it is shown, kept and over."""

from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.support.worker import Worker

from .checkout import (
    BOOKINGS,
    NewPage,
    StartWorker,
    add_show,
    book_button,
    bookings,
    check_out,
    expect_seconds_to_pay,
    faults_large_and_small,
    open_checkout,
)


def test_a_reload_keeps_the_seats_and_the_time(new_page: NewPage, worker: Worker, show: str) -> None:
    page = check_out(new_page(), worker, show, "A1", "A2")
    expect_seconds_to_pay(page, 590, 600)
    page.wait_for_timeout(2_500)
    page.reload()
    expect(page.get_by_role("listitem")).to_have_count(2)
    expect_seconds_to_pay(page, 580, 598)


def test_leaving_and_going_back_to_the_hall_keeps_the_seats(
    new_page: NewPage, worker: Worker, show: str
) -> None:
    page = check_out(new_page(), worker, show, "A1")
    page.get_by_role("link", name="Back to the hall").click()
    page.wait_for_url(f"**/shows/{show}")
    page.goto(worker.url)
    page.wait_for_timeout(1_500)  # longer than the worker takes to see that nobody is there
    held = page.request.get(f"{worker.url}/api/bookings/locked-seats/{show}").json()
    assert held["lockedByMe"] == ["A1"]


def test_when_the_time_is_over_the_page_says_so(new_page: NewPage, start_worker: StartWorker) -> None:
    worker = start_worker(CHECKOUT_SECONDS="8", MAX_HOLD_SECONDS="8", LOCK_SECONDS="8")
    page = check_out(new_page(), worker, add_show(worker), "A1")
    book_button(page).focus()
    over = page.get_by_role("status").filter(has_text="Your time for these seats is over.")
    expect(over).to_be_visible(timeout=15_000)
    expect(book_button(page)).to_be_hidden()
    expect(page.get_by_role("link", name="Back to the hall")).to_be_focused()
    assert faults_large_and_small(page) == []


def test_who_books_too_late_learns_it(new_page: NewPage, worker: Worker, show: str) -> None:
    page = check_out(new_page(expected_errors="status of 409"), worker, show, "A1")
    wanted = {"showId": show, "seats": ["A1"]}
    page.route(BOOKINGS, lambda route: release_first(page, worker, wanted, route))
    book_button(page).click()
    expect(page.get_by_role("status").filter(has_text="Your time for these seats is over.")).to_be_visible()
    assert bookings(worker, show) == []


def test_an_empty_basket_leads_back_to_the_hall(new_page: NewPage, worker: Worker, show: str) -> None:
    page = open_checkout(new_page(), worker, show)
    expect(page.get_by_role("status").filter(has_text="You have no seats of this show")).to_be_visible()
    expect(book_button(page)).to_be_hidden()
    assert faults_large_and_small(page) == []
    page.get_by_role("link", name="Back to the hall").click()
    page.wait_for_url(f"**/shows/{show}")


def test_the_last_minute_is_announced(new_page: NewPage, start_worker: StartWorker) -> None:
    worker = start_worker(CHECKOUT_SECONDS="62")
    page = check_out(new_page(), worker, add_show(worker), "A1")
    expect(page.get_by_role("status").filter(has_text="One minute left.")).to_be_attached()
    expect(page.locator(".left")).to_have_attribute("data-soon", "")
    assert faults_large_and_small(page) == []


def release_first(page: Page, worker: Worker, wanted: dict[str, Any], route: Route) -> None:
    page.request.post(f"{worker.url}/api/bookings/release-seats", data=wanted)
    route.continue_()
