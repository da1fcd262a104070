"""What open pages do when the organiser changes a show in another tab."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.support import axe, builders
from tests.support.picker import CONFLICT, Picker
from tests.support.worker import Worker

NewPage = Callable[..., Page]

LATER = {"startsAt": "2030-06-01T20:00:00+02:00", "timeZone": "Europe/Vienna"}
LATER_TEXT = "Sat, 1 Jun 2030, 20:00 CEST (Vienna)"


@pytest.fixture
def show(worker: Worker) -> str:
    return builders.add_show(worker, f"hall-{uuid4().hex[:8]}", {"A": 12}, prices={"Standard": 1250})


def log_in(page: Page, url: str) -> Page:
    page.goto(url)
    page.get_by_label("Admin token").fill("admin")
    page.get_by_role("button", name="Log in").click()
    return page


def test_the_hall_page_has_the_new_title_and_time(new_page: NewPage, worker: Worker, show: str) -> None:
    ann = Picker.enter(new_page(), worker, show)
    builders.change_show(worker, show, title="Macbeth", **LATER)
    expect(ann.page.get_by_role("heading", level=1)).to_have_text("Macbeth")
    expect(ann.page.locator(".heading time")).to_have_text(LATER_TEXT)
    expect(ann.page).to_have_title("Macbeth · seatapp")


def test_checkout_says_what_changed_before_somebody_pays(
    new_page: NewPage, worker: Worker, show: str
) -> None:
    page = new_page()
    ann = Picker.enter(page, worker, show)
    ann.select("A1")
    ann.button("Checkout").click()
    expect(page.get_by_role("button", name="Book now")).to_be_visible()
    builders.change_show(worker, show, title="Macbeth", prices={"Standard": 9900}, **LATER)
    expect(page.get_by_text("The organiser changed the time of the show")).to_be_visible()
    expect(page.get_by_text("The organiser changed the title of the show")).to_be_visible()
    expect(page.locator(".lead")).to_contain_text(f"Macbeth {LATER_TEXT}")
    assert axe.faults(page) == []
    page.get_by_role("button", name="Book now").click()
    page.wait_for_url("**/bookings/*")
    expect(page.locator(".total b")).to_have_text("€12.50")


def test_checkout_says_that_sales_have_ended(new_page: NewPage, worker: Worker, show: str) -> None:
    page = new_page(expected_errors=CONFLICT)
    ann = Picker.enter(page, worker, show)
    ann.select("A1")
    ann.button("Checkout").click()
    expect(page.get_by_role("button", name="Book now")).to_be_visible()
    builders.change_show(worker, show, salesEndAt="2020-01-01T00:00:00Z")
    expect(page.get_by_role("status").get_by_text("The sales for this show have ended.")).to_be_visible()
    page.get_by_role("button", name="Book now").click()
    expect(page.get_by_role("alert")).to_contain_text("The sales of this show have ended.")


def test_a_dashboard_shows_what_another_tab_changed(new_page: NewPage, worker: Worker, show: str) -> None:
    page = log_in(new_page(), f"{worker.url}/organiser/shows/{show}")
    hall = page.get_by_role("application", name="Seats of the hall")
    hall.get_by_role("button").focus()
    switch = page.get_by_role("switch")
    expect(switch).to_be_checked()
    builders.change_show(worker, show, title="Macbeth", prices={"Standard": 9900}, **LATER)
    expect(page.get_by_role("heading", level=1)).to_have_text("Macbeth")
    expect(page.locator(".heading time")).to_have_text(LATER_TEXT)
    expect(page.locator("[data-categories]")).to_contain_text("€99.00")
    seat = hall.get_by_role("button")
    expect(seat).to_have_accessible_name("Hall, row A, seat 1 · Standard, €99.00 · free")
    page.keyboard.press("End")
    expect(seat).to_have_accessible_name("Hall, row A, seat 12 · Standard, €99.00 · free")
    builders.change_show(worker, show, plan=builders.plan_without(worker, show, "A12"))
    expect(page.locator("[data-share]")).to_contain_text("of 11")
    expect(seat).to_have_accessible_name("Hall, row A, seat 11 · Standard, €99.00 · free")
    expect(seat).to_be_focused()
    builders.set_sales(worker, show, is_open=False)
    expect(switch).not_to_be_checked()
    builders.change_show(worker, show, salesEndAt="2020-01-01T00:00:00Z")
    expect(page.locator("[data-sales-window]")).to_have_text("Sales have ended")


def test_a_dashboard_says_that_its_show_is_gone(new_page: NewPage, worker: Worker, show: str) -> None:
    page = log_in(new_page(expected_errors="status of 404"), f"{worker.url}/organiser/shows/{show}")
    expect(page.locator('[data-connection="live"]')).to_be_visible()
    builders.delete_show(worker, show)
    expect(page.get_by_role("alert").filter(has_text="There is no such show")).to_be_visible()


def test_the_organisers_list_shows_what_another_tab_changed(
    new_page: NewPage, worker: Worker, show: str
) -> None:
    page = log_in(new_page(), f"{worker.url}/organiser")
    link = page.locator(f'a[href="/organiser/shows/{show}"]')
    expect(link).to_have_text("Hamlet")
    link.focus()
    builders.change_show(worker, show, title="Macbeth")
    builders.set_sales(worker, show, is_open=False)
    expect(link).to_have_text("Macbeth")
    expect(link).to_be_focused()
    expect(page.get_by_role("listitem").filter(has=link)).to_contain_text("Sales closed")


def test_a_booking_has_the_new_time_when_its_holder_comes_back_to_it(
    new_page: NewPage, worker: Worker, show: str
) -> None:
    page = new_page()
    page.goto(f"{worker.url}/shows/{show}")
    wanted = {"showId": show, "seats": ["A1"]}
    assert page.request.post(f"{worker.url}/api/bookings/select-seats", data=wanted).ok
    booked: Any = page.request.post(
        f"{worker.url}/api/bookings", data={"showId": show}, headers={"Idempotency-Key": "once"}
    ).json()
    page.goto(f"{worker.url}/bookings/{booked['booking']['id']}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hamlet")
    builders.change_show(worker, show, title="Macbeth", **LATER)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_role("heading", level=1)).to_have_text("Macbeth")
    expect(page.locator(".ticket header time")).to_have_text(LATER_TEXT)
