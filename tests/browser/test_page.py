"""The page in real browsers: two people, each at a worker of their own."""

import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, Route, WebSocketRoute, expect

from tests.support import builders, servers
from tests.support.worker import Worker

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
CONNECTION_ERRORS = "WebSocket connection|ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE"

NewPage = Callable[..., Page]
StartWorker = Callable[..., Worker]


@pytest.fixture(scope="module")
def workers(mongodb: servers.Breakable, redis_server: servers.Breakable) -> Iterator[list[Worker]]:
    """Two workers on one database, for the module; nobody is given time to come back."""
    with servers.fresh_database(mongodb.uri) as uri:
        pair = [Worker(uri, redis_server.uri).spawn() for _ in range(2)]
        try:
            yield [worker.await_ready() for worker in pair]
        finally:
            for worker in pair:
                worker.close()


@pytest.fixture
def show(workers: list[Worker]) -> str:
    """A show of this test's own with the seats A1 to A10 and B1 to B10."""
    return builders.add_show(workers[0], f"hall-{uuid4().hex[:8]}", {"A": 10, "B": 10})


@pytest.fixture
def ann(new_page: NewPage, workers: list[Worker], show: str) -> Page:
    return enter(new_page(expected_errors="status of 409"), workers[0], show)


@pytest.fixture
def bob(new_page: NewPage, workers: list[Worker], show: str) -> Page:
    return enter(new_page(expected_errors="status of 409"), workers[1], show)


def enter(page: Page, worker: Worker, show: str) -> Page:
    """Open the show's page and wait until it hears the room."""
    page.goto(f"{worker.url}/shows/{show}")
    return await_live(page)


def await_live(page: Page) -> Page:
    expect(page.locator('[data-live="live"]')).to_be_attached()
    return page


def seat(page: Page, seat_id: str) -> Locator:
    return page.locator(f'[data-hall] [data-seat="{seat_id}"]')


def expect_state(page: Page, state: str, *seats: str, timeout: float = 5_000) -> None:
    for seat_id in seats:
        expect(seat(page, seat_id)).to_have_attribute("data-state", state, timeout=timeout)


def select(page: Page, *seats: str) -> None:
    for seat_id in seats:
        seat(page, seat_id).click()
    expect_state(page, "mine", *seats)


def message(page: Page) -> Locator:
    return page.locator("[data-message]")


def own_seats(page: Page) -> Locator:
    return page.locator("[data-own-seat]")


def seconds_left(page: Page, seat_id: str) -> int:
    shown = page.locator(f'[data-own-seat="{seat_id}"] [data-left]')
    expect(shown).to_have_text(re.compile(r"^\d+:\d\d$"))
    minutes, seconds = shown.inner_text().split(":")
    return int(minutes) * 60 + int(seconds)


class Wire:
    """The page's WebSocket, of which the test can lose messages from the server."""

    def __init__(self, page: Page) -> None:
        self.loses: Callable[[str], bool] = lambda _: False
        self.lost: list[str] = []
        self.sent: list[str] = []
        page.route_web_socket(re.compile("/socket.io/"), self._connect)

    def lose(self, *words: str) -> None:
        """From now on lose the messages that contain one of these words."""
        self.loses = lambda text: any(word in text for word in words)

    def _connect(self, route: WebSocketRoute) -> None:
        server = route.connect_to_server()
        server.on_message(lambda text: self._pass(route, str(text)))
        route.on_message(lambda text: self._send(server, str(text)))

    def _pass(self, route: WebSocketRoute, text: str) -> None:
        if self.loses(text):
            self.lost.append(text)
        else:
            route.send(text)

    def _send(self, server: WebSocketRoute, text: str) -> None:
        self.sent.append(text)
        server.send(text)

    @property
    def joins(self) -> int:
        """How often the page has asked for the whole state."""
        return sum("join-show" in text for text in self.sent)


