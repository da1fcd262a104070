"""Choosing seats on the map: what a visitor does, and what others' doings look like to them."""

import re
import time
from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import FloatRect, Page, Route, expect

from tests.support import builders, picker
from tests.support.picker import CONFLICT, PHONE, Picker, Wire
from tests.support.waiting import eventually, patience
from tests.support.worker import Worker

SELECT = "**/api/bookings/select-seats"
# Hears the event before the page does, and lets it go no further.
CHECKOUT = """() => {
  const order = new Promise((heard) => addEventListener("checkout", (event) => {
    event.stopImmediatePropagation();
    heard(event.detail);
  }, true));
  return { order };
}"""

NewPage = Callable[..., Page]
StartWorker = Callable[..., Worker]


@pytest.fixture
def show(workers: list[Worker]) -> str:
    """A show of this test's own with the seats A1 to A10 and B1 to B10, at 12.50 euros each."""
    name = f"hall-{uuid4().hex[:8]}"
    return builders.add_show(workers[0], name, {"A": 10, "B": 10}, prices={"Standard": 1250})


@pytest.fixture
def ann(new_page: NewPage, workers: list[Worker], show: str) -> Picker:
    page = new_page(expected_errors=CONFLICT)
    picker.record_events(page)
    return Picker.enter(page, workers[0], show)


@pytest.fixture
def bob(new_page: NewPage, workers: list[Worker], show: str) -> Picker:
    return Picker.enter(new_page(expected_errors=CONFLICT), workers[1], show)


def deaf(page: Page, worker: Worker, show: str) -> tuple[Picker, Wire]:
    """Enter with a wire that loses what others do, so that a seat may look free and be taken."""
    wire = Wire(page)
    visitor = Picker.enter(page, worker, show)
    wire.lose("seats-selected", "seat-conflict", "show-seq")
    return visitor, wire


def test_a_click_locks_a_seat_before_everybodys_eyes(ann: Picker, bob: Picker) -> None:
    ann.select("A1", "B2")
    bob.expect_state("taken", "A1", "B2")
    bob.expect_state("free", "A2")
    expect(ann.held).to_have_count(2)
    expect(bob.held).to_have_count(0)


def test_a_click_is_seen_at_once_while_the_server_thinks(ann: Picker) -> None:
    waiting: list[Route] = []
    ann.page.route(SELECT, lambda route: waiting.append(route))  # noqa: PLW0108  # it refuses built-ins
    ann.click("A1")
    eventually(lambda: ann.element.evaluate("picker => picker.map.pending('A1')") == "mine")
    assert ann.state("A1") == "free"
    waiting[0].continue_()
    ann.expect_state("mine", "A1")
    assert ann.element.evaluate("picker => picker.map.pending('A1')") is None


def test_a_second_click_gives_the_seat_back(ann: Picker, bob: Picker) -> None:
    ann.select("A1")
    bob.expect_state("taken", "A1")
    ann.click("A1")
    ann.expect_state("free", "A1")
    bob.expect_state("free", "A1")
    expect(ann.held).to_have_count(0)


def test_the_basket_tells_seats_prices_and_time(ann: Picker) -> None:
    ann.select("A1", "A2")
    expect(ann.held.first).to_contain_text("Row A, seat 1")
    expect(ann.held.first).to_contain_text("€12.50")
    expect(ann.element.locator(".total")).to_have_text("€25.00")
    ann.expect_seconds_left(25, 30)
    ann.button("Remove row A, seat 1").click()
    ann.expect_state("free", "A1")
    expect(ann.element.locator(".total")).to_have_text("€12.50")
    ann.select("A3")
    ann.button("Remove all").click()
    ann.expect_state("free", "A2", "A3")
    expect(ann.element.locator(".summary")).to_be_hidden()


