"""Bookings changed by clicks on the dashboard's map: seats given back, and moved to others."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.support import builders, hall
from tests.support.people import Person
from tests.support.worker import Worker

from .dashboard import (
    DESKTOP,
    booked,
    click,
    expect_figures,
    expect_state,
    problem,
    seat,
    told,
    watch,
)

NewPage = Callable[..., Page]


@pytest.fixture
def show(worker: Worker) -> str:
    """A show whose row A costs 20 euros a seat, and row B 12.50."""
    prices = {"Dear": 2000, "Cheap": 1250}
    return builders.add_show(worker, f"hall-{uuid4().hex[:8]}", plan=hall.plan(), prices=prices)


def panel(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def begin(page: Page, seat_id: str, what: str) -> Locator:
    """Click a sold seat, and what is to be done with its booking."""
    expect_state(page, seat_id, "sold")
    click(page, seat_id)
    told(page).get_by_role("button", name=what).click()
    return panel(page, what)


def seats_of(worker: Worker, show: str) -> list[list[str]]:
    answer = worker.get(f"/api/shows/{show}/bookings", headers=builders.ADMIN).json()
    return [booking["seats"] for booking in answer["bookings"] if booking["status"] == "confirmed"]


def test_one_seat_of_a_booking_is_given_back(
    dashboard: Page, worker: Worker, show: str, visitor: Person
) -> None:
    booking = booked(visitor, show, "A1", "A2", "B1")
    task = begin(dashboard, "A2", "Give back")
    expect(task).to_contain_text(booking["reference"])
    expect(task).to_contain_text("€20.00 to pay back")
    click(dashboard, "B1")
    expect(task).to_contain_text("€32.50 to pay back")
    click(dashboard, "A2")  # that one stays, after all
    click(dashboard, "B7")
    expect(problem(dashboard)).to_contain_text("Hall, row B, seat 7 is not of this booking.")
    task.get_by_role("button", name="Give back 1 seat").click()
    expect(dashboard.get_by_text("Given back: Hall, row B, seat 1. €12.50 to pay back.")).to_be_visible()
    expect_figures(dashboard, booked=2, takings="€40.00")
    assert seats_of(worker, show) == [["A1", "A2"]]


def test_a_whole_booking_is_given_back(dashboard: Page, worker: Worker, show: str, visitor: Person) -> None:
    booked(visitor, show, "A1", "A2", "A3")
    task = begin(dashboard, "A2", "Give back")
    task.get_by_role("button", name="The whole booking").click()
    expect(task).to_contain_text("€60.00 to pay back")
    task.get_by_role("button", name="Give back 3 seats").click()
    expect_figures(dashboard, booked=0, free=20)
    assert seats_of(worker, show) == []


def test_seats_are_moved_and_the_difference_is_said_before(
    dashboard: Page, worker: Worker, show: str, visitor: Person
) -> None:
    booked(visitor, show, "A1", "A2")
    task = begin(dashboard, "A1", "Move")
    click(dashboard, "A2")
    expect(task).to_contain_text("Click 2 free seats")
    expect(task.get_by_role("button", name="Move")).to_have_count(0)
    for name in ("B4", "B5", "B6"):  # the last of them for the first
        click(dashboard, name)
    expect(task).to_contain_text("Hall, row B, seats 5 and 6")
    expect(task).to_contain_text("€15.00 to pay back")
    task.get_by_role("button", name="Move 2 seats").click()
    expect(dashboard.get_by_text("Moved to Hall, row B, seats 5 and 6. €15.00 to pay back.")).to_be_visible()
    expect_figures(dashboard, booked=2, takings="€25.00")
    assert seats_of(worker, show) == [["B5", "B6"]]
    expect_state(dashboard, "A1", "free")


def test_who_is_faster_than_the_move_is_named_by_the_seat(
    new_page: NewPage, worker: Worker, show: str, visitor: Person, guest: Callable[[Worker], Person]
) -> None:
    booked(visitor, show, "B1")
    rival = guest(worker)
    page = watch(new_page(viewport=DESKTOP, expected_errors="status of 409"), worker, show)

    def be_faster(route: Route) -> None:
        rival.select(show, ["A2"])
        route.continue_()

    task = begin(page, "B1", "Move")
    click(page, "A1")
    rival.select(show, ["A1"])
    expect(problem(page)).to_contain_text("Somebody was faster and has Hall, row A, seat 1.")
    click(page, "A2")
    expect(task).to_contain_text("€7.50 more to pay")
    page.route("**/move", be_faster)
    task.get_by_role("button", name="Move 1 seat").click()
    expect(problem(page)).to_contain_text(
        "Nothing was moved. Somebody was faster and has Hall, row A, seat 2."
    )
    expect(task).to_contain_text("Click 1 free seat")
    assert seats_of(worker, show) == [["B1"]]


def test_a_booking_that_is_changed_meanwhile_is_shown_as_it_is(
    dashboard: Page, worker: Worker, show: str, visitor: Person
) -> None:
    booking = booked(visitor, show, "A1", "A2")
    begin(dashboard, "A1", "Move")
    expect(dashboard.get_by_role("radio", name="Move")).to_be_checked()
    path = f"/api/bookings/{booking['id']}/cancel"
    assert worker.post(path, json={"seats": ["A2"]}, headers=builders.ADMIN).ok
    expect(problem(dashboard)).to_contain_text("Somebody has changed the booking meanwhile.")
    expect(told(dashboard)).to_contain_text("€20.00")
    expect(panel(dashboard, "Move")).to_be_hidden()
    expect(dashboard.get_by_role("radio", name="Move")).to_be_hidden()
    expect(dashboard.get_by_role("radio", name="Look")).to_be_checked()


def test_a_seat_is_moved_by_keyboard_alone(
    dashboard: Page, worker: Worker, show: str, visitor: Person
) -> None:
    booked(visitor, show, "A1")
    expect_state(dashboard, "A1", "sold")
    seat(dashboard, "A1")
    dashboard.keyboard.press("Enter")
    told(dashboard).get_by_role("button", name="Move").focus()
    dashboard.keyboard.press("Enter")
    expect(panel(dashboard, "Move")).to_be_focused()
    seat(dashboard, "A3")
    dashboard.keyboard.press("Enter")
    expect_state(dashboard, "A3", "to move to")
    panel(dashboard, "Move").get_by_role("button", name="Move 1 seat").focus()
    dashboard.keyboard.press("Enter")
    expect(dashboard.get_by_text("Moved to Hall, row A, seat 3. Nothing to pay.")).to_be_visible()
    expect(panel(dashboard, "Seat")).to_be_focused()
    assert seats_of(worker, show) == [["A3"]]