def test_the_list_links_to_every_show_on_sale(new_page: NewPage, workers: list[Worker], show: str) -> None:
    plan = two_categories()
    builders.add_show(
        workers[0],
        f"{show}-2",
        title="Lear & <b>Daughters</b>",
        plan=plan,
        prices={"Near": 3850, "Far": 1200},
    )
    page = new_page()
    page.goto(workers[1].url)
    link = page.get_by_role("link", name="Lear & <b>Daughters</b>")
    expect(link).to_contain_text("EUR 12.00 to 38.50")
    expect(link).to_contain_text("1 Jun 2030")
    link.click()
    await_live(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Lear & <b>Daughters</b>")
    expect(page.locator("[data-legend]")).to_contain_text("€38.50")
    assert seat(page, "near-1").get_attribute("fill") == "#aa3355"


def test_an_unknown_show_has_a_page_that_says_so(new_page: NewPage, workers: list[Worker]) -> None:
    page = new_page(expected_errors="status of 404")
    response = page.goto(f"{workers[0].url}/shows/nowhere")
    assert response is not None
    assert response.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no such show")
    expect(page.get_by_role("link", name="All shows on sale")).to_be_visible()


def test_a_click_locks_a_seat_before_everybodys_eyes(ann: Page, bob: Page) -> None:
    select(ann, "A1", "B2")
    expect_state(bob, "taken", "A1", "B2")
    expect_state(bob, "free", "A2")
    expect(own_seats(ann)).to_have_count(2)
    expect(own_seats(bob)).to_have_count(0)


def test_a_click_is_seen_at_once_while_the_server_thinks(ann: Page) -> None:
    waiting: list[Route] = []
    ann.route("**/api/bookings/select-seats", lambda route: waiting.append(route))  # noqa: PLW0108  # it refuses built-ins
    seat(ann, "A1").click()
    expect(seat(ann, "A1")).to_have_attribute("data-pending", "mine")
    expect_state(ann, "free", "A1")
    waiting[0].continue_()
    expect_state(ann, "mine", "A1")
    expect(seat(ann, "A1")).not_to_have_attribute("data-pending", re.compile(""))


def test_a_second_click_releases_the_seat_for_everybody(ann: Page, bob: Page) -> None:
    select(ann, "A1")
    expect_state(bob, "taken", "A1")
    seat(ann, "A1").click()
    expect_state(ann, "free", "A1")
    expect_state(bob, "free", "A1")
    expect(own_seats(ann)).to_have_count(0)


def test_the_list_of_own_seats_counts_down_and_releases(
    new_page: NewPage, workers: list[Worker], show: str
) -> None:
    builders.add_show(workers[0], f"{show}-2", plan=two_categories(), prices={"Near": 3850, "Far": 1200})
    page = enter(new_page(), workers[0], f"{show}-2")
    select(page, "near-1", "far-1")
    expect(page.locator("[data-total]")).to_have_text("€50.50")
    assert 25 <= seconds_left(page, "near-1") <= 30
    page.get_by_role("button", name="Release Hall, row 1, seat 1").first.click()
    expect_state(page, "free", "near-1")
    expect(page.locator("[data-total]")).to_have_text("€12.00")


def test_a_seat_that_somebody_has_cannot_be_clicked_away(ann: Page, bob: Page) -> None:
    select(ann, "A1")
    expect_state(bob, "taken", "A1")
    seat(bob, "A1").click()
    expect(message(bob)).to_have_text("Hall, row A, seat 1 is being chosen by somebody else.")
    expect_state(ann, "mine", "A1")


def test_who_comes_second_is_told_which_seat_is_gone(
    new_page: NewPage, ann: Page, workers: list[Worker], show: str
) -> None:
    page = new_page(expected_errors="status of 409")
    wire = Wire(page)
    enter(page, workers[1], show)
    wire.lose("seats-selected", "seat-conflict", "show-seq")
    select(ann, "A1")
    expect_state(page, "free", "A1")
    seat(page, "A1").click()
    expect(message(page)).to_contain_text("Somebody else was faster: Hall, row A, seat 1 (A1).")
    expect_state(page, "taken", "A1")
    expect_state(ann, "mine", "A1")


def test_a_conflict_takes_none_of_the_seats(ann: Page, bob: Page) -> None:
    select(ann, "A2")
    expect_state(bob, "taken", "A2")
    by_id(bob, "A1, A2, A3")
    expect(message(bob)).to_contain_text("(A2). None of the seats was taken for you.")
    expect_state(bob, "free", "A1", "A3")
    expect_state(bob, "taken", "A2")


def test_a_gap_in_the_announcements_is_mended(
    new_page: NewPage, ann: Page, workers: list[Worker], show: str
) -> None:
    page = new_page()
    wire = Wire(page)
    enter(page, workers[1], show)
    wire.lose("seats-selected")
    select(ann, "A1")
    wait_for_loss(page, wire)
    wire.lose()
    expect_state(page, "free", "A1")
    select(ann, "A2")
    expect_state(page, "taken", "A1", "A2")


def test_a_lost_last_announcement_is_noticed_within_ten_seconds(
    new_page: NewPage, ann: Page, workers: list[Worker], show: str
) -> None:
    page = new_page()
    wire = Wire(page)
    enter(page, workers[1], show)
    wire.lose("seats-selected")
    select(ann, "A1")
    wait_for_loss(page, wire)
    expect_state(page, "taken", "A1", timeout=15_000)


def test_an_answer_whose_announcement_is_lost_is_checked(
    new_page: NewPage, workers: list[Worker], show: str
) -> None:
    page = new_page()
    wire = Wire(page)
    enter(page, workers[0], show)
    wire.lose("seats-held", "show-seq")
    select(page, "A1")
    wait_for_loss(page, wire)
    expect_state(page, "mine", "A1")
    assert wire.joins == 1
    page.wait_for_timeout(4_500)  # longer than an answer may wait for its announcement
    assert wire.joins == 2
    expect_state(page, "mine", "A1")


def test_all_tabs_of_one_person_agree(ann: Page, bob: Page, workers: list[Worker], show: str) -> None:
    tab = enter(ann.context.new_page(), workers[0], show)
    select(ann, "A1")
    expect_state(tab, "mine", "A1")
    assert 25 <= seconds_left(tab, "A1") <= 31
    expect_state(bob, "taken", "A1")
    tab.close()
    expect_state(ann, "mine", "A1")
    expect_state(bob, "taken", "A1")


def test_a_wrong_device_clock_does_not_matter(new_page: NewPage, workers: list[Worker], show: str) -> None:
    page = new_page()
    page.context.add_init_script("{ const now = Date.now; Date.now = () => now() + 3_600_000; }")
    enter(page, workers[0], show)
    tab = enter(page.context.new_page(), workers[0], show)
    select(page, "A1")
    assert 25 <= seconds_left(page, "A1") <= 30
    assert 25 <= seconds_left(tab, "A1") <= 31


def test_closing_the_page_frees_the_seats(ann: Page, bob: Page) -> None:
    select(ann, "A1")
    expect_state(bob, "taken", "A1")
    ann.close()
    expect_state(bob, "free", "A1")
    select(bob, "A1")


def test_sold_and_blocked_seats_are_shown(ann: Page, bob: Page, workers: list[Worker], show: str) -> None:
    builders.book(workers[0].database, show, ["A1", "A2"])
    expect_state(ann, "booked", "A1", "A2")
    expect_state(bob, "booked", "A1", "A2")
    bob.reload()
    await_live(bob)
    expect_state(bob, "booked", "A1", "A2")
    seat(bob, "A1").click()
    expect(message(bob)).to_have_text("Hall, row A, seat 1 is sold.")


def test_a_lock_expires_in_every_browser(new_page: NewPage, start_worker: StartWorker) -> None:
    here, there = (start_worker(LOCK_SECONDS="2") for _ in range(2))
    show = builders.add_show(here)
    ann, bob = enter(new_page(), here, show), enter(new_page(), there, show)
    select(ann, "A1")
    expect_state(bob, "taken", "A1")
    assert seconds_left(ann, "A1") <= 2
    expect_state(ann, "free", "A1")
    expect_state(bob, "free", "A1")
    expect(message(ann)).to_contain_text("Your time for Hall, row A, seat 1 (A1) is over.")
    expect(own_seats(ann)).to_have_count(0)


def test_a_reload_keeps_the_seats_and_their_time(new_page: NewPage, start_worker: StartWorker) -> None:
    worker = start_worker(DISCONNECT_GRACE_SECONDS="3")
    show = builders.add_show(worker)
    ann, bob = enter(new_page(), worker, show), enter(new_page(), worker, show)
    select(ann, "A1", "A2")
    ann.reload()
    await_live(ann)
    expect_state(ann, "mine", "A1", "A2")
    assert 20 <= seconds_left(ann, "A1") <= 30
    ann.wait_for_timeout(4_000)  # longer than the grace
    expect_state(ann, "mine", "A1", "A2")
    expect_state(bob, "taken", "A1", "A2")


def test_the_page_says_that_it_is_offline_and_recovers(new_page: NewPage, start_worker: StartWorker) -> None:
    here, there = start_worker(), start_worker()
    show = builders.add_show(here)
    ann, bob = enter(new_page(expected_errors=CONNECTION_ERRORS), here, show), enter(new_page(), there, show)
    select(bob, "A1")
    expect_state(ann, "taken", "A1")
    here.kill()
    expect(ann.locator("[data-offline]")).to_be_visible()
    select(bob, "A2")
    seat(bob, "A1").click()
    expect_state(bob, "free", "A1")
    here.start()
    await_live(ann)
    expect(ann.locator("[data-offline]")).to_be_hidden()
    expect_state(ann, "taken", "A2")
    expect_state(ann, "free", "A1")
    select(ann, "A1")
    expect_state(bob, "taken", "A1")


def test_seats_can_be_chosen_by_keyboard(ann: Page, bob: Page) -> None:
    seat(ann, "A1").focus()
    for key in ("ArrowRight", "ArrowDown", "Enter"):
        ann.keyboard.press(key)
    expect_state(ann, "mine", "B2")
    expect(seat(ann, "B2")).to_have_attribute("aria-label", "Hall, row B, seat 2, Standard, yours")
    expect_state(bob, "taken", "B2")
    ann.keyboard.press("Enter")
    expect_state(bob, "free", "B2")


def test_seats_can_be_chosen_by_their_ids(ann: Page, bob: Page) -> None:
    by_id(ann, " A1,B10 ")
    expect_state(ann, "mine", "A1", "B10")
    expect_state(bob, "taken", "A1", "B10")
    by_id(ann, "Z9")
    expect(message(ann)).to_have_text("The hall has no seat Z9.")


def test_a_drag_moves_the_map_and_chooses_nothing(ann: Page) -> None:
    ann.get_by_role("button", name="Zoom in").click()
    before = ann.locator("[data-hall]").get_attribute("viewBox")
    box = seat(ann, "A5").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    ann.mouse.move(x, y)
    ann.mouse.down()
    ann.mouse.move(x + 60, y + 30, steps=5)
    ann.mouse.up()
    assert ann.locator("[data-hall]").get_attribute("viewBox") != before
    moved = seat(ann, "A5").bounding_box()
    assert moved is not None
    assert abs(moved["x"] - box["x"] - 60) < 3
    expect_state(ann, "free", "A5")
    ann.mouse.wheel(0, -300)
    select(ann, "A5")
    ann.get_by_role("button", name="Show the whole hall").click()
    assert seat(ann, "A1").is_visible()


def test_a_phone_chooses_by_tapping(new_page: NewPage, bob: Page, workers: list[Worker], show: str) -> None:
    phone = enter(new_page(**PHONE), workers[0], show)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    seat(phone, "A1").tap()
    expect_state(phone, "mine", "A1")
    expect_state(bob, "taken", "A1")
    phone.get_by_role("button", name="Release Hall, row A, seat 1").tap()
    expect_state(bob, "free", "A1")


def test_an_arena_is_drawn_in_reasonable_time(new_page: NewPage, workers: list[Worker], show: str) -> None:
    rows = {f"{tier}{row}": 124 for tier in "ABCDE" for row in "ABCDEFGHIJKLMNOPQRST"}
    arena = builders.add_show(workers[0], f"{show}-arena", rows)
    page = new_page(**PHONE)
    started = time.monotonic()
    enter(page, workers[0], arena)
    assert time.monotonic() - started < 10
    assert page.locator("[data-hall] [data-seat]").count() == 12_400
    seat(page, "CJ60").tap()
    expect_state(page, "mine", "CJ60")
    expect(page.locator(".numbers text").first).to_be_attached()  # the tap came nearer, so that one can read


def test_a_show_that_has_begun_long_ago_is_not_listed(
    new_page: NewPage, workers: list[Worker], show: str
) -> None:
    past = (datetime.now(UTC) - timedelta(days=2)).isoformat()
    builders.add_show(workers[0], f"{show}-past", title="Yesterday", startsAt=past)
    page = new_page()
    page.goto(workers[0].url)
    expect(page.locator(f'a[href="/shows/{show}"]')).to_be_visible()
    expect(page.locator(f'a[href="/shows/{show}-past"]')).to_have_count(0)


def by_id(page: Page, words: str) -> None:
    page.get_by_label("Seats, such as A1, A2").fill(words)
    page.get_by_role("button", name="Choose").click()


def wait_for_loss(page: Page, wire: Wire) -> None:
    for _ in range(100):
        if wire.lost:
            return
        page.wait_for_timeout(50)
    pytest.fail("nothing was announced")


def two_categories() -> dict[str, Any]:
    """A hall with all kinds of areas, and a seat in either category."""

    def row(number: int, category: str, y: float) -> dict[str, Any]:
        place = {"seat_guid": f"{category.lower()}-1", "seat_number": "1", "category": category}
        return {
            "row_number": str(number),
            "position": {"x": 0, "y": y},
            "seats": [{**place, "position": {"x": 0, "y": 0}}],
        }

    at = {"x": 50, "y": 50}
    areas: list[dict[str, Any]] = [
        {"shape": "circle", "circle": {"radius": 9}},
        {"shape": "ellipse", "ellipse": {"radius": {"x": 20, "y": 5}}, "rotation": 45},
        {
            "shape": "rectangle",
            "rectangle": {"width": 10, "height": 5},
            "text": {"text": "BAR", "position": at},
        },
        {"shape": "polygon", "polygon": {"points": [{"x": 0, "y": 0}, at, {"x": 0, "y": 50}]}},
        {"shape": "text", "text": {"text": "<i>STAGE</i>", "position": at, "size": 9}},
    ]
    return {
        "name": "Two",
        "size": {"width": 200, "height": 200},
        "categories": [{"name": "Near", "color": "#aa3355"}, {"name": "Far", "color": "#3355aa"}],
        "zones": [
            {
                "name": "Hall",
                "position": {"x": 10, "y": 10},
                "rows": [row(1, "Near", 0), row(2, "Far", 40)],
                "areas": [{"color": "#eeeeee", "position": at, **area} for area in areas],
            }
        ],
    }
