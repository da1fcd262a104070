"""The hall as a list: walked by keys, searched, filtered."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, Route, expect

from seatapp.shows.demo.theatre import theatre
from tests.support import builders
from tests.support.picker import CONFLICT, Picker
from tests.support.worker import Worker

NewPage = Callable[..., Page]


@pytest.fixture
def show(worker: Worker) -> str:
    rows = {"A": 10, "B": 8, "C": 10}
    return builders.add_show(worker, f"hall-{uuid4().hex[:8]}", rows, prices={"Standard": 1250})


@pytest.fixture
def ann(new_page: NewPage, worker: Worker, show: str) -> Picker:
    return Picker.enter(new_page(expected_errors=CONFLICT), worker, show)


@pytest.fixture
def theatregoer(new_page: NewPage, worker: Worker) -> Picker:
    prices = {"Premium stalls": 8900, "Stalls": 6400, "Balcony": 3900, "Box": 9900}
    plan: Any = theatre()
    show = builders.add_show(worker, f"theatre-{uuid4().hex[:8]}", plan=plan, prices=prices)
    return Picker.enter(new_page(), worker, show).open_list()


def focused(visitor: Picker) -> str | None:
    """Return the seat that the keyboard is on."""
    found = visitor.element.evaluate("picker => picker.shadowRoot.activeElement?.dataset.seat")
    return None if found is None else str(found)


def press(visitor: Picker, *keys: str) -> None:
    for key in keys:
        visitor.page.keyboard.press(key)


def test_seats_are_booked_with_the_keyboard_alone(ann: Picker) -> None:
    page = ann.page

    def tab_to(name: str) -> None:
        for _ in range(30):
            page.keyboard.press("Tab")
            active = ann.element.evaluate(
                "picker => (picker.shadowRoot.activeElement ?? document.activeElement).textContent"
            )
            if name in active:
                return
        pytest.fail(f"the tab key never reaches {name}")

    page.locator("body").focus()
    tab_to("Map")
    press(ann, "ArrowRight")
    expect(ann.element.get_by_role("tab", name="List")).to_have_attribute("aria-selected", "true")
    tab_to("Row A")
    press(ann, "Enter", "Tab")
    assert focused(ann) == "A1"
    press(ann, "ArrowRight", "ArrowRight", "Space")
    ann.expect_state("mine", "A3")
    expect(ann.list_seat("A3")).to_have_attribute("aria-pressed", "true")
    press(ann, "ArrowRight", "Enter")
    ann.expect_state("mine", "A4")
    tab_to("Checkout")
    with page.expect_navigation(url="**/checkout"):
        page.keyboard.press("Enter")


def test_the_arrow_keys_walk_seats_and_rows(ann: Picker) -> None:
    ann.open_list()
    ann.button("Row A").click()
    ann.list_seat("A3").focus()
    walk = [
        ("ArrowRight", "A4"),
        ("ArrowLeft", "A3"),
        ("Home", "A1"),
        ("ArrowLeft", "A1"),
        ("End", "A10"),
        ("ArrowRight", "A10"),
        ("ArrowUp", "A10"),
    ]
    for key, seat in walk:
        press(ann, key)
        assert focused(ann) == seat, key
    press(ann, "Home", "ArrowDown")
    below = focused(ann)
    assert below
    assert below.startswith("B")
    press(ann, "ArrowDown", "ArrowUp")
    assert focused(ann) == below
    assert ann.element.locator('[data-seat][tabindex="0"]').count() == 3  # one for each row that is open


def test_a_seat_says_what_it_is_and_how_it_stands(
    new_page: NewPage, ann: Picker, worker: Worker, show: str
) -> None:
    builders.book(worker.database, show, ["A2"])
    ann.open_list()
    ann.button("Row A").click()
    ann.list_seat("A1").click()
    expect(ann.element.get_by_role("button", name="Seat 1, Standard, €12.50, yours")).to_be_visible()
    expect(ann.element.get_by_role("button", name="Seat 2, Standard, €12.50, sold")).to_be_visible()
    bob = Picker.enter(new_page(), worker, show)
    bob.select("A3")
    taken = ann.element.get_by_role("button", name="Seat 3, Standard, €12.50, held by somebody else")
    expect(taken).to_be_visible()
    taken.click()
    expect(ann.callout).to_contain_text("Row A, seat 3 is held by somebody else right now.")
    expect(ann.button("Row A 7 available")).to_be_visible()


def test_a_seat_that_was_just_taken_is_told_in_the_list_too(
    new_page: NewPage, ann: Picker, worker: Worker, show: str
) -> None:
    other = Picker.enter(new_page(), worker, show)

    def come_second(route: Route) -> None:
        other.select("A1")
        route.continue_()

    ann.open_list()
    ann.button("Row A").click()
    ann.page.route("**/api/bookings/select-seats", come_second, times=1)
    ann.list_seat("A1").click()
    expect(ann.callout).to_contain_text("Somebody else was a moment faster: row A, seat 1 is gone.")
    ann.callout.get_by_role("button", name="instead").click()
    expect(ann.held).to_have_count(1)


def test_seats_are_found_by_their_names(ann: Picker) -> None:
    ann.open_list()
    field = ann.element.get_by_label("Find by seat, such as “A1, A2”")
    field.fill(" a1,B 8 ")
    field.press("Enter")
    ann.expect_state("mine", "A1", "B8")
    expect(field).to_have_value("")
    field.fill("Z9")
    field.press("Enter")
    expect(ann.element.locator(".problem")).to_have_text("There is no seat “Z9”.")
    expect(ann.alerted).to_have_text("There is no seat “Z9”.")
    expect(field).to_have_attribute("aria-invalid", "true")


def test_wheelchair_and_companion_places_are_found(theatregoer: Picker) -> None:
    theatregoer.button("Wheelchair and companion places").click()
    expect(theatregoer.element.locator("[data-seat]:visible")).to_have_count(8)
    place = theatregoer.element.get_by_role(
        "button", name="Seat 1, wheelchair place, Stalls, €64.00, available"
    )
    companion = theatregoer.element.get_by_role("button", name="Seat 4, companion seat")
    expect(companion).to_be_visible()
    place.click()
    theatregoer.expect_state("mine", "S17-1")
    expect(theatregoer.held).to_contain_text("Stalls, row 17, seat 1")
    expect(theatregoer.held).to_contain_text("wheelchair place")
    theatregoer.button("Wheelchair and companion places").click()
    expect(theatregoer.button("Balcony 392 available")).to_be_visible()


def test_a_price_filters_the_list(theatregoer: Picker) -> None:
    theatregoer.element.locator(".prices").get_by_role("button", name="Box").click()
    expect(theatregoer.element.get_by_role("heading", level=3)).to_have_count(2)
    theatregoer.button("Boxes left").click()
    expect(theatregoer.element.get_by_role("heading", level=4)).to_have_count(5)
    theatregoer.element.locator(".prices").get_by_role("button", name="Box").click()
    expect(theatregoer.element.get_by_role("heading", level=3)).to_have_count(4)


def test_only_what_is_available_is_listed(ann: Picker, worker: Worker, show: str) -> None:
    builders.book(worker.database, show, [f"B{number}" for number in range(1, 9)] + ["A1"])
    ann.expect_state("booked", "A1", "B8")
    ann.open_list()
    ann.button("Available only").click()
    expect(ann.button("Row B")).to_be_hidden()
    ann.button("Row A").click()
    expect(ann.list_seat("A1")).to_be_hidden()
    expect(ann.list_seat("A2")).to_be_visible()


def test_a_name_that_several_seats_have_is_asked_about(theatregoer: Picker) -> None:
    field = theatregoer.element.get_by_label("Find by seat")
    field.fill("1 1")
    field.press("Enter")
    expect(theatregoer.element.locator(".problem")).to_contain_text("Several seats are called “1 1”.")
    field.fill("balcony 1 1")
    field.press("Enter")
    theatregoer.expect_state("mine", "B1-1")


def test_rows_are_made_when_they_are_opened(theatregoer: Picker) -> None:
    assert theatregoer.element.locator("[data-seat]").count() == 0
    theatregoer.button("Balcony 392").click()
    assert theatregoer.element.locator("[data-seat]").count() == 0
    theatregoer.button("Row 1").click()
    assert 0 < theatregoer.element.locator("[data-seat]").count() < 100
