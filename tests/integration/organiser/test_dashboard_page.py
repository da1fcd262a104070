"""The dashboard's page, before its script begins."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.support.hall import SHOW

NAME = '<input name="name" maxlength="200" autocomplete="off"'
EMAIL = '<input type="email" name="email" maxlength="254" autocomplete="off"'


@pytest.mark.parametrize(
    ("required", "fields"),
    [
        ([], [f"{NAME}>", f"{EMAIL}>"]),
        (["name"], [f"{NAME} required>", f"{EMAIL}>"]),
        (["name", "email"], [f"{NAME} required>", f"{EMAIL} required>"]),
    ],
)
def test_the_form_of_a_sale_asks_for_what_a_booking_has_to_say(
    make_app: Callable[..., Flask], app: Flask, required: list[str], fields: list[str]
) -> None:
    page = make_app(customer_required=required).test_client().get(f"/organiser/shows/{SHOW}")
    assert [field in page.text for field in fields] == [True, True]
