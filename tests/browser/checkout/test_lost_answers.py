"""Answers and connections that get lost on the way to a booking."""

from playwright.sync_api import Page, Route, expect

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
    faults_large_and_small,
    open_checkout,
)

INSISTING_MILLISECONDS = 60_000  # the client library tries again for 20 s before it gives up


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
    expect(page.get_by_role("alert")).to_contain_text("cannot answer right now")
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


def test_while_nobody_knows_what_became_of_it_the_buyer_stays_who_it_was(
    new_page: NewPage, worker: Worker, show: str
) -> None:
    page = check_out(new_page(), worker, show, "A1")
    page.get_by_label("Name").fill("Ann")
    book_and_never_hear(page, worker, show)
    expect(page.get_by_label("Name")).not_to_be_editable()
    open_checkout(page, worker, show)
    page.wait_for_url(A_BOOKING)
    assert [booking["customer"] for booking in bookings(worker, show)] == [{"name": "Ann"}]


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


def book_and_never_hear(page: Page, worker: Worker, show: str) -> None:
    """Press the button; the seats are booked, and the answer gets lost."""
    page.route(BOOKINGS, swallow, times=1)
    book_button(page).click()
    while not bookings(worker, show):
        page.wait_for_timeout(20)


def swallow(route: Route) -> None:
    route.fetch()