def test_seats_that_end_together_share_a_countdown(ann: Picker) -> None:
    ann.element.evaluate("picker => picker.map.select(['A1', 'A2'])")
    ann.page.wait_for_timeout(2_000)
    ann.element.evaluate("picker => picker.map.select(['B1'])")
    expect(ann.element.locator(".hold")).to_have_count(2)
    expect(ann.element.locator(".hold").first.locator("[data-held]")).to_have_count(2)
    first, second = ann.element.locator(".hold .clock").all_inner_texts()
    assert first < second


def test_the_page_is_told_what_is_chosen(ann: Picker) -> None:
    ann.select("A1")
    ann.select("A2")
    ann.click("A1")
    ann.expect_state("free", "A1")
    eventually(lambda: len(picker.events(ann.page, "seats-change")) == 3)
    changes = picker.events(ann.page, "seats-change")
    assert [change["seats"] for change in changes] == [["A1"], ["A1", "A2"], ["A2"]]
    assert [change["total"] for change in changes] == [1250, 2500, 1250]
    assert changes[0]["currency"] == "EUR"


def test_a_seat_that_somebody_has_says_so(ann: Picker, bob: Picker) -> None:
    ann.select("A1")
    bob.expect_state("taken", "A1")
    bob.click("A1")
    expect(bob.callout).to_contain_text("Row A, seat 1 is held by somebody else right now.")
    expect(bob.spoken).to_contain_text("held by somebody else")
    expect_beside_the_seat(bob, "A1")
    bob.page.keyboard.press("Escape")
    expect(bob.callout).to_be_hidden()
    ann.expect_state("mine", "A1")


def test_who_comes_second_is_offered_the_next_best(
    new_page: NewPage, ann: Picker, workers: list[Worker], show: str
) -> None:
    page = new_page(expected_errors=CONFLICT)
    picker.record_events(page)
    bob, _ = deaf(page, workers[1], show)
    ann.select("A5")
    bob.expect_state("free", "A5")
    bob.click("A5")
    expect(bob.callout).to_contain_text("Somebody else was a moment faster: row A, seat 5 is gone.")
    expect(bob.alerted).to_contain_text("Somebody else was a moment faster")
    expect_beside_the_seat(bob, "A5")
    [conflict] = picker.events(bob.page, "seat-conflict")
    assert conflict["conflicts"] == ["A5"]
    [instead] = conflict["alternatives"]
    bob.expect_state("taken", "A5")
    bob.button(re.compile("^Take row .* instead$")).click()
    bob.expect_state("mine", instead)
    expect(bob.callout).to_be_hidden()


def test_the_callout_stays_at_its_seat(
    new_page: NewPage, ann: Picker, workers: list[Worker], show: str
) -> None:
    bob, _ = deaf(new_page(expected_errors=CONFLICT), workers[1], show)
    ann.select("B5")
    bob.click("B5")
    expect(bob.callout).to_be_visible()
    for button in ("Zoom in", "Zoom in", "Show the whole hall"):
        bob.button(button).click()
        expect_beside_the_seat(bob, "B5")
    bob.button("Close").click()
    expect(bob.callout).to_be_hidden()


def test_a_conflict_takes_none_of_the_seats(
    ann: Picker, new_page: NewPage, workers: list[Worker], show: str
) -> None:
    bob, _ = deaf(new_page(expected_errors=CONFLICT), workers[1], show)
    ann.select("A2")
    bob.open_list()
    bob.element.get_by_label("Find by seat").fill("A1, A2, A3")
    bob.element.locator("form").get_by_role("button", name="Choose").click()
    expect(bob.callout).to_contain_text("row A, seat 2 is gone. So none of your choice is held.")
    bob.expect_state("free", "A1", "A3")
    bob.expect_state("taken", "A2")
    ann.expect_state("mine", "A2")


