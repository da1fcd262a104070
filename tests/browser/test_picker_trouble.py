"""Servers that go away, and calls that are refused: told calmly, and mended without the visitor."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, Route, expect

from tests.support import axe, builders, picker
from tests.support.picker import CONFLICT, CONNECTION_ERRORS, Picker
from tests.support.waiting import eventually
from tests.support.worker import Worker

NewPage = Callable[..., Page]
StartWorker = Callable[..., Worker]

SELECT = "**/api/bookings/select-seats"
REFUSALS = "status of 4|status of 5"
MOMENT_MILLISECONDS = 900
# Notes of the latest outage how long it lasted, and how many cards were to be seen since it began.
WATCH_OUTAGES = """picker => {
  const { shadowRoot, dataset } = picker;
  const countCards = () => { outage.cards += shadowRoot.querySelectorAll("[data-notice]").length; };
  const noteConnection = () => {
    if (dataset.connection === "offline") window.outage = { began: performance.now(), cards: 0 };
    else outage.lasted = performance.now() - outage.began;
  };
  window.outage = { cards: 0 };
  new MutationObserver(countCards).observe(shadowRoot, { childList: true, subtree: true });
  new MutationObserver(noteConnection).observe(picker, { attributeFilter: ["data-connection"] });
}"""


@pytest.fixture
def show(worker: Worker) -> str:
    return builders.add_show(worker, f"hall-{uuid4().hex[:8]}", {"A": 12}, prices={"Standard": 1250})


def test_a_lost_connection_is_told_and_comes_back_with_the_right_state(
    start_worker: StartWorker, new_page: NewPage
) -> None:
    here, there = start_worker(), start_worker()
    show = builders.add_show(here)
    ann = Picker.enter(new_page(expected_errors=CONNECTION_ERRORS), here, show)
    bob = Picker.enter(new_page(), there, show)
    bob.select("A1")
    ann.expect_state("taken", "A1")
    here.kill()
    expect(ann.notice("connection")).to_have_text("Connection lost. Reconnecting…")
    expect(ann.spoken).to_have_text("Connection lost. Reconnecting…")
    assert axe.faults(ann.page) == []
    bob.select("A2")
    bob.click("A1")
    bob.expect_state("free", "A1")
    ann.click("A5")
    assert ann.element.evaluate("picker => picker.map.pending('A5')") is None
    ann.open_list()
    ann.button("Row A").click()
    expect(ann.list_seat("A5")).to_have_attribute("aria-disabled", "true")
    ann.list_seat("A5").click(force=True)
    expect(ann.held).to_have_count(0)
    here.start()
    ann.await_live()
    expect(ann.notice("connection")).to_be_hidden()
    expect(ann.spoken).to_contain_text("Connected again.")
    ann.expect_state("taken", "A2")
    ann.expect_state("free", "A1")
    expect(ann.list_seat("A5")).to_have_attribute("aria-disabled", "false")
    ann.list_seat("A5").click()
    bob.expect_state("taken", "A5")


def test_a_moment_without_connection_is_not_worth_a_word(
    new_page: NewPage, worker: Worker, show: str
) -> None:
    page = new_page()
    routes: list[Any] = []
    page.route_web_socket("**/socket.io/**", lambda route: routes.append((route, route.connect_to_server())))
    ann = Picker.enter(page, worker, show)
    ann.element.evaluate(WATCH_OUTAGES)

    def lasts_a_moment() -> bool:
        routes[-1][0].close(code=1012)
        expect(ann.element).to_have_attribute("data-connection", "offline")
        ann.await_live()
        return bool(page.evaluate("outage.lasted") < MOMENT_MILLISECONDS)

    eventually(lasts_a_moment, 30)  # on a busy machine an outage is a long one
    assert page.evaluate("outage.cards") == 0


def test_a_hall_whose_server_is_away_is_waited_for(start_worker: StartWorker, new_page: NewPage) -> None:
    worker = start_worker()
    show = builders.add_show(worker)
    page = new_page(expected_errors="ERR_FAILED")
    away = [True]
    page.route("**/api/**", lambda route: route.abort() if away else route.continue_())
    page.goto(f"{worker.url}/shows/{show}")
    visitor = Picker(page)
    skeleton = visitor.element.locator(".skeleton").bounding_box()
    assert skeleton
    assert skeleton["width"] > 400
    expect(visitor.notice("connection")).to_contain_text("cannot be reached right now. Trying again…")
    assert axe.faults(page) == []
    # Not before the press: the next attempt of its own might take the button away meanwhile.
    page.expose_function("comeBack", lambda: away.pop() if away else None)
    visitor.button("Try now").evaluate("button => button.addEventListener('click', () => comeBack())")
    visitor.button("Try now").click()
    visitor.await_live()
    expect(visitor.notice("connection")).to_be_hidden()
    expect(visitor.element.locator(".skeleton")).to_be_hidden()
    visitor.select("A1")


def test_a_show_that_is_taken_away_says_so(new_page: NewPage, worker: Worker, show: str) -> None:
    ann = Picker.enter(new_page(expected_errors="status of 404"), worker, show)
    assert worker.request("DELETE", f"/api/shows/{show}", headers=builders.ADMIN).ok
    ann.element.evaluate("picker => picker.map.select(['A1']).catch(() => {})")
    expect(ann.notice("gone")).to_have_text("This show is no longer on sale.")
    expect(ann.held).to_have_count(0)


def test_a_show_that_never_was_says_so(new_page: NewPage, worker: Worker, show: str) -> None:
    page = new_page(expected_errors="status of 404")
    page.goto(f"{worker.url}/shows/{show}")
    page.evaluate("document.querySelector('seat-picker').setAttribute('show', 'nowhere')")
    expect(Picker(page).notice("gone")).to_be_visible()
    expect(Picker(page).element.locator(".skeleton")).to_be_hidden()


def test_closed_sales_are_explained_and_one_may_still_go_and_pay(
    new_page: NewPage, worker: Worker, show: str
) -> None:
    ann = Picker.enter(new_page(expected_errors=CONFLICT), worker, show)
    ann.select("A1")
    assert worker.post(f"/api/shows/{show}/sales", json={"open": False}, headers=builders.ADMIN).ok
    ann.click("A2")
    expect(ann.notice("sales")).to_have_text("This show is not on sale right now.")
    ann.expect_state("free", "A2")
    late = Picker.enter(new_page(), worker, show)
    expect(late.notice("sales")).to_be_visible()
    late.click("A2")
    late.expect_state("free", "A2")
    with ann.page.expect_navigation(url="**/checkout"):
        ann.button("Checkout").click()


def test_more_seats_than_allowed_are_refused_in_words(new_page: NewPage, worker: Worker, show: str) -> None:
    ann = Picker.enter(new_page(expected_errors=REFUSALS), worker, show)
    seats = [f"A{number}" for number in range(1, 11)]
    ann.element.evaluate("(picker, seats) => picker.map.select(seats)", seats)
    ann.click("A11")
    expect(ann.notice("problem")).to_contain_text("You can have no more than 10 seats for this show.")
    expect(ann.alerted).to_contain_text("no more than 10 seats")
    assert axe.faults(ann.page) == []
    ann.button("Close").click()
    expect(ann.notice("problem")).to_be_hidden()


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        ((429, "rate_limited"), "That was a lot at once."),
        ((503, "unavailable"), "The service cannot answer right now."),
        ((500, "internal_error"), "Something went wrong on our side."),
        ((409, "some_new_reason"), "The server's own words."),
    ],
)
def test_every_refusal_has_its_words(
    new_page: NewPage, worker: Worker, show: str, refusal: tuple[int, str], words: str
) -> None:
    def refuse(route: Route) -> None:
        status, code = refusal
        body = {"success": False, "code": code, "message": "The server's own words."}
        route.fulfill(status=status, json=body)

    ann = Picker.enter(new_page(expected_errors=REFUSALS), worker, show)
    ann.page.route(SELECT, refuse)
    ann.click("A1")
    expect(ann.notice("problem")).to_contain_text(words)
    ann.expect_state("free", "A1")
    ann.page.unroute(SELECT)
    ann.select("A1")
    expect(ann.notice("problem")).to_be_hidden()


def test_an_element_that_is_moved_keeps_its_seats(new_page: NewPage, worker: Worker, show: str) -> None:
    page = new_page()
    picker.record_events(page)
    ann = Picker.enter(page, worker, show)
    ann.select("A1")
    ann.element.evaluate("picker => document.body.append(picker)")
    ann.select("A2")
    expect(ann.held).to_have_count(2)
    ann.element.evaluate("picker => { window.gone = picker; picker.remove() }")
    eventually(lambda: page.evaluate("gone.map === undefined"))
    assert picker.events(page, "seats-lost") == []
