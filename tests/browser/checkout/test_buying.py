"""From the basket to the booking and back, in a real browser against a real worker."""

import re

from playwright.sync_api import Request, Route, expect

from tests.support import builders
from tests.support.worker import Worker

from .checkout import (
    A_BOOKING,
    BOOKINGS,
    NewPage,
    StartWorker,
    add_show,
    asks_to_book,
    book_button,
    bookings,
    check_out,
    expect_seconds_to_pay,
    faults_large_and_small,
    lock,
    open_checkout,
)


def test_seats_become_a_booking_and_are_free_again(new_page: NewPage, worker: Worker, show: str) -> None:
    page = check_out(new_page(locale="en-GB"), worker, show, "A1", "A2")
    expect(page.get_by_role("listitem")).to_have_text(
        [re.compile(r"Row A, seat 1\s*Hall · Standard\s*€12\.50"), re.compile(r"Row A, seat 2")]
    )
    expect(page.locator(".total")).to_contain_text("€25.00")
    expect_seconds_to_pay(page, 590, 600)
    book_button(page).click()

    page.wait_for_url(A_BOOKING)
    [booking] = bookings(worker, show)
    expect(page.locator(".reference")).to_have_text(booking["reference"])
    expect(page.get_by_role("heading", level=1)).to_have_text("Hamlet")
    expect(page.get_by_role("img", name="QR code of the ticket")).to_be_visible()
    expect(page.get_by_text("Confirmed")).to_be_visible()
    expect(page.get_by_text("€25.00")).to_be_visible()

    page.get_by_role("link", name="My bookings").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My bookings")
    page.get_by_text("Cancel booking").click()
    page.get_by_role("button", name="Yes, cancel this booking").click()
    page.wait_for_url(A_BOOKING)
    expect(page.get_by_text("Cancelled", exact=True)).to_be_visible()
    lock(new_page(), worker, show, "A1", "A2")


def test_seats_are_listed_in_the_halls_order(new_page: NewPage, worker: Worker, show: str) -> None:
    page = check_out(new_page(), worker, show, "A10", "A9")
    expect(page.get_by_role("listitem")).to_have_text([re.compile("seat 9"), re.compile("seat 10")])


def test_two_clicks_book_once(new_page: NewPage, worker: Worker, show: str) -> None:
    page = check_out(new_page(), worker, show, "A1")
    sent = list[Request]()
    page.on("request", lambda request: sent.append(request) if asks_to_book(request) else None)
    book_button(page).dblclick()
    page.wait_for_url(A_BOOKING)
    assert len(sent) == 1
    assert len(bookings(worker, show)) == 1


def test_while_it_books_the_page_says_so(new_page: NewPage, worker: Worker, show: str) -> None:
    page = check_out(new_page(), worker, show, "A1")
    waiting = list[Route]()
    page.route(BOOKINGS, lambda route: waiting.append(route))  # noqa: PLW0108  # it refuses built-ins
    with page.expect_request(asks_to_book):
        book_button(page).click()
    expect(page.get_by_role("button", name="Booking…")).to_have_attribute("aria-disabled", "true")
    assert faults_large_and_small(page) == []
    waiting[0].continue_()
    page.wait_for_url(A_BOOKING)


def test_another_tab_that_booked_takes_this_one_along(new_page: NewPage, worker: Worker, show: str) -> None:
    page = check_out(new_page(), worker, show, "A1")
    tab = open_checkout(page.context.new_page(), worker, show)
    book_button(tab).click()
    tab.wait_for_url(A_BOOKING)
    page.wait_for_url("**/bookings")
    expect(page.get_by_text("Confirmed")).to_be_visible()


def test_with_the_shop_confirming_the_page_waits_for_it(new_page: NewPage, start_worker: StartWorker) -> None:
    worker = start_worker(CONFIRM_BY="server")
    show = add_show(worker)
    page = new_page()
    lock(page, worker, show, "A1")
    open_checkout(page, worker, show)
    expect(page.get_by_role("status").filter(has_text="The shop confirms the booking")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
    assert faults_large_and_small(page) == []

    holder = page.request.get(f"{worker.url}/api/session").json()["userId"]
    wanted = {"showId": show, "userId": holder, "seats": ["A1"], "paymentReference": "pay-1"}
    assert worker.post("/api/bookings", json=wanted, headers=builders.ADMIN).status_code == 201
    page.wait_for_url("**/bookings")
    expect(page.get_by_text("Confirmed")).to_be_visible()


def test_all_works_by_keyboard(new_page: NewPage, worker: Worker, show: str) -> None:
    page = check_out(new_page(), worker, show, "A1")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(book_button(page)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(A_BOOKING)
    cancel = page.locator("summary")
    cancel.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Cancelled", exact=True)).to_be_visible()
