"""Whatever changes what the visitor has is told to the page: it never keeps a basket that is none."""

import time
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from playwright.sync_api import Page

from tests.support import builders
from tests.support.picker import Picker
from tests.support.waiting import eventually
from tests.support.worker import Worker

from .host import JWT_SECRET, element, open_host

NewPage = Callable[..., Page]

# Each takes the seats away from what the element shows.
LEAVING = {
    "another show": "picker.setAttribute('show', other)",
    "no show": "picker.removeAttribute('show')",
    "another visitor": "picker.token = token",
    "another visitor by the attribute": "picker.setAttribute('token', token)",
    "a server that is none": "picker.setAttribute('server', 'seats.example')",
    "one thing after another": """
      picker.setAttribute('show', other);
      picker.token = token;
      picker.remove();
      document.body.append(picker);""",
    "removed": "picker.remove()",
    "adopted by another document": "document.implementation.createHTMLDocument().body.append(picker)",
}
RECORD = """picker => {
  window.picker = picker;
  window.baskets = [];
  picker.addEventListener("seats-change", ({ detail }) => baskets.push([detail, picker.basket.length]));
}"""


@pytest.fixture
def ann(new_page: NewPage, worker: Worker, show: str) -> Picker:
    ann = open_host(new_page(), element(worker.url, show)).await_live()
    ann.element.evaluate(RECORD)
    ann.select("A1")
    ann.select("A2")
    return ann


def seats_told(page: Page) -> list[Any]:
    return [detail["seats"] for detail, _ in page.evaluate("baskets")]


@pytest.mark.parametrize("leave", LEAVING)
def test_who_leaves_with_seats_has_none_and_the_page_is_told(
    ann: Picker, worker: Worker, show: str, leave: str
) -> None:
    token = jwt.encode({"sub": "customer-8", "exp": int(time.time()) + 600}, JWT_SECRET)
    other = builders.add_show(worker, f"{show}-other")
    script = f"([other, token]) => {{ {LEAVING[leave]} }}"
    ann.page.evaluate(script, [other, token])
    eventually(lambda: seats_told(ann.page) == [["A1"], ["A1", "A2"], []])
    detail, length = ann.page.evaluate("baskets.at(-1)")
    assert detail == {"showId": show, "seats": [], "areas": {}, "total": 0, "currency": "EUR"}
    assert length == 0


def test_who_comes_back_in_time_has_the_seats_and_the_page_is_told(ann: Picker, show: str) -> None:
    ann.page.evaluate("picker.remove()")
    eventually(lambda: seats_told(ann.page)[-1] == [])
    ann.page.evaluate("document.body.append(picker)")
    eventually(lambda: sorted(seats_told(ann.page)[-1]) == ["A1", "A2"])
    ann.expect_state("mine", "A1", "A2")


def test_who_is_only_moved_keeps_the_seats_and_nothing_is_told(ann: Picker) -> None:
    ann.page.evaluate("document.body.append(picker)")
    ann.page.evaluate("document.body.append(picker)")
    ann.select("A3")
    assert seats_told(ann.page) == [["A1"], ["A1", "A2"], ["A1", "A2", "A3"]]


def test_seats_of_an_element_that_was_removed_are_free_for_others(
    ann: Picker, worker: Worker, show: str
) -> None:
    ann.page.evaluate("picker.remove()")

    def locked() -> list[str]:
        return list(worker.get(f"/api/bookings/locked-seats/{show}").json()["lockedByOthers"])

    eventually(lambda: locked() == [])


def test_a_map_that_is_stopped_has_nothing_and_says_so(ann: Picker) -> None:
    told = ann.element.evaluate(
        """picker => {
          const { map } = picker, told = [];
          map.on("change", ({ seats }) => told.push(["change", [...seats].sort()]));
          for (const name of ["basket", "connection"]) map.on(name, (event) => told.push([name, event]));
          map.stop();
          map.stop();
          return [told, map.basket, map.total, map.stateOf("A1")];
        }"""
    )
    assert told == [
        [
            ["change", ["A1", "A2"]],
            ["basket", {"basket": [], "places": [], "total": 0}],
            ["connection", {"connection": "offline"}],
        ],
        [],
        0,
        "free",
    ]
