"""The organiser gives a show rules and ticket types, and sees on its dashboard what came of them."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support import axe, builders
from tests.support.people import Person
from tests.support.waiting import eventually
from tests.support.worker import Worker

from .dashboard import DESKTOP, PHONE, await_live, booked, hall, log_in, problem, watch, wide

NewPage = Callable[..., Page]
ADULT = {"id": "adult", "title": "Adult", "prices": {"Standard": 2000}}
CHILD = {"id": "child", "title": "Child", "prices": {"Standard": 500}, "needs": {"type": "adult", "each": 3}}

STANDING = {"Standing": 1000}


@pytest.fixture(params=[{"viewport": DESKTOP}, {**PHONE, "color_scheme": "dark"}], ids=["desktop", "phone"])
def page(request: pytest.FixtureRequest, new_page: NewPage) -> Page:
    return new_page(reduced_motion="reduce", expected_errors="status of (409|422)", **request.param)


def unfold(page: Page, name: str) -> None:
    page.get_by_role("heading", name=name, exact=True).click()


def kind(page: Page, title: str) -> Locator:
    return page.get_by_role("group", name=title, exact=True)


def add_type(page: Page, number: int, title: str) -> Locator:
    page.get_by_role("button", name="Add a ticket type").click()
    row = kind(page, f"Ticket type {number}")
    expect(row.get_by_label("What it is called")).to_be_focused()
    row.get_by_label("What it is called").fill(title)
    return kind(page, title)


def now(worker: Worker, show: str) -> Any:
    return worker.get(f"/api/shows/{show}").json()


def add_show(worker: Worker, **fields: Any) -> str:
    places = {
        "wheelchair": ["A1"],
        "companion": ["A2"],
        "areas": {"floor": {"capacity": 50, "category": "Standing"}},
    }
    return builders.add_show(worker, f"hall-{uuid4().hex[:8]}", {"A": 4}, **places, **fields)


def also_standing(ticket_type: dict[str, Any]) -> dict[str, Any]:
    return {**ticket_type, "prices": {**ticket_type["prices"], **STANDING}}


def test_a_new_show_has_rules_and_ticket_types(page: Page, worker: Worker) -> None:
    log_in(page, f"{worker.url}/organiser/new")
    expect(hall(page)).to_be_visible()
    title = f"Faust {uuid4().hex[:6]}"
    page.get_by_label("Title", exact=True).fill(title)
    page.get_by_label("Starts").fill("2031-06-01T19:30")
    page.get_by_label("Time zone of the venue").fill("Europe/Vienna")
    page.get_by_label("Currency").select_option("EUR")
    page.get_by_label("Standard, price a seat").fill("20")
    unfold(page, "Ticket types")
    adult = add_type(page, 1, "Adult")
    expect(adult.get_by_label("Standard, price a seat")).to_have_value("20")
    child = add_type(page, 2, "Child")
    child.get_by_label("At most for one buyer").fill("4")
    child.get_by_label("Is sold only together with").select_option("Adult")
    unfold(page, "Rules")
    page.get_by_label("Leave no single seat over").check()
    page.get_by_label("Seats at most").fill("6")
    page.get_by_label("Only in steps of").fill("8")
    unfold(page, "Ticket types")
    page.get_by_role("button", name="Save the show").click()
    expect(problem(page)).to_contain_text("Some fields are missing or wrong")
    # What is wrong is unfolded.
    price = child.get_by_label("Standard, price a seat")
    expect(price).to_be_focused()
    expect(child).to_contain_text("Enter a price for at least one category.")
    expect(child).to_contain_text("Enter a whole number from 1 to 100.")
    expect(page.locator("#maxSeats-wrong")).to_have_text(
        "By the other numbers, 8 seats are the fewest that one can have."
    )
    assert axe.faults(page) == []
    assert wide(page) == 0
    price.fill("5")
    child.get_by_label("One of these for each so many").fill("3")
    page.get_by_label("Only in steps of").fill("2")
    page.get_by_role("button", name="Save the show").click()
    await_live(page)
    show = now(worker, page.url.rpartition("/")[2])
    assert show["ticketTypes"] == [ADULT, {**CHILD, "maxPerBuyer": 4}]
    assert show["rules"] == {"noSingleGaps": True, "maxSeats": 6, "quantum": 2}
    assert show["prices"] == {"Standard": 2000}


def test_a_change_says_what_it_means_for_those_who_have_seats(new_page: NewPage, worker: Worker) -> None:
    types = [also_standing(ADULT), also_standing(CHILD)]
    show = add_show(worker, ticketTypes=types, rules={"consecutive": True, "noSingleGaps": False})
    page = new_page(viewport=DESKTOP, expected_errors="status of 422")
    log_in(page, f"{worker.url}/organiser/shows/{show}/edit")
    expect(page.get_by_label("Side by side only")).to_be_checked()
    expect(kind(page, "Child").get_by_label("Is sold only together with")).to_have_value("type-1")
    dialog = page.get_by_role("dialog")
    page.get_by_role("button", name="See what the change means").click()
    expect(dialog).to_contain_text("Nobody who has a seat is affected.")
    dialog.get_by_role("button", name="Go on editing").click()

    kind(page, "Adult").get_by_role("button", name="Remove: Adult").click()
    page.get_by_label("Side by side only").uncheck()
    # What another release of the server may have against a field is said there too.
    kind(page, "Child").get_by_label("What it is called").evaluate(
        "title => title.removeAttribute('maxlength')"
    )
    kind(page, "Child").get_by_label("What it is called").fill("Child" * 50)
    page.get_by_role("button", name="See what the change means").click()
    expect(page.locator("#type-2-title-wrong")).to_have_text("Length must be between 1 and 200.")
    page.locator("#type-2-title").fill("Child")
    page.get_by_role("button", name="See what the change means").click()
    expect(dialog).to_contain_text("keep the ticket type and the price that were agreed")
    expect(dialog).to_contain_text("The new rules count from the next choice on")
    dialog.get_by_role("button", name="Change the show").click()
    await_live(page)
    changed = now(worker, show)
    (child,) = changed["ticketTypes"]
    assert child == {"id": "child", "title": "Child", "prices": {"Standard": 500, **STANDING}}
    assert (changed["rules"], changed["prices"]) == ({}, child["prices"])


def test_the_dashboard_counts_by_type_and_releases_wheelchair_places(
    page: Page, worker: Worker, visitor: Person
) -> None:
    show = add_show(
        worker, ticketTypes=[also_standing(ADULT)], rules={"wheelchairOnRequest": True, "maxSeats": 3}
    )
    booked(visitor, show, "A4")
    watch(page, worker, show)
    expect(page.get_by_role("row", name="Adult 1 €20.00")).to_be_visible()
    assert visitor.select(show, ["A1"]).json()["rule"] == "wheelchairOnRequest"
    switch = page.get_by_role("switch", name="Only on request")
    expect(switch).to_be_checked()
    switch.click()
    expect(switch).not_to_be_checked()
    assert axe.faults(page) == []
    assert wide(page) == 0
    eventually(lambda: visitor.select(show, ["A1"]).ok, timeout=30)
    assert now(worker, show)["rules"] == {"wheelchairOnRequest": False, "maxSeats": 3}
