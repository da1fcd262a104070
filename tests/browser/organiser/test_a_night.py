"""An evening at the box office on a desktop and on a phone: each of the organiser's ways, in one page."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support import axe
from tests.support.worker import Worker

from .dashboard import (
    DESKTOP,
    PHONE,
    choose_mode,
    click,
    expect_figures,
    latest,
    seat,
    tap,
    told,
    watch,
    wide,
)

NewPage = Callable[..., Page]


def panel(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def assert_fit_for_all(page: Page) -> None:
    """Check that nothing is beside the window, and that axe finds nothing."""
    assert (wide(page), axe.faults(page)) == (0, [])


@pytest.mark.parametrize(
    "device", [{"viewport": DESKTOP}, {**PHONE, "color_scheme": "dark"}], ids=["desktop", "dark phone"]
)
def test_a_seat_is_sold_moved_given_back_and_blocked(
    new_page: NewPage, worker: Worker, show: str, device: dict[str, Any]
) -> None:
    is_phone = "has_touch" in device
    press = tap if is_phone else click
    page = watch(new_page(reduced_motion="reduce", **device), worker, show)
    choose_mode(page, "Sell")
    seat(page, "A4")
    for _ in range(3):  # a seat that a finger could miss would only come nearer
        page.keyboard.press("+")
    press(page, "A4")
    if is_phone:
        page.get_by_role("button", name="1 seat, €20.00").click()
        expect(panel(page, "Sell at the door")).to_be_in_viewport()
    assert_fit_for_all(page)
    panel(page, "Sell at the door").get_by_role("button", name=re.compile("^Sell ")).click()
    expect(panel(page, "Sell at the door").get_by_role("link", name="Ticket")).to_be_visible()
    expect(latest(page)).to_contain_text(["Sold at the door"])
    assert wide(page) == 0

    choose_mode(page, "Look")
    press(page, "A4")
    told(page).get_by_role("button", name="Move").click()
    press(page, "A5")
    expect(panel(page, "Move")).to_contain_text("Nothing to pay")
    assert wide(page) == 0
    panel(page, "Move").get_by_role("button", name="Move 1 seat").click()
    expect(page.get_by_text(re.compile("^Moved to"))).to_be_visible()
    told(page).get_by_role("button", name="Give back").click()
    assert_fit_for_all(page)
    panel(page, "Give back").get_by_role("button", name="Give back 1 seat").click()
    expect_figures(page, booked=0)

    choose_mode(page, "Block and unblock")
    page.get_by_label("Reason").fill("the school")
    page.get_by_label("Until").fill("2030-05-31T18:00")
    press(page, "A5")
    expect_figures(page, blocked=1)
    choose_mode(page, "Look")
    press(page, "A5")
    expect(told(page)).to_contain_text("the school")
    assert_fit_for_all(page)
