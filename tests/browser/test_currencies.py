"""Amounts are the same on the server and in the browser, for every currency in use."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from seatapp.shows.currencies import DIGITS
from seatapp.web.words import money
from tests.support.worker import Worker

# By ISO 4217: the list that both tables come from, read by people.
BY_DIGITS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
WRITTEN = "async (codes) => { const { money } = await import('/static/build/seatapp.js'); return %s; }"


def amounts(written: list[str]) -> list[str]:
    """Return what was written without the currencies' names and signs."""
    return ["".join(re.findall(r"\d[\d.,]*", text)) for text in written]


def test_every_currency_has_the_digits_of_the_standard() -> None:
    unusual = {code: digits for digits, codes in BY_DIGITS.items() for code in codes.split()}
    assert {code: digits for code, digits in DIGITS.items() if digits != 2} == unusual
    assert len(DIGITS) > 150


@pytest.mark.parametrize("amount", [0, 7, 123_456_789])
def test_the_browser_writes_every_amount_as_the_server_does(
    new_page: Callable[..., Page], worker: Worker, amount: int
) -> None:
    codes = [*DIGITS, "ABC", "XAU"]  # and what only an old show can have
    page = new_page()
    page.goto(worker.url)
    written = page.evaluate(WRITTEN % f"codes.map((code) => money({amount}, code, 'en'))", codes)
    assert dict(zip(codes, amounts(written), strict=True)) == dict(
        zip(codes, amounts([money(amount, code) for code in codes]), strict=True)
    )
