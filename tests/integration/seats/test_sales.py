"""Closed sales: nobody selects, and who holds seats may go on."""

from typing import Any

import pytest

from tests.support.asking import (
    THE_SHOW,
    assert_refused,
    book,
    checkout,
    hold,
    organise,
    release,
    replace_show,
    select,
    send,
)
from tests.support.hall import dump


def test_while_sales_are_closed_nobody_selects() -> None:
    answer = organise("sales", open=False)
    assert (answer.status_code, answer.json["salesOpen"]) == (200, False)
    assert_refused(select("ann", "A1"), 409, "sales_closed")
    assert dump() == [[], []]


def test_who_holds_seats_when_sales_close_pays_gives_back_and_books() -> None:
    hold("ann", "A1", "A2", "A3")
    organise("sales", open=False)
    assert checkout("ann").status_code == 200
    assert release("ann", "A3").json["released"] is True
    assert book("ann").json["booking"]["seats"] == ["A1", "A2"]


def test_sales_may_be_opened_again() -> None:
    organise("sales", open=False)
    assert organise("sales", open=True).json["salesOpen"] is True
    assert select("ann", "A1").status_code == 200


def test_everybody_sees_whether_a_show_is_on_sale() -> None:
    for is_open in (False, True):
        organise("sales", open=is_open)
        assert send("GET", THE_SHOW, {}).json["salesOpen"] is is_open
        (show,) = send("GET", "/api/shows", {}).json["shows"]
        assert show["salesOpen"] is is_open


def test_closed_sales_stay_closed_when_the_show_is_changed() -> None:
    organise("sales", open=False)
    assert replace_show(title="Macbeth").json["salesOpen"] is False
    assert_refused(select("ann", "A1"), 409, "sales_closed")


@pytest.mark.parametrize("body", [{"open": None}, {"open": "yes"}, {"closed": True}])
def test_open_is_true_or_false(body: dict[str, Any]) -> None:
    answer = organise("sales", **body)
    assert_refused(answer, 422, "validation_error")
    assert "open" in answer.json["errors"]
