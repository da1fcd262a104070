"""The organiser's pages in a real browser, while visitors choose and book through the API."""

import csv
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.support import axe, builders, sales
from tests.support.people import Person
from tests.support.waiting import eventually
from tests.support.worker import Worker

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
# 1280 by 1024 at 400 %.
MAGNIFIED = {"width": 320, "height": 256}
CONNECTION_ERRORS = "WebSocket connection|ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET"

NewPage = Callable[..., Page]
StartWorker = Callable[..., Worker]
Guests = Callable[[Worker], Person]


@pytest.fixture
def show(worker: Worker) -> str:
    """A show of this test's own with the seats A1 to A10 and B1 to B10, at 20 euros each."""
    return add_show(worker)


@pytest.fixture
def visitor(worker: Worker, guest: Guests) -> Person:
    """Somebody who chooses and books, and stays connected meanwhile."""
    person = guest(worker)
    person.connect()
    person.register()
    return person


@pytest.fixture
def dashboard(new_page: NewPage, worker: Worker, show: str) -> Page:
    return watch(new_page(viewport=DESKTOP), worker, show)


def add_show(worker: Worker, **fields: Any) -> str:
    name = f"hall-{uuid4().hex[:8]}"
    return builders.add_show(worker, name, {"A": 10, "B": 10}, prices={"Standard": 2000}, **fields)


def log_in(page: Page, url: str, token: str = "admin") -> Page:
    page.goto(url)
    page.get_by_label("Admin token").fill(token)
    page.get_by_role("button", name="Log in").click()
    return page


def watch(page: Page, worker: Worker, show: str, token: str = "admin") -> Page:
    """Open a show's dashboard and wait until it hears the room."""
    return await_live(log_in(page, f"{worker.url}/organiser/shows/{show}", token))


def await_live(page: Page) -> Page:
    expect(page.locator('[data-connection="live"]')).to_be_visible()
    expect(hall(page)).to_be_visible()
    return page


def hall(page: Page) -> Locator:
    return page.get_by_role("application", name="Seats of the hall")


def seat(page: Page, seat_id: str) -> Locator:
    """Walk by keys to a seat of the rows A and B, and return the button that stands for it."""
    button = hall(page).get_by_role("button")
    button.focus()
    row, number = seat_id[0], int(seat_id[1:])
    for key in ["Home", "ArrowUp", *(["ArrowDown"] if row == "B" else []), *["ArrowRight"] * (number - 1)]:
        page.keyboard.press(key)
    expect(button).to_have_attribute("aria-label", re.compile(f"row {row}, seat {number} "))
    return button


def expect_state(page: Page, seat_id: str, state: str) -> None:
    expect(seat(page, seat_id)).to_have_attribute("aria-label", re.compile(f"{state}$"))


def click(page: Page, seat_id: str) -> None:
    """Click where the seat is drawn."""
    box = seat(page, seat_id).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def resting_picture(page: Page) -> bytes:
    """Return what the hall looks like once nothing in it moves any more."""
    pictures = [hall(page).screenshot()]

    def rests() -> bool:
        page.wait_for_timeout(300)
        pictures.append(hall(page).screenshot())
        return pictures[-1] == pictures[-2]

    eventually(rests)
    return pictures[-1]


def choose_mode(page: Page, name: str) -> None:
    page.get_by_text(name, exact=True).click()


def figure(page: Page, name: str) -> Locator:
    return page.locator(f'[data-figure="{name}"]')


def expect_figures(page: Page, **expected: Any) -> None:
    for name, value in expected.items():
        expect(figure(page, name)).to_have_text(str(value))


def chart(page: Page) -> Locator:
    return page.get_by_role("img", name=re.compile("Bar chart"))


def problem(page: Page) -> Locator:
    return page.locator("[data-problem]")


def told(page: Page) -> Locator:
    return page.locator("[data-seat]")


def latest(page: Page) -> Locator:
    return page.locator("[data-bookings] li")


def booked(person: Person, show: str, *seats: str) -> Any:
    assert person.select(show, seats).status_code == 200
    booking = sales.booking_of(sales.book(person, show))
    assert booking is not None
    return booking