def test_seats_side_by_side_are_chosen_for_who_asks(ann: Picker) -> None:
    ann.button("One seat more").click()
    ann.button("Choose 3 seats for me").click()
    expect(ann.held).to_have_count(3)
    [change] = picker.events(ann.page, "seats-change")
    numbers = sorted(int(seat[1:]) for seat in change["seats"])
    assert numbers == list(range(numbers[0], numbers[0] + 3))
    assert len({seat[0] for seat in change["seats"]}) == 1
    expect(ann.spoken).to_contain_text("Chosen for you, 3 side by side: row")


def test_when_there_are_not_as_many_side_by_side_it_says_so(
    new_page: NewPage, workers: list[Worker], show: str
) -> None:
    odd = [f"A{number}" for number in range(1, 11, 2)]
    builders.book(workers[0].database, show, [*odd, *(f"B{number}" for number in range(1, 11))])
    visitor = Picker.enter(new_page(expected_errors=CONFLICT), workers[0], show)
    visitor.together.click()
    expect(visitor.notice("chosen")).to_contain_text("Chosen for you, 2 that are not all side by side")
    visitor.button("Undo").click()
    expect(visitor.held).to_have_count(0)
    for _ in range(5):
        visitor.button("One seat more").click()
    visitor.button("Choose 7 seats for me").click()
    expect(visitor.notice("problem")).to_contain_text("A single one is available.")


def test_sold_and_blocked_seats_are_explained(new_page: NewPage, workers: list[Worker], show: str) -> None:
    builders.book(workers[0].database, show, ["A1"])
    blocked = {"seats": ["A3"], "reason": "pillar"}
    assert workers[0].post(f"/api/shows/{show}/block-seats", json=blocked, headers=builders.ADMIN).ok
    visitor = Picker.enter(new_page(), workers[0], show)
    visitor.click("A1")
    expect(visitor.callout).to_contain_text("Row A, seat 1 is already sold.")
    visitor.click("A3")
    expect(visitor.callout).to_contain_text("Row A, seat 3 is not for sale.")
    visitor.select("A5")
    expect(visitor.callout).to_be_hidden()


def test_all_tabs_of_one_person_agree(ann: Picker, bob: Picker, workers: list[Worker], show: str) -> None:
    tab = Picker.enter(ann.page.context.new_page(), workers[0], show)
    ann.select("A1")
    tab.expect_state("mine", "A1")
    expect(tab.held).to_have_count(1)
    tab.expect_seconds_left(25, 30)
    tab.page.close()
    bob.expect_state("taken", "A1")
    ann.expect_state("mine", "A1")


def test_a_wrong_device_clock_does_not_matter(new_page: NewPage, workers: list[Worker], show: str) -> None:
    page = new_page()
    page.context.add_init_script("{ const now = Date.now; Date.now = () => now() + 3_600_000; }")
    visitor = Picker.enter(page, workers[0], show)
    visitor.select("A1")
    visitor.expect_seconds_left(25, 30)


def test_a_reload_keeps_the_seats_and_their_time(start_worker: StartWorker, new_page: NewPage) -> None:
    worker = start_worker(DISCONNECT_GRACE_SECONDS="3")
    show = builders.add_show(worker)
    ann = Picker.enter(new_page(), worker, show)
    ann.select("A1", "A2")
    ann.page.reload()
    ann.await_live()
    expect(ann.held).to_have_count(2)
    ann.expect_seconds_left(20, 30)


def test_closing_the_page_frees_the_seats(ann: Picker, bob: Picker) -> None:
    ann.select("A1")
    bob.expect_state("taken", "A1")
    ann.page.close()
    bob.expect_state("free", "A1")


def test_checkout_holds_the_seats_and_the_page_goes_on(ann: Picker, bob: Picker, show: str) -> None:
    ann.select("A1", "A2")
    with ann.page.expect_navigation(url=f"**/shows/{show}/checkout"):
        ann.button("Checkout").click()
    expect(ann.page.get_by_role("heading", name="Checkout")).to_be_visible()
    expect(ann.page.get_by_role("button", name="Book now")).to_be_visible()
    bob.expect_state("taken", "A1", "A2")


