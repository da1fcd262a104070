"""Choosing well in the picker: seats that the server chooses, rules, tables, and what is said of seats."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support import axe, builders
from tests.support.picker import CONFLICT, PHONE, Picker
from tests.support.theatre import PRICES, RULES, TYPES, theatre
from tests.support.waiting import eventually
from tests.support.worker import Worker

NewPage = Callable[..., Page]
DEVICES = pytest.mark.parametrize("device", [{}, PHONE], ids=["desktop", "phone"])
COUNT_TAPS = "window.taps = 0; addEventListener('touchstart', () => { taps += 1; }, true);"
TABLE = ["T1-1", "T1-2", "T1-3", "T1-4"]


def add(worker: Worker, **show: Any) -> str:
    return builders.add_show(worker, f"hall-{uuid4().hex[:8]}", **show)


def add_theatre(worker: Worker, **show: Any) -> str:
    return add(worker, **{"plan": theatre(), "prices": PRICES, **show})


def press(visitor: Picker, seat: str, device: dict[str, Any]) -> None:
    """Click or tap a seat; one that is too small for a finger is brought nearer by a tap."""
    if not device:
        visitor.click(seat)
        return
    if visitor.rect(seat)["width"] < 24:
        visitor.tap(seat)
        eventually(lambda: visitor.rect(seat)["width"] >= 24, 30)
    visitor.tap(seat)


def number(picker: Picker, kind: str, count: int) -> Locator:
    group = picker.element.get_by_role("radiogroup", name=kind)
    return group.get_by_role("radio", name=str(count), exact=True)


def test_a_family_with_a_wheelchair_is_seated_in_three_taps(new_page: NewPage, worker: Worker) -> None:
    show = add_theatre(worker, ticketTypes=TYPES, rules=RULES)
    page = new_page(expected_errors=CONFLICT, **PHONE)
    page.add_init_script(COUNT_TAPS)
    phone = Picker.enter(page, worker, show)
    assert axe.faults(page) == []
    number(phone, "Child", 2).tap()
    number(phone, "Wheelchair places", 1).tap()
    limit = phone.element.locator(".price-limit")
    expect(limit).to_contain_text("€74.00 to €90.00 in all")
    phone.element.get_by_role("slider", name="Price limit").fill("0")
    expect(limit).to_contain_text("At most €25.00 a seat")
    expect(limit).to_contain_text("€74.00 in all")
    assert axe.faults(page) == []
    phone.together.tap()
    expect(phone.notice("chosen")).to_contain_text("Chosen for you, 4 side by side: Circle, row C, seats")
    assert page.evaluate("taps") == 3
    held = phone.element.evaluate("picker => picker.map.basket.map(({ seat }) => seat)")
    assert [seat["wheelchair"] for seat in held].count(True) == 1
    assert [seat["companion"] for seat in held].count(True) == 1
    expect(phone.element.locator(".total")).to_have_text("€74.00")
    assert axe.faults(page) == []

    # Under rules the first are given back before others are chosen, and had again where there are none.
    phone.button("Other seats").tap()
    phone.expect_state("free", *(seat["id"] for seat in held))
    expect(phone.element.locator(".total")).to_have_text("€74.00")
    others = phone.element.evaluate("picker => picker.map.basket.map(({ seat }) => seat.id)")
    phone.button("Other seats").tap()
    expect(phone.notice("problem")).to_contain_text("There are no others like these.")
    phone.expect_state("mine", *others)
    expect(phone.element.locator(".total")).to_have_text("€74.00")
    with page.expect_navigation(url="**/checkout"):
        phone.button("Checkout").tap()


@DEVICES
def test_other_seats_come_in_the_place_of_the_first(
    new_page: NewPage, worker: Worker, device: dict[str, Any]
) -> None:
    page = new_page(expected_errors=CONFLICT, **device)
    visitor = Picker.enter(page, worker, add(worker, rows={"A": 4}))
    visitor.together.click()
    expect(visitor.notice("chosen")).to_be_focused()
    first = visitor.element.evaluate("picker => picker.map.basket.map(({ seat }) => seat.id)")
    visitor.button("Other seats").click()
    visitor.expect_state("free", *first)
    others = sorted({"A1", "A2", "A3", "A4"} - set(first))
    visitor.expect_state("mine", *others)
    visitor.button("Other seats").click()
    expect(visitor.notice("problem")).to_contain_text("There are no others like these.")
    visitor.expect_state("mine", *others)
    assert axe.faults(page) == []
    visitor.button("Undo").click()
    visitor.expect_state("free", "A1", "A2", "A3", "A4")
    expect(visitor.notice("chosen")).to_be_hidden()


def test_as_many_as_there_are_is_said_when_there_are_not_enough(new_page: NewPage, worker: Worker) -> None:
    show = add(worker, rows={"A": 6})
    builders.book(worker.database, show, ["A1", "A2"])
    visitor = Picker.enter(new_page(expected_errors=CONFLICT), worker, show)
    for _ in range(3):
        visitor.button("One seat more").click()
    visitor.together.click()
    expect(visitor.notice("problem")).to_contain_text("At most 4 side by side are available.")


@DEVICES
def test_a_broken_rule_is_explained_with_seats_that_would_do(
    new_page: NewPage, worker: Worker, device: dict[str, Any]
) -> None:
    show = add(worker, rows={"A": 8}, rules={"noSingleGaps": True, "minSeats": 2})
    page = new_page(expected_errors=CONFLICT, **device)
    visitor = Picker.enter(page, worker, show)
    press(visitor, "A2", device)
    expect(visitor.callout).to_contain_text("Add some.")
    offer = visitor.callout.get_by_role("button", name="Take row A, seats")
    assert axe.faults(page) == []
    offer.click()
    expect(visitor.held).to_have_count(2)
    expect(visitor.callout).to_be_hidden()

    [seat, _] = visitor.element.evaluate("picker => picker.map.basket.map(({ seat }) => seat.id)")
    press(visitor, seat, device)
    missing = visitor.element.locator(".missing")
    expect(missing).to_have_text("One more seat is needed: this show is sold from 2 seats on.")
    visitor.button("Checkout").click()
    expect(visitor.alerted).to_contain_text("These are fewer seats than this show is sold in.")
    assert axe.faults(page) == []


def test_rules_are_told_and_wheelchair_places_are_asked_about(new_page: NewPage, worker: Worker) -> None:
    show = add_theatre(worker, rules=RULES)
    page = new_page(expected_errors=CONFLICT)
    visitor = Picker.enter(page, worker, show)
    expect(visitor.element.locator(".rules")).to_contain_text("Companion seats go with the wheelchair place")
    visitor.click("C2")
    take = visitor.callout.get_by_role("button", name="Take")
    expect(visitor.callout).to_contain_text("This seat is for the companion of a wheelchair user.")
    expect(take).to_be_visible()
    visitor.click("C1")
    expect(visitor.callout).to_contain_text("Circle, row C, seat 1 is kept for somebody in a wheelchair.")
    assert axe.faults(page) == []
    visitor.callout.get_by_role("button", name="One of us needs it").click()
    visitor.expect_state("mine", "C1")
    visitor.select("C2")


@DEVICES
def test_a_table_that_is_sold_as_a_whole_is_chosen_as_one(
    new_page: NewPage, worker: Worker, device: dict[str, Any]
) -> None:
    page = new_page(**device)
    visitor = Picker.enter(page, worker, add_theatre(worker))
    press(visitor, "T1-2", device)
    visitor.expect_state("mine", *TABLE)
    visitor.open_list()
    visitor.element.evaluate("picker => picker.focusSeat('T1-3')")
    expect(visitor.list_seat("T1-3")).to_contain_text("table sold as a whole")
    page.keyboard.press("Enter")
    visitor.expect_state("free", *TABLE)
    visitor.element.get_by_role("tab", name="Map").click()
    visitor.element.evaluate("picker => picker.focusSeat('T1-4')")
    page.keyboard.press("Enter")
    visitor.expect_state("mine", *TABLE)
    assert axe.faults(page) == []


def test_what_is_said_of_seats_is_shown_and_looked_for(new_page: NewPage, worker: Worker) -> None:
    page = new_page()
    visitor = Picker.enter(page, worker, add_theatre(worker))
    page.mouse.move(*visitor.center("A5"))
    expect(page.get_by_role("tooltip")).to_contain_text("restricted view, Behind a pillar")
    expect(visitor.element.locator(".legend")).to_contain_text("restricted view")
    visitor.select("B3")
    visitor.element.get_by_text("View from here").click()
    picture = visitor.held.get_by_role("img", name="View from Stalls, row B, seat 3")
    expect(picture).to_be_visible()
    expect(visitor.held.get_by_role("link", name="Open the picture")).to_have_attribute(
        "rel", "noopener noreferrer"
    )
    visitor.button("step-free").click()
    assert axe.faults(page) == []
    visitor.open_list()
    parts = visitor.element.locator(".zones")
    expect(parts.get_by_role("button", name="Stalls")).to_be_hidden()
    parts.get_by_role("button", name="Circle").click()
    visitor.button("Row C").click()
    expect(visitor.list_seat("C1")).to_contain_text("wheelchair place, Circle, €25.00, available, step-free")
    expect(visitor.button("Row D")).to_be_hidden()
    assert axe.faults(page) == []


def test_a_picture_that_the_page_may_not_show_is_a_link(new_page: NewPage, worker: Worker) -> None:
    plan = theatre()
    plan["zones"][0]["view_url"] = "https://pictures.example/stalls.jpg"
    visitor = Picker.enter(
        new_page(expected_errors="Content Security Policy", **PHONE), worker, add_theatre(worker, plan=plan)
    )
    press(visitor, "A5", PHONE)
    expect(visitor.callout).to_contain_text("Behind a pillar")
    visitor.button("Show details").tap()
    visitor.element.get_by_text("View from here").tap()
    expect(visitor.held).to_contain_text("The picture cannot be shown here.")
    link = visitor.held.get_by_role("link", name="Open the picture")
    expect(link).to_have_attribute("href", "https://pictures.example/stalls.jpg")
