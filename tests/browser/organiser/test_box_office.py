"""Selling at the door, by the map of the dashboard."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

from tests.support import builders
from tests.support.people import Person
from tests.support.worker import Worker

from .dashboard import (
    DESKTOP,
    block,
    choose_mode,
    click,
    expect_figures,
    expect_state,
    problem,
    seat,
    told,
    watch,
)

NewPage = Callable[..., Page]


def panel(page: Page) -> Locator:
    return page.get_by_role("region", name="Sell at the door")


def sell(page: Page) -> None:
    panel(page).get_by_role("button", name=re.compile("^Sell ")).click()


def bookings(worker: Worker, show: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = worker.get(f"/api/shows/{show}/bookings", headers=builders.ADMIN).json()[
        "bookings"
    ]
    return found


def test_a_party_beyond_the_cap_is_seated_in_two_rows_and_has_its_ticket(
    dashboard: Page, worker: Worker, show: str
) -> None:
    choose_mode(dashboard, "Sell")
    panel(dashboard).get_by_label("Persons").fill("12")
    panel(dashboard).get_by_role("button", name="Find seats").click()
    expect(panel(dashboard)).to_contain_text("12 seats, €240.00")
    panel(dashboard).get_by_label("Name").fill(" Class 4b ")
    panel(dashboard).get_by_text("Card", exact=True).click()
    sell(dashboard)
    expect_figures(dashboard, booked=12, takings="€240.00")
    expect(dashboard.get_by_text("At the door: €240.00 by card.")).to_be_visible()
    (booking,) = bookings(worker, show)
    assert sorted(name[0] for name in booking["seats"]) == ["A"] * 6 + ["B"] * 6
    assert (booking["customer"], booking["paid"]) == ({"name": "Class 4b"}, "card")
    expect(panel(dashboard)).to_contain_text(booking["reference"])
    expect(panel(dashboard)).to_contain_text("€240.00, paid by card.")
    with dashboard.context.expect_page() as opened:
        panel(dashboard).get_by_role("link", name="Ticket").click()
    ticket = opened.value
    expect(ticket.locator(".reference")).to_have_text(booking["reference"])
    expect(ticket.get_by_role("button", name="Print")).to_be_visible()
    expect(ticket.get_by_role("button", name="Cancel")).to_have_count(0)
    expect(panel(dashboard).get_by_label("Name")).to_be_hidden()


def test_house_seats_are_given_away_and_taken_back(dashboard: Page, worker: Worker, show: str) -> None:
    block(worker, show, "A1", "A2")
    expect_state(dashboard, "A2", "blocked")
    choose_mode(dashboard, "Sell")
    for name in ("A1", "A2", "A3"):
        click(dashboard, name)
    expect_state(dashboard, "A1", "to be sold")
    expect(panel(dashboard)).to_contain_text("3 seats, €60.00")
    expect(panel(dashboard)).to_contain_text("2 of them were kept from the public.")
    click(dashboard, "A3")  # not that one, after all
    panel(dashboard).get_by_text("Free of charge").click()
    expect(panel(dashboard).get_by_role("button", name="Sell 2 seats for €0.00")).to_be_visible()
    sell(dashboard)
    expect_figures(dashboard, booked=2, blocked=0, takings="€0.00")
    panel(dashboard).get_by_role("button", name="Take it back").click()
    dashboard.get_by_role("button", name="Give back 2 seats").click()
    expect_figures(dashboard, booked=0, free=20)
    expect(told(dashboard).locator("[data-seat-state]")).to_have_text("free")


def test_who_is_faster_than_the_sale_is_named_by_the_seat(
    new_page: NewPage, worker: Worker, show: str, visitor: Person
) -> None:
    page = watch(new_page(viewport=DESKTOP, expected_errors="status of 409"), worker, show)

    def be_faster(route: Route) -> None:
        visitor.select(show, ["B2"])
        route.continue_()

    choose_mode(page, "Sell")
    for name in ("B1", "B2", "B3", "B4"):
        click(page, name)
    visitor.select(show, ["B4"])  # while the seller is still typing
    expect(problem(page)).to_contain_text("Not to be sold any more: Hall, row B, seat 4.")
    page.route("**/api/bookings", be_faster)
    sell(page)
    expect(problem(page)).to_contain_text(
        "Nothing was sold: somebody was faster and has Hall, row B, seat 2."
    )
    page.unroute("**/api/bookings")
    sell(page)  # the others are picked still
    expect_figures(page, booked=2, locked=2)
    expect(problem(page)).to_be_hidden()


def test_an_answer_that_was_lost_is_no_second_sale(new_page: NewPage, worker: Worker, show: str) -> None:
    page = watch(new_page(viewport=DESKTOP, expected_errors="ERR_FAILED"), worker, show)

    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/api/bookings", lose_the_answer, times=1)
    choose_mode(page, "Sell")
    click(page, "A5")
    sell(page)
    expect(panel(page).get_by_role("link", name="Ticket")).to_be_visible()
    (booking,) = bookings(worker, show)
    expect(panel(page)).to_contain_text(booking["reference"])


def test_a_row_is_sold_by_keyboard_alone(dashboard: Page, worker: Worker, show: str) -> None:
    keyboard = dashboard.keyboard
    dashboard.get_by_role("radio", name="Look").focus()
    keyboard.press("ArrowRight")
    keyboard.press("Tab")
    expect(dashboard.get_by_label("Whole row")).to_be_focused()
    keyboard.press("Space")
    seat(dashboard, "B3")
    keyboard.press("Enter")
    expect(seat(dashboard, "B10")).to_have_attribute("aria-pressed", "true")
    panel(dashboard).get_by_label("Name").focus()
    keyboard.type("Ann")
    keyboard.press("Enter")
    expect_figures(dashboard, booked=10)
    assert bookings(worker, show)[0]["customer"] == {"name": "Ann"}
    expect(panel(dashboard)).to_be_focused()
