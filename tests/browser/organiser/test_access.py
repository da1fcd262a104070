"""The organiser's pages for everybody: whatever the eyes and the window."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support import axe
from tests.support.people import Person
from tests.support.worker import Worker

from .dashboard import (
    CONNECTION_ERRORS,
    DESKTOP,
    MAGNIFIED,
    PHONE,
    add_show,
    await_live,
    booked,
    choose_mode,
    click,
    latest,
    log_in,
    problem,
    told,
    watch,
    wide,
)

NewPage = Callable[..., Page]
StartWorker = Callable[..., Worker]


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


@pytest.mark.parametrize("path", ["/organiser", "/organiser/shows/{show}"])
def test_at_400_percent_nothing_is_cut_off(new_page: NewPage, worker: Worker, show: str, path: str) -> None:
    page = new_page(viewport=MAGNIFIED)
    page.goto(worker.url + path.format(show=show))
    assert wide(page) == 0
    log_in(page, worker.url + path.format(show=show))
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    expect(page.get_by_text("Loading…")).to_have_count(0)
    assert wide(page) == 0
