"""The public's way from the hall to the booking, as it is in each browser."""

from typing import Any

import pytest

from tests.support.people import Person
from tests.support.worker import Worker

from .visitor import Visitor

BOOK = "Book now"
# Before the page asks for seats, somebody else does, for the same ones.
COME_SECOND = """
const [token, ask] = [arguments[0], window.fetch];
window.fetch = async (url, request) => {
  if (!String(url).endsWith("/select-seats")) return ask(url, request);
  window.fetch = ask;
  const headers = { "Content-Type": "application/json", Authorization: `Bearer ${token}` };
  await ask(url, { method: "POST", headers, body: request.body, credentials: "omit" });
  return ask(url, request);
};
"""


def bookings(worker: Worker, show: str) -> list[dict[str, Any]]:
    return list(worker.database.bookings.find({"show": show}))


def test_seats_from_the_map_become_a_booking(ann: Visitor, bob: Person, worker: Worker, show: str) -> None:
    ann.select("A1", "A2")
    ann.expect_text(".total", "€25.00")
    assert sorted(bob.status(show).json()["lockedByOthers"]) == ["A1", "A2"]
    ann.press("Checkout")
    ann.expect_path(f"/shows/{show}/checkout")
    ann.expect_text(".seats", "Row A, seat 2")
    ann.press(BOOK)
    ann.expect_path("/bookings/")
    ann.expect_text("article", "Confirmed")
    [booking] = bookings(worker, show)
    ann.expect_text(".reference", booking["reference"])


def test_seats_from_the_list_become_a_booking(ann: Visitor, worker: Worker, show: str) -> None:
    ann.open_row("Row A")
    ann.press_seat("A3")
    ann.expect_state("mine", "A3")
    ann.window.press("ArrowRight")
    ann.window.press("Enter")
    ann.expect_state("mine", "A3", "A4")
    ann.press("Checkout")
    ann.press(BOOK)
    ann.expect_text("article", "Confirmed")
    [booking] = bookings(worker, show)
    assert booking["seats"] == ["A3", "A4"]


def test_what_others_do_is_seen_at_once(ann: Visitor, bob: Person, show: str) -> None:
    assert bob.select(show, ["A5"]).ok
    ann.expect_state("taken", "A5")
    ann.click("A5")
    ann.expect_text(".callout", "Row A, seat 5 is held by somebody else right now.")
    assert bob.release(show, ["A5"]).ok
    ann.expect_state("free", "A5")


@pytest.mark.parametrize("view", ["map", "list"])
def test_who_comes_second_is_offered_another_seat(view: str, ann: Visitor, bob: Person) -> None:
    if view == "list":
        ann.open_row("Row A")
    ann.window.run(COME_SECOND, bob.token)
    choose = ann.click if view == "map" else ann.press_seat
    choose("A5")
    ann.expect_text(".callout", "Somebody else was a moment faster: row A, seat 5 is gone.")
    ann.expect_state("taken", "A5")
    ann.press("Take row A, seat")
    ann.expect_text("[data-held]", "Row A, seat")
    assert "mine" in ann.states("A4", "A6")


def test_back_from_checkout_the_seats_are_still_ones_own(ann: Visitor, worker: Worker, show: str) -> None:
    ann.select("A1", "A2")
    ann.press("Checkout")
    ann.expect_text("button", BOOK)
    ann.window.back()
    ann.await_live()
    ann.expect_state("mine", "A1", "A2")
    ann.click("A2")
    ann.expect_state("free", "A2")
    ann.press("Checkout")
    ann.press(BOOK)
    ann.expect_text("article", "Confirmed")
    ann.window.back()
    ann.expect_path(f"/shows/{show}")
    [booking] = bookings(worker, show)
    assert booking["seats"] == ["A1"]


def test_after_a_reload_the_seats_are_still_ones_own(ann: Visitor) -> None:
    ann.select("A1", "A2")
    ann.window.reload()
    ann.await_live()
    ann.expect_state("mine", "A1", "A2")
    assert 15 < ann.seconds_left() <= 30
