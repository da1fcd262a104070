"""A purchase in German and in Arabic, which runs from right to left."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support import axe
from tests.support.picker import PHONE
from tests.support.worker import Worker

from .checkout import A_BOOKING, NewPage, lock, open_checkout

ENGLISH = re.compile(
    r"\b(seats?|row|book(ing|ed)?|total|held|free|sales?|checkout|your|the)\b", re.IGNORECASE
)
PLACE = {"de": "Reihe A, Platz 1", "ar": "الصف A، المقعد 1"}
LIST = {"de": "Vorstellungen im Verkauf", "ar": "العروض المتاحة للبيع"}


def texts(page: Page) -> str:
    """Return what the page says, without marks of direction and what is the organiser's own."""
    said = re.sub("[\u2066-\u2069\u200f]", "", page.locator("body").inner_text())
    return re.sub("Hamlet|Standard|Hall|seatapp|English", "", said)


@pytest.mark.parametrize("language", ["de", "ar"])
def test_a_purchase_in_another_language(new_page: NewPage, worker: Worker, show: str, language: str) -> None:
    page = new_page(locale=f"{language}-EG" if language == "ar" else language, **PHONE)

    def check() -> None:
        assert page.evaluate("getComputedStyle(document.body).direction") == (
            "rtl" if language == "ar" else "ltr"
        )
        assert ENGLISH.findall(texts(page)) == []
        assert axe.faults(page) == []
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")

    page.goto(worker.url)
    expect(page.get_by_role("heading", level=1)).to_have_text(LIST[language])
    check()
    lock(page, worker, show, "A1")
    open_checkout(page, worker, show)
    book = page.locator("[data-book]")
    expect(book).to_be_visible()
    assert PLACE[language] in texts(page)
    check()
    book.click()
    page.wait_for_url(A_BOOKING)
    assert PLACE[language] in texts(page)
    page.locator("summary").click()
    check()


def test_a_language_that_was_chosen_stays(new_page: NewPage, worker: Worker, show: str) -> None:
    page = new_page()
    page.goto(worker.url)
    page.get_by_role("link", name="العربية").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.locator(f'a[href="/shows/{show}"]').click()
    picker = page.locator("seat-picker .picker")
    expect(picker).to_have_attribute("lang", "ar")
    expect(picker).to_have_attribute("dir", "rtl")
