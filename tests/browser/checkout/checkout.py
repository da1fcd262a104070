"""The checkout page: how to come there, and what it shows."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from playwright.sync_api import Locator, Page, Request, expect

from tests.support import axe, builders
from tests.support.waiting import eventually
from tests.support.worker import Worker

BOOKINGS = re.compile(r"/api/bookings$")
A_BOOKING = re.compile(r"/bookings/[\w-]{22}$")

NewPage = Callable[..., Page]
StartWorker = Callable[..., Worker]


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


def faults_large_and_small(page: Page) -> list[str]:
    """Return what axe finds in the window as it is, and in one of a phone's size."""
    large = axe.faults(page)
    page.set_viewport_size({"width": 390, "height": 844})
    return large + axe.faults(page)


def asks_to_book(request: Request) -> bool:
    return request.method == "POST" and bool(BOOKINGS.search(request.url))
