"""Visitors whose browser keeps nothing: what works without, and what says that it does not."""

import re
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.support import builders
from tests.support.browser import chromium_of
from tests.support.picker import Picker
from tests.support.worker import Worker

from .organiser.dashboard import await_live, log_in

NewPage = Callable[..., Page]

BLOCKED = {"profile": {"default_content_setting_values": {"cookies": 2}}}
NO_STORAGE = {
    "null": "null",
    "throws": "undefined.because",
    "full": "({ getItem: () => null, removeItem() {}, setItem() { null.room } })",
}
NO_COOKIES = "keeps no cookies for this site"


@pytest.fixture(scope="module")
def blocking(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """A Chromium whose user has blocked all cookies: reading its storage throws."""
    with chromium_of(browser, tmp_path_factory.mktemp("profile"), BLOCKED) as context:
        yield context


@pytest.fixture
def show(worker: Worker) -> str:
    return builders.add_show(worker, f"hall-{uuid4().hex[:8]}")


@pytest.fixture(params=NO_STORAGE)
def bare(request: pytest.FixtureRequest, new_page: NewPage) -> Page:
    """A page whose storage is not to be used, in a browser that keeps cookies."""
    page = new_page()
    page.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage'])"
        f" Object.defineProperty(window, name, {{ get: () => {NO_STORAGE[request.param]} }});"
    )
    return page


def test_with_cookies_blocked_seats_can_be_had_but_the_way_to_pay_says_what_it_needs(
    blocking: BrowserContext, worker: Worker, show: str
) -> None:
    ann = Picker.enter(blocking.new_page(), worker, show)
    notice = ann.page.locator("[data-cookies]")
    expect(notice).to_contain_text(NO_COOKIES)
    ann.select("A1", "A2")
    ann.button("Checkout").click()
    expect(ann.element.locator(".hold .clock").first).to_contain_text("9:")
    expect(ann.page).to_have_url(re.compile(f"/shows/{show}$"))
    ann.expect_state("mine", "A1", "A2")
    ann.page.goto(f"{worker.url}/shows/{show}/checkout")
    expect(ann.page.locator("[data-checkout]")).to_have_attribute("data-state", "forgotten")
    expect(ann.page.get_by_role("status").first).to_contain_text(NO_COOKIES)
    ann.page.goto(f"{worker.url}/bookings")
    expect(notice).to_contain_text(NO_COOKIES)


def test_with_cookies_blocked_a_page_is_one_guest_whatever_it_shows(
    blocking: BrowserContext, worker: Worker, show: str
) -> None:
    ann = Picker.enter(blocking.new_page(), worker, show)
    ann.select("A1")
    ann.element.evaluate(
        "picker => document.body.append(Object.assign(picker.cloneNode(), { id: 'second' }))"
    )
    second = ann.page.locator("#second")
    expect(second).to_have_attribute("data-connection", "live")
    assert second.evaluate("picker => picker.map.stateOf('A1')") == "mine"


def test_with_cookies_blocked_the_organiser_logs_in_on_each_page_and_is_told_so(
    blocking: BrowserContext, worker: Worker, show: str
) -> None:
    page = blocking.new_page()
    log_in(page, f"{worker.url}/organiser")
    expect(page.get_by_role("link", name="Hamlet").first).to_be_visible()
    page.goto(f"{worker.url}/organiser/shows/{show}")
    expect(page.locator("[data-forgetful]")).to_contain_text("Allow cookies for this site")
    await_live(log_in(page, page.url))


def test_without_storage_one_buys_as_ever(bare: Page, worker: Worker, show: str) -> None:
    ann = Picker.enter(bare, worker, show)
    ann.select("A1")
    ann.button("Checkout").click()
    bare.get_by_role("button", name="Book now").click()
    expect(bare.get_by_text("Confirmed")).to_be_visible()
    expect(bare.locator("[data-cookies]")).to_have_count(0)


def test_a_cookie_that_gets_lost_on_the_way_is_noticed_when_it_matters(
    new_page: NewPage, worker: Worker, show: str
) -> None:
    page = new_page(expected_errors="status of 401")
    page.add_init_script(
        "const ask = fetch; window.fetch = (url, how) => ask(url, { ...how, credentials: 'omit' })"
    )
    ann = Picker.enter(page, worker, show)
    expect(page.locator("[data-cookies]")).to_be_hidden()
    ann.select("A1")
    ann.button("Checkout").click()
    expect(page.locator("[data-cookies]")).to_contain_text(NO_COOKIES)
