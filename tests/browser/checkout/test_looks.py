"""The pages of a purchase in every size and colour, and on paper."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support import axe
from tests.support.worker import Worker

from .checkout import A_BOOKING, NewPage, book_button, check_out

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
# 1280 by 1024 CSS pixels, seen at 400 %.
MAGNIFIED = {"viewport": {"width": 320, "height": 256}}
DARK = {"color_scheme": "dark"}


def wide(page: Page) -> bool:
    """Return whether the page must be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


@pytest.mark.parametrize(
    "looks", [{}, {**PHONE, **DARK}, MAGNIFIED], ids=["desktop", "dark phone", "magnified"]
)
def test_axe_finds_nothing_and_nothing_is_cut_off(
    new_page: NewPage, worker: Worker, show: str, looks: dict[str, Any]
) -> None:
    page = new_page(expected_errors="status of 404", **looks)

    def check() -> None:
        assert axe.faults(page) == []
        assert not wide(page)

    for path in ("/", "/bookings", "/bookings/nothing", "/shows/nowhere"):
        page.goto(worker.url + path)
        check()
    check_out(page, worker, show, "A1", "A2")
    check()
    book_button(page).click()
    page.wait_for_url(A_BOOKING)
    page.locator("summary").click()
    check()
    booking = page.url
    page.goto(f"{worker.url}/bookings")
    page.locator("summary").click()
    check()
    page.get_by_role("button", name="Yes, cancel this booking").click()
    page.wait_for_url(booking)
    check()


def test_print_has_the_ticket_and_nothing_else(new_page: NewPage, worker: Worker, show: str) -> None:
    page = check_out(new_page(color_scheme="dark"), worker, show, "A1")
    book_button(page).click()
    page.wait_for_url(A_BOOKING)
    page.evaluate("window.print = () => { document.title = 'printing'; }")
    page.get_by_role("button", name="Print").click()
    expect(page).to_have_title("printing")
    page.emulate_media(media="print")
    for gone in (page.get_by_role("navigation"), page.get_by_role("button"), page.locator("summary")):
        expect(gone.filter(visible=True)).to_have_count(0)
    for there in (page.locator(".reference"), page.locator(".qr"), page.get_by_text("Row A, seat 1")):
        expect(there).to_be_visible()
    colours = "getComputedStyle(document.querySelector('.ticket'))"
    assert page.evaluate(f"{colours}.backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate(f"{colours}.color") == "rgb(0, 0, 0)"
