"""From the basket to the booking and back, in a real browser against a real worker."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, Request, Route, expect

from tests.support import axe, builders
from tests.support.waiting import eventually
from tests.support.worker import Worker

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
# 1280 by 1024 CSS pixels, seen at 400 %.
MAGNIFIED = {"viewport": {"width": 320, "height": 256}}
DARK = {"color_scheme": "dark"}
BOOKINGS = re.compile(r"/api/bookings$")
A_BOOKING = re.compile(r"/bookings/[\w-]{22}$")
INSISTING_MILLISECONDS = 30_000  # the client library tries again for 20 s before it gives up

NewPage = Callable[..., Page]
StartWorker = Callable[..., Worker]


@pytest.fixture
def show(worker: Worker) -> str:
    """A show of this test's own with the seats A1 to A10, at 12.50 euros each."""
    return add_show(worker)


def add_show(worker: Worker, **fields: Any) -> str:
    return builders.add_show(worker, f"hall-{uuid4().hex[:8]}", prices={"Standard": 1250}, **fields)


def lock(page: Page, worker: Worker, show: str, *seats: str) -> None:
    """Lock seats for the page's visitor, as the hall does."""
    wanted = {"showId": show, "seats": list(seats)}
    assert page.request.post(f"{worker.url}/api/bookings/select-seats", data=wanted).ok


def open_checkout(page: Page, worker: Worker, show: str) -> Page:
    page.goto(f"{worker.url}/shows/{show}/checkout")
    return page


def check_out(page: Page, worker: Worker, show: str, *seats: str) -> Page:
    """Lock seats, and open the checkout page with them."""
    lock(page, worker, show, *seats)
    open_checkout(page, worker, show)
    expect(book_button(page)).to_be_visible()
    return page


def book_button(page: Page) -> Locator:
    return page.get_by_role("button", name="Book now")


def expect_seconds_to_pay(page: Page, least: int, most: int) -> None:
    """Wait until the clock shows that: at first it shows the rest of the lock, by a guess of the time."""
    timer = page.get_by_role("timer")

    def shown() -> int:
        minutes, _, seconds = timer.inner_text().partition(":")
        return int(minutes or 0) * 60 + int(seconds or 0)

    eventually(lambda: least <= shown() <= most, 10, f"the clock does not show {least} to {most} seconds")


def bookings(worker: Worker, show: str) -> list[dict[str, Any]]:
    return list(worker.database.bookings.find({"show": show}))


def wide(page: Page) -> bool:
    """Tell whether the page must be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def faults_large_and_small(page: Page) -> list[str]:
    """Return what axe finds in the window as it is, and in one of a phone's size."""
    large = axe.faults(page)
    page.set_viewport_size({"width": 390, "height": 844})
    return large + axe.faults(page)


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
    expect(page.get_by_role("img", name="QR code of the reference")).to_be_visible()
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


def test_a_lost_answer_is_asked_for_again(new_page: NewPage, worker: Worker, show: str) -> None:
    page = check_out(new_page(expected_errors="ERR_FAILED"), worker, show, "A1")
    lost = list[Route]()

    def lose_the_first(route: Route) -> None:
        if lost or route.request.method != "POST":
            return route.continue_()
        lost.append(route)
        assert route.fetch().status == 201
        return route.abort()

    page.route(BOOKINGS, lose_the_first)
    book_button(page).click()
    page.wait_for_url(A_BOOKING)
    assert lost
    assert len(bookings(worker, show)) == 1


def test_a_reload_finds_the_booking_whose_answer_was_lost(
    new_page: NewPage, worker: Worker, show: str
) -> None:
    page = check_out(new_page(), worker, show, "A1")
    book_and_never_hear(page, worker, show)
    open_checkout(page, worker, show)
    page.wait_for_url(A_BOOKING)
    assert len(bookings(worker, show)) == 1


def test_a_server_that_cannot_answer_may_be_asked_again(new_page: NewPage, worker: Worker, show: str) -> None:
    page = check_out(new_page(expected_errors="status of 503"), worker, show, "A1")
    keys = set[str | None]()

    def refuse(route: Route) -> None:
        keys.add(route.request.headers.get("idempotency-key"))
        route.fulfill(status=503, json={"success": False, "code": "unavailable", "message": "Not now."})

    page.route(BOOKINGS, refuse)
    book_button(page).click()
    again = page.get_by_role("button", name="Try again")
    expect(again).to_be_visible(timeout=INSISTING_MILLISECONDS)
    expect(page.get_by_role("alert")).to_contain_text("Not now.")
    assert faults_large_and_small(page) == []
    page.unroute(BOOKINGS)
    with page.expect_request(asks_to_book) as request:
        again.click()
    page.wait_for_url(A_BOOKING)
    assert keys == {request.value.headers["idempotency-key"]}
    assert len(bookings(worker, show)) == 1


def test_the_same_seats_are_another_order_once_theirs_is_cancelled(
    new_page: NewPage, worker: Worker, show: str
) -> None:
    page = check_out(new_page(), worker, show, "A1")
    book_and_never_hear(page, worker, show)
    page.goto(f"{worker.url}/bookings")
    page.get_by_text("Cancel booking").click()
    page.get_by_role("button", name="Yes, cancel this booking").click()
    page.wait_for_url(A_BOOKING)

    check_out(page, worker, show, "A1")
    book_button(page).click()
    page.wait_for_url(A_BOOKING)
    expect(page.get_by_text("Confirmed")).to_be_visible()
    assert sorted(booking["status"] for booking in bookings(worker, show)) == ["cancelled", "confirmed"]


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


