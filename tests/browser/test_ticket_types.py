"""Ticket types in the picker: chosen for each seat in the basket, on phone and desktop."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.support import builders, pools, servers
from tests.support.axe import faults
from tests.support.picker import PHONE, Picker
from tests.support.worker import Worker

NewPage = Callable[..., Page]
BROKEN = "Some of these tickets are sold only together with another kind. Look at the tickets of your seats."
TYPES = [
    {"id": "adult", "title": "Adult", "prices": {"Standard": 2000}},
    {"id": "child", "title": "Child", "prices": {"Standard": 500}, "needs": {"type": "adult", "each": 1}},
]


@pytest.fixture(scope="module")
def worker(mongodb: servers.Breakable, redis_server: servers.Breakable) -> Iterator[Worker]:
    """A worker that lets people reload the page with their seats."""
    with pools.one_worker(mongodb, redis_server, DISCONNECT_GRACE_SECONDS="30") as worker:
        yield worker


@pytest.mark.parametrize("device", [{}, PHONE], ids=["desktop", "phone"])
def test_a_child_has_a_childs_ticket(worker: Worker, new_page: NewPage, device: dict[str, Any]) -> None:
    show = builders.add_show(worker, f"hall-{uuid4().hex[:8]}", rows={"A": 4}, ticketTypes=TYPES)
    page = new_page("status of 409", **device)
    picker = Picker.enter(page, worker, show)
    (picker.tap if device else picker.click)("A1")
    picker.expect_state("mine", "A1")
    if device:
        picker.button("Show details").tap()
    choice = picker.element.get_by_label("Ticket for row A, seat 1")
    expect(choice).to_have_value("adult")
    choice.select_option("child")
    expect(picker.element.locator(".basket .price")).to_have_text("€5.00")
    assert faults(page) == []

    page.reload()
    picker.await_live()
    if device:
        picker.button("Show details").tap()
    expect(picker.element.get_by_label("Ticket for row A, seat 1")).to_have_value("child")
    picker.button("Checkout").click()
    expect(picker.element.get_by_role("alert")).to_have_text(BROKEN)

    picker.element.get_by_label("Ticket for row A, seat 1").select_option("adult")
    expect(picker.element.locator(".basket .price")).to_have_text("€20.00")
    picker.button("Checkout").click()
    expect(page.locator("[data-seats]")).to_contain_text("Adult")