def test_checkout_is_an_event_with_all_that_a_shop_needs(
    ann: Picker, workers: list[Worker], show: str
) -> None:
    ann.select("A1", "A2")
    told = ann.page.evaluate_handle(CHECKOUT)
    ann.button("Checkout").click()
    order = told.evaluate("({ order }) => order")
    assert order["showId"] == show
    assert (order["seats"], order["total"], order["currency"]) == (["A1", "A2"], 2500, "EUR")
    left = ann.page.evaluate("expiresAt => new Date(expiresAt) - Date.now()", order["expiresAt"])
    assert 590_000 < left <= 601_000
    path = f"/api/bookings/held/{show}?userId={order['userId']}"
    held = workers[0].get(path, headers=builders.ADMIN).json()
    assert ([item["seat"] for item in held["items"]], held["total"]) == (["A1", "A2"], 2500)


def test_checkout_that_came_too_late_is_explained(ann: Picker) -> None:
    def refuse(route: Route) -> None:
        body = {"success": False, "code": "lock_expired", "message": "The time is over."}
        route.fulfill(status=409, json=body)

    ann.select("A1")
    ann.page.route("**/api/bookings/checkout", refuse)
    ann.button("Checkout").click()
    expect(ann.notice("problem")).to_contain_text("The time for your seats has run out. Choose again.")
    expect(ann.button("Checkout")).to_be_enabled()


def test_somebody_new_books_two_seats_on_a_phone(new_page: NewPage, workers: list[Worker], show: str) -> None:
    page = new_page(**PHONE)
    started = time.monotonic()
    phone = Picker.enter(page, workers[0], show)
    phone.together.tap()
    phone.button("Checkout").tap()
    page.get_by_role("button", name="Book now").tap()
    expect(page.get_by_text("Confirmed")).to_be_visible()
    assert time.monotonic() - started < patience(30)


def test_a_phone_chooses_by_tapping(new_page: NewPage, bob: Picker, workers: list[Worker], show: str) -> None:
    phone = Picker.enter(new_page(**PHONE), workers[0], show)
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 390
    if phone.rect("A5")["width"] < 24:
        phone.tap("A5")  # too small for a finger: the first tap comes nearer
        eventually(lambda: phone.rect("A5")["width"] >= 24)
        assert phone.state("A5") == "free"
        phone.page.wait_for_timeout(500)  # sooner, and the two were a double tap
    phone.tap("A5")
    phone.expect_state("mine", "A5")
    bob.expect_state("taken", "A5")
    phone.button("Show details").tap()
    phone.button("Remove row A, seat 5").tap()
    bob.expect_state("free", "A5")


def expect_beside_the_seat(visitor: Picker, seat: str) -> None:
    """The callout lies so that it covers neither the seat nor the map's buttons, wholly on the map."""
    message = f"the callout is not beside {seat}"
    eventually(lambda: lies_beside(visitor, seat), message=message)


def lies_beside(visitor: Picker, seat: str) -> bool:
    x, y = visitor.center(seat)
    callout, views, controls = (
        visitor.element.locator(part).bounding_box() for part in (".callout", ".views", ".controls")
    )
    assert callout
    assert views
    assert controls
    seat_itself: FloatRect = {"x": x, "y": y, "width": 0, "height": 0}
    return apart(callout, seat_itself) and apart(callout, controls) and inside(callout, views)


def apart(a: FloatRect, b: FloatRect) -> bool:
    return (
        a["x"] + a["width"] <= b["x"]
        or b["x"] + b["width"] <= a["x"]
        or a["y"] + a["height"] <= b["y"]
        or b["y"] + b["height"] <= a["y"]
    )


def inside(inner: FloatRect, outer: FloatRect) -> bool:
    return (
        outer["x"] <= inner["x"]
        and outer["y"] <= inner["y"]
        and inner["x"] + inner["width"] <= outer["x"] + outer["width"]
        and inner["y"] + inner["height"] <= outer["y"] + outer["height"]
    )
