"""Areas for standing and free seating in the picker: how many places, on the map and in the list."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support import builders, pools, servers
from tests.support.axe import faults
from tests.support.people import Person
from tests.support.picker import PHONE, Picker
from tests.support.worker import Worker

NewPage = Callable[..., Page]
FLOOR = {"Floor": {"capacity": 6, "category": "Standing"}}
TYPES = [
    {"id": "adult", "title": "Adult", "prices": {"Standard": 3000, "Standing": 2000}},
    {"id": "child", "title": "Child", "prices": {"Standing": 500}},
]


@pytest.fixture(scope="module")
def worker(mongodb: servers.Breakable, redis_server: servers.Breakable) -> Iterator[Worker]:
    """A worker for this file."""
    with pools.one_worker(mongodb, redis_server) as worker:
        yield worker


def concert(worker: Worker, **fields: Any) -> str:
    prices = {} if "ticketTypes" in fields else {"prices": {"Standard": 3000, "Standing": 2000}}
    return builders.add_show(
        worker, f"hall-{uuid4().hex[:8]}", **{"rows": {"A": 4}, "areas": FLOOR, **prices, **fields}
    )


def choose(form: Locator, count: int, which: int = 0) -> None:
    form.get_by_role("radiogroup").nth(which).get_by_role("radio", name=str(count), exact=True).check()


@pytest.mark.parametrize("device", [{}, PHONE], ids=["desktop", "phone"])
def test_a_press_on_an_area_asks_how_many(worker: Worker, new_page: NewPage, device: dict[str, Any]) -> None:
    show = concert(worker)
    page, other = new_page(**device), new_page()
    picker, watcher = Picker.enter(page, worker, show), Picker.enter(other, worker, show)
    sign = picker.element.locator(".area-buttons button")
    expect(sign).to_have_text("Floor6 places left")
    box = sign.bounding_box()
    assert box
    at = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    (page.touchscreen.tap if device else page.mouse.click)(*at)
    form = picker.element.locator(".callout form")
    choose(form, 4)
    assert faults(page) == []
    form.get_by_role("button", name="Take 4 places").click()

    expect(sign).to_have_text("Floor✓ 4 places · 2 places left")
    expect(picker.element.locator(".summary .total")).to_have_text("€80.00")
    expect(watcher.element.locator(".area-buttons button")).to_have_text("Floor2 places left")
    if device:
        picker.button("Show details").tap()
    picker.button("Remove Floor").click()
    expect(watcher.element.locator(".area-buttons button")).to_have_text("Floor6 places left")


def test_the_list_asks_by_ticket_type_and_the_keyboard_does(worker: Worker, new_page: NewPage) -> None:
    page = new_page()
    picker = Picker.enter(page, worker, concert(worker, ticketTypes=TYPES))
    sign = picker.element.locator(".area-buttons button")
    sign.focus()
    page.keyboard.press("Enter")
    expect(picker.element.locator(".callout form")).to_be_visible()
    page.keyboard.press("Escape")
    expect(sign).to_be_focused()

    picker.element.get_by_role("tab", name="List").click()
    form = picker.element.locator(".list form.places")
    choose(form, 1)
    choose(form, 2, which=1)
    form.get_by_role("button", name="Take 3 places").click()
    expect(picker.element.locator(".basket")).to_have_text(re.compile("3 places · 1 . Adult · 2 . Child"))
    expect(picker.element.locator(".summary .total")).to_have_text("€30.00")
    assert faults(page) == []
    picker.button("Checkout").click()
    expect(page.locator("[data-seats]")).to_contain_text("Floor")


def test_who_wants_more_than_are_left_is_told_so(worker: Worker, new_page: NewPage) -> None:
    show = concert(worker)
    page = new_page("status of 409")
    picker = Picker.enter(page, worker, show)
    picker.element.get_by_role("tab", name="List").click()
    form = picker.element.locator(".list form.places")
    choose(form, 4)
    Person.guest(worker).post("/api/bookings/select-seats", {"showId": show, "areas": {"Floor": 5}})
    form.get_by_role("button", name="Take 4 places").click()
    expect(picker.element.get_by_role("alert")).to_contain_text("Floor has only 1 place left.")
    expect(form).to_contain_text("1 place left")