def wide(page: Page) -> int:
    """Tell how far the page reaches beyond the window, in CSS pixels."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


# Logging in and out


def test_a_wrong_token_is_explained_and_the_right_one_opens(
    new_page: NewPage, worker: Worker, show: str
) -> None:
    page = log_in(new_page(expected_errors="status of 403"), f"{worker.url}/organiser", "wrong")
    expect(page.get_by_role("alert")).to_contain_text("That is not the admin token.")
    expect(page.get_by_label("Admin token")).to_be_focused()
    expect(page.locator("[data-inside]")).to_be_hidden()
    page.get_by_label("Admin token").fill(" admin ")
    page.keyboard.press("Enter")
    expect(page.locator(f'a[href="/organiser/shows/{show}"]')).to_be_visible()
    expect(page.locator("[data-login]")).to_be_hidden()


@pytest.mark.parametrize("token", ["", "пароль"])
def test_a_token_that_cannot_be_sent_is_wrong_too(new_page: NewPage, worker: Worker, token: str) -> None:
    page = log_in(new_page(), f"{worker.url}/organiser", token)
    expect(page.get_by_role("alert")).to_contain_text("That is not the admin token.")


def test_the_token_stays_in_the_tab_until_the_log_out(new_page: NewPage, worker: Worker, show: str) -> None:
    page = watch(new_page(), worker, show)
    page.reload()
    await_live(page)
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.get_by_label("Admin token")).to_be_visible()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_label("Admin token")).to_be_visible()
    assert "admin" not in page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")
    page.reload()
    expect(page.get_by_label("Admin token")).to_be_visible()


def test_going_back_after_a_log_out_shows_nothing(new_page: NewPage, worker: Worker, show: str) -> None:
    page = log_in(new_page(), f"{worker.url}/organiser")
    page.locator(f'a[href="/organiser/shows/{show}"]').click()
    await_live(page)
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_label("Admin token")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Admin token")).to_be_visible()
    expect(page.locator("[data-inside]")).to_be_hidden()


def test_a_token_that_is_refused_later_leads_back_to_the_login(
    new_page: NewPage, worker: Worker, show: str
) -> None:
    page = watch(new_page(viewport=DESKTOP, expected_errors="status of 401"), worker, show)
    refusal = {"success": False, "code": "unauthenticated", "message": "no"}
    page.route("**/sales", lambda route: route.fulfill(status=401, json=refusal))
    page.get_by_role("switch").click()
    expect(page.get_by_role("alert")).to_contain_text("does not accept the admin token any more")
    expect(page.locator("[data-inside]")).to_be_hidden()
    assert page.evaluate("sessionStorage.length") == 0


def test_without_an_admin_token_the_pages_say_that_they_are_off(
    new_page: NewPage, start_worker: StartWorker
) -> None:
    page = new_page()
    page.goto(f"{start_worker(ADMIN_TOKEN='').url}/organiser")
    expect(page.get_by_role("heading", name="The organiser's pages are off")).to_be_visible()
    expect(page.locator("input")).to_have_count(0)


def test_the_token_is_in_no_address_and_in_no_log(new_page: NewPage, start_worker: StartWorker) -> None:
    token = "open-sesame-4711"
    worker = start_worker(ADMIN_TOKEN=token)
    show = {"showId": "hall", "title": "Hamlet", "startsAt": "2030-06-01T19:30:00Z", "currency": "EUR"}
    bearer = {"Authorization": f"Bearer {token}"}
    assert worker.post("/api/shows", json={**show, "rows": {"A": 3}}, headers=bearer).ok
    page = new_page(viewport=DESKTOP)
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    page.on("websocket", lambda socket: addresses.append(socket.url))
    watch(page, worker, "hall", token)
    click(page, "A1")
    choose_mode(page, "Block and unblock")
    click(page, "A2")
    expect_figures(page, blocked=1)
    with page.expect_download():
        page.get_by_role("button", name="CSV").click()
    assert any("/summary" in address for address in addresses)
    assert any(address.startswith("ws:") for address in addresses)
    assert not [address for address in [*addresses, page.url] if token in address]
    assert token not in worker.log


@pytest.mark.parametrize("path", ["/organiser", "/organiser/shows/{show}"])
def test_the_pages_run_only_scripts_and_styles_of_their_own(worker: Worker, show: str, path: str) -> None:
    response = worker.get(path.format(show=show))
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script(?![^>]+src=)|<style|\sstyle=|\son\w+=", response.text)


# All shows


def test_the_list_has_every_show_also_those_of_the_past(
    new_page: NewPage, worker: Worker, show: str, visitor: Person
) -> None:
    booked(visitor, show, "A1", "A2", "A3")
    closed = add_show(worker, title="Closed <i>night</i>")
    assert worker.post(f"/api/shows/{closed}/sales", json={"open": False}, headers=builders.ADMIN).ok
    past = add_show(worker, startsAt=(datetime.now(UTC) - timedelta(days=2)).isoformat())
    page = log_in(new_page(), f"{worker.url}/organiser")
    coming, gone = (page.get_by_role("region", name=name) for name in ("Coming up", "Past"))

    def card(region: Locator, show_id: str) -> Locator:
        return region.get_by_role("listitem").filter(
            has=page.locator(f'a[href="/organiser/shows/{show_id}"]')
        )

    expect(card(coming, show)).to_contain_text("3 of 20 sold, 15 %")
    expect(card(coming, show)).to_contain_text("€60.00")
    expect(card(coming, show)).to_contain_text("Jun 1, 2030")
    expect(card(coming, show)).to_contain_text("Sales open")
    expect(card(coming, closed)).to_contain_text("Sales closed")
    expect(card(coming, closed)).to_contain_text("Closed <i>night</i>")
    expect(card(coming, past)).to_have_count(0)
    card(gone, past).get_by_role("link").click()
    await_live(page)
    expect_figures(page, free=20)


def test_an_unknown_show_has_no_dashboard(new_page: NewPage, worker: Worker) -> None:
    page = new_page(expected_errors="status of 404")
    response = page.goto(f"{worker.url}/organiser/shows/nowhere")
    assert response is not None
    assert response.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no such show")


# Watching


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
    expect(latest(dashboard)).to_contain_text(["A1 and A2"])
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


def test_a_booked_seat_tells_its_booking(dashboard: Page, show: str, visitor: Person) -> None:
    booking = booked(visitor, show, "A3", "A4")
    expect_state(dashboard, "A3", "sold")
    click(dashboard, "A3")
    expect(told(dashboard)).to_contain_text("row A, seat 3")
    for fact in (booking["reference"], visitor.user_id, "A3 and A4", "€40.00"):
        expect(told(dashboard)).to_contain_text(fact)
    expect(told(dashboard).get_by_role("link")).to_have_attribute("href", "#seat=A3")
    dashboard.reload()
    await_live(dashboard)
    expect(told(dashboard)).to_contain_text(booking["reference"])
    sales.cancel(visitor, booking["id"])
    expect(told(dashboard).locator("[data-seat-state]")).to_have_text("free")
    expect(told(dashboard)).not_to_contain_text(booking["reference"])


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
    expect(told(dashboard)).to_contain_text("Kept from the public: camera")


def test_what_this_browser_chooses_elsewhere_is_being_chosen(
    dashboard: Page, worker: Worker, show: str
) -> None:
    chosen = {"showId": show, "seats": ["A1"]}
    assert dashboard.context.request.post(f"{worker.url}/api/bookings/select-seats", data=chosen).ok
    expect_state(dashboard, "A1", "being chosen")
    expect(chart(dashboard)).to_have_accessible_name(re.compile("Locks: 1 in all"))


def test_a_booking_of_the_list_is_shown_in_the_hall(dashboard: Page, show: str, visitor: Person) -> None:
    booking = booked(visitor, show, "B9")
    expect_state(dashboard, "B9", "sold")
    button = latest(dashboard).get_by_role("button", name=booking["reference"])
    button.focus()  # away from the hall, so that only the mark is new in it
    before = resting_picture(dashboard)
    button.click()
    eventually(lambda: hall(dashboard).screenshot() != before)


def test_the_bookings_are_downloaded_as_csv(dashboard: Page, show: str, visitor: Person) -> None:
    booking = booked(visitor, show, "A1")
    with dashboard.expect_download() as download:
        dashboard.get_by_role("button", name="Download all as CSV").click()
    assert download.value.suggested_filename == f"bookings-{show}.csv"
    rows = list(csv.DictReader(download.value.path().read_text().splitlines()))
    assert [row["reference"] for row in rows] == [booking["reference"]]


# Doing


def block(worker: Worker, show: str, *seats: str) -> None:
    body = {"seats": list(seats), "reason": "camera"}
    assert worker.post(f"/api/shows/{show}/block-seats", json=body, headers=builders.ADMIN).ok


def test_a_click_blocks_a_seat_for_every_visitor_and_another_unblocks_it(
    dashboard: Page, worker: Worker, show: str, visitor: Person
) -> None:
    click(dashboard, "A1")  # looking changes nothing
    choose_mode(dashboard, "Block and unblock")
    dashboard.get_by_label("Reason").fill("pillar")
    click(dashboard, "A2")
    expect(dashboard.get_by_role("status").filter(has_text="A2 is blocked.")).to_be_visible()
    expect_state(dashboard, "A2", "blocked")
    expect_figures(dashboard, blocked=1, free=19)
    assert visitor.status(show).json()["blockedSeats"] == ["A2"]
    assert visitor.select(show, ["A2"]).status_code == 409
    reasons = [
        found["reason"] for found in worker.database.seat_locks.find({"state": "blocked", "_id.show": show})
    ]
    assert reasons == ["pillar"]
    click(dashboard, "A2")
    expect_state(dashboard, "A2", "free")
    expect_figures(dashboard, blocked=0)
    assert visitor.select(show, ["A2"]).status_code == 200


def test_a_whole_row_is_blocked_except_for_what_people_have(
    dashboard: Page, show: str, visitor: Person
) -> None:
    visitor.select(show, ["A3"])
    expect_state(dashboard, "A3", "being chosen")
    choose_mode(dashboard, "Block and unblock")
    dashboard.get_by_label("Whole row").check()
    click(dashboard, "A1")
    expect_figures(dashboard, blocked=9)
    assert sorted(visitor.status(show).json()["blockedSeats"]) == sorted(
        f"A{n}" for n in range(1, 11) if n != 3
    )
    click(dashboard, "A10")
    expect_figures(dashboard, blocked=0, locked=1)


def test_a_seat_that_somebody_has_is_not_blocked(dashboard: Page, show: str, visitor: Person) -> None:
    booked(visitor, show, "A1")
    expect_state(dashboard, "A1", "sold")
    choose_mode(dashboard, "Block and unblock")
    click(dashboard, "A1")
    expect(problem(dashboard)).to_contain_text("A1 is sold, and so it cannot be blocked.")
    problem(dashboard).get_by_role("button", name="Dismiss").click()
    expect(problem(dashboard)).to_be_hidden()


def test_a_visitor_who_is_faster_than_the_block_is_named_by_the_seat(
    new_page: NewPage, worker: Worker, show: str, visitor: Person
) -> None:
    page = watch(new_page(viewport=DESKTOP, expected_errors="status of 409"), worker, show)

    def be_faster(route: Route) -> None:
        visitor.select(show, ["A2", "A4"])
        route.continue_()

    page.route("**/block-seats", be_faster)
    choose_mode(page, "Block and unblock")
    page.get_by_label("Whole row").check()
    click(page, "A1")
    expect(problem(page)).to_contain_text("Nothing was blocked: somebody has A2 and A4.")
    expect_state(page, "A1", "free")
    assert visitor.status(show).json()["blockedSeats"] == []


def test_seats_are_blocked_by_keyboard(dashboard: Page, show: str, visitor: Person) -> None:
    dashboard.get_by_role("radio", name="Look").focus()
    dashboard.keyboard.press("ArrowRight")
    dashboard.keyboard.press("Tab")
    expect(dashboard.get_by_label("Reason")).to_be_focused()
    seat(dashboard, "B2")
    dashboard.keyboard.press("Enter")
    expect_figures(dashboard, blocked=1)
    assert visitor.status(show).json()["blockedSeats"] == ["B2"]


def test_closing_sales_keeps_everybody_from_selecting(
    dashboard: Page, worker: Worker, show: str, visitor: Person
) -> None:
    switch = dashboard.get_by_role("switch", name="Sales")
    expect(switch).to_be_checked()
    switch.click()
    expect(switch).not_to_be_checked()
    dashboard.wait_for_function(f"fetch('/api/shows/{show}').then(r => r.json()).then(s => !s.salesOpen)")
    refused = visitor.select(show, ["A1"])
    assert (refused.status_code, refused.json()["code"]) == (409, "sales_closed")
    dashboard.reload()
    expect(switch).not_to_be_checked()
    switch.focus()
    dashboard.keyboard.press("Space")
    expect(switch).to_be_checked()
    dashboard.wait_for_function(f"fetch('/api/shows/{show}').then(r => r.json()).then(s => s.salesOpen)")
    assert visitor.select(show, ["A1"]).status_code == 200


def test_a_switch_that_the_server_refuses_goes_back(new_page: NewPage, worker: Worker, show: str) -> None:
    page = watch(new_page(viewport=DESKTOP, expected_errors="status of 503"), worker, show)
    answer = {"success": False, "code": "unavailable", "message": "The service cannot answer right now."}
    page.route("**/sales", lambda route: route.fulfill(status=503, json=answer))
    page.get_by_role("switch").click()
    expect(problem(page)).to_contain_text("Sales were not closed. The service cannot answer right now.")
    expect(page.get_by_role("switch")).to_be_checked()


# When things fail


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


# For everybody


@pytest.mark.parametrize(
    "device", [{"viewport": DESKTOP}, {**PHONE, "color_scheme": "dark"}], ids=["desktop", "dark phone"]
)
def test_axe_finds_nothing(
    new_page: NewPage, worker: Worker, show: str, visitor: Person, device: dict[str, Any]
) -> None:
    page = new_page(reduced_motion="reduce", expected_errors="status of 403", **device)
    log_in(page, f"{worker.url}/organiser", "wrong")
    expect(page.get_by_role("alert")).to_be_visible()
    assert axe.faults(page) == []
    log_in(page, f"{worker.url}/organiser")
    expect(page.locator(f'a[href="/organiser/shows/{show}"]')).to_be_visible()
    assert axe.faults(page) == []
    page.goto(f"{worker.url}/organiser/shows/{show}")
    await_live(page)
    booking = booked(visitor, show, "A1")
    visitor.select(show, ["A2"])
    expect(latest(page)).to_contain_text([booking["reference"]])
    click(page, "A1")
    expect(told(page)).to_contain_text(booking["reference"])
    choose_mode(page, "Block and unblock")
    click(page, "A2")
    expect(problem(page)).to_be_visible()
    page.get_by_text("As a table").click()
    assert axe.faults(page) == []


def test_axe_finds_nothing_without_a_connection(new_page: NewPage, start_worker: StartWorker) -> None:
    worker = start_worker()
    page = watch(new_page(viewport=DESKTOP, expected_errors=CONNECTION_ERRORS), worker, add_show(worker))
    worker.kill()
    expect(page.get_by_text("The connection is lost")).to_be_visible()
    assert axe.faults(page) == []


def test_a_phone_blocks_by_tapping(new_page: NewPage, worker: Worker, show: str, visitor: Person) -> None:
    phone = watch(new_page(**PHONE, reduced_motion="reduce"), worker, show)
    assert wide(phone) == 0
    choose_mode(phone, "Block and unblock")
    assert wide(phone) == 0
    seat(phone, "A1")
    for _ in range(3):  # a seat that a finger could miss would only come nearer
        phone.keyboard.press("+")
    hall(phone).scroll_into_view_if_needed()
    box = seat(phone, "A4").bounding_box()
    assert box is not None
    phone.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect_figures(phone, blocked=1)
    assert visitor.status(show).json()["blockedSeats"] == ["A4"]


@pytest.mark.parametrize("path", ["/organiser", "/organiser/shows/{show}"])
def test_at_400_percent_nothing_is_cut_off(new_page: NewPage, worker: Worker, show: str, path: str) -> None:
    page = new_page(viewport=MAGNIFIED)
    page.goto(worker.url + path.format(show=show))
    assert wide(page) == 0
    log_in(page, worker.url + path.format(show=show))
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    expect(page.get_by_text("Loading…")).to_have_count(0)
    assert wide(page) == 0