def test_the_lost_connection_is_told_and_comes_back(new_page: NewPage, start_worker: StartWorker) -> None:
    worker = start_worker()
    page = new_page(expected_errors="WebSocket|ERR_CONNECTION|Failed to fetch")
    check_out(page, worker, add_show(worker), "A1")
    worker.kill()
    banner = page.get_by_text("The connection is lost.")
    expect(banner).to_be_visible()
    assert faults_large_and_small(page) == []
    worker.start()
    expect(banner).to_be_hidden(timeout=15_000)
    book_button(page).click()
    page.wait_for_url(A_BOOKING)


def test_the_last_minute_is_announced(new_page: NewPage, start_worker: StartWorker) -> None:
    worker = start_worker(CHECKOUT_SECONDS="62")
    page = check_out(new_page(), worker, add_show(worker), "A1")
    expect(page.get_by_role("status").filter(has_text="One minute left.")).to_be_attached()
    expect(page.locator(".left")).to_have_attribute("data-soon", "")
    assert faults_large_and_small(page) == []


def test_all_works_by_keyboard(new_page: NewPage, worker: Worker, show: str) -> None:
    page = check_out(new_page(), worker, show, "A1")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
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


@pytest.mark.parametrize("looks", [{}, DARK, PHONE, MAGNIFIED], ids=["desktop", "dark", "phone", "magnified"])
def test_axe_finds_nothing_and_nothing_is_cut_off(
    new_page: NewPage, worker: Worker, show: str, looks: dict[str, Any]
) -> None:
    page = new_page(expected_errors="status of 404", **looks)

    def check() -> None:
        assert axe.faults(page) == []
        assert not wide(page)

    for path in ("/", "/bookings", "/bookings/nothing", "/shows/nowhere"):
        page.goto(worker.url + path)
        check()
    check_out(page, worker, show, "A1", "A2")
    check()
    book_button(page).click()
    page.wait_for_url(A_BOOKING)
    page.locator("summary").click()
    check()
    booking = page.url
    page.goto(f"{worker.url}/bookings")
    page.locator("summary").click()
    check()
    page.get_by_role("button", name="Yes, cancel this booking").click()
    page.wait_for_url(booking)
    check()


def test_print_has_the_ticket_and_nothing_else(new_page: NewPage, worker: Worker, show: str) -> None:
    page = check_out(new_page(color_scheme="dark"), worker, show, "A1")
    book_button(page).click()
    page.wait_for_url(A_BOOKING)
    page.evaluate("window.print = () => { document.title = 'printing'; }")
    page.get_by_role("button", name="Print").click()
    expect(page).to_have_title("printing")
    page.emulate_media(media="print")
    for gone in (page.get_by_role("navigation"), page.get_by_role("button"), page.locator("summary")):
        expect(gone.filter(visible=True)).to_have_count(0)
    for there in (page.locator(".reference"), page.locator(".qr"), page.get_by_text("Row A, seat 1")):
        expect(there).to_be_visible()
    colours = "getComputedStyle(document.querySelector('.ticket'))"
    assert page.evaluate(f"{colours}.backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate(f"{colours}.color") == "rgb(0, 0, 0)"


def test_without_a_script_bookings_are_seen_and_cancelled(
    new_page: NewPage, worker: Worker, show: str
) -> None:
    page = new_page(java_script_enabled=False)
    lock(page, worker, show, "A1")
    assert page.request.post(f"{worker.url}/api/bookings", data={"showId": show}).status == 201
    page.goto(f"{worker.url}/bookings")
    page.get_by_role("link", name="Hamlet").click()
    expect(page.get_by_text("EUR 12.50").first).to_be_visible()
    expect(page.get_by_text("Sat, 1 Jun 2030, 19:30 UTC")).to_be_visible()
    expect(page.get_by_role("button", name="Print")).to_have_count(0)
    page.get_by_text("Cancel booking").click()
    page.get_by_role("button", name="Yes, cancel this booking").click()
    expect(page.get_by_text("Cancelled", exact=True)).to_be_visible()


def test_another_sites_form_cannot_cancel(new_page: NewPage, worker: Worker, show: str) -> None:
    page = new_page(expected_errors="status of 403")
    lock(page, worker, show, "A1")
    booked = page.request.post(f"{worker.url}/api/bookings", data={"showId": show}).json()["booking"]
    # Another port of this host is another origin of the same site: the cookie comes along.
    page.route("http://127.0.0.1:1/", lambda route: route.fulfill(body=FORM.format(worker.url, booked["id"])))
    page.goto("http://127.0.0.1:1/")
    page.get_by_role("button").click()
    expect(page.get_by_text("This came from another site.")).to_be_visible()
    assert [booking["status"] for booking in bookings(worker, show)] == ["confirmed"]


FORM = """<!doctype html><form method="post" action="{}/bookings/{}/cancel"><button>Win</button></form>"""


def book_and_never_hear(page: Page, worker: Worker, show: str) -> None:
    """Press the button; the seats are booked, and the answer gets lost."""
    page.route(BOOKINGS, swallow, times=1)
    book_button(page).click()
    while not bookings(worker, show):
        page.wait_for_timeout(20)


def release_first(page: Page, worker: Worker, wanted: dict[str, Any], route: Route) -> None:
    page.request.post(f"{worker.url}/api/bookings/release-seats", data=wanted)
    route.continue_()


def swallow(route: Route) -> None:
    route.fetch()


def asks_to_book(request: Request) -> bool:
    return request.method == "POST" and bool(BOOKINGS.search(request.url))
