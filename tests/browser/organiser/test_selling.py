"""What the organiser does on the dashboard: keep seats from the public, and open and close sales."""

from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from tests.support import builders
from tests.support.people import Person
from tests.support.worker import Worker

from .dashboard import (
    DESKTOP,
    PHONE,
    add_show,
    booked,
    choose_mode,
    click,
    expect_figures,
    expect_state,
    problem,
    seat,
    tap,
    told,
    watch,
    wide,
)

NewPage = Callable[..., Page]


def test_a_click_blocks_a_seat_for_every_visitor_and_another_unblocks_it(
    dashboard: Page, worker: Worker, show: str, visitor: Person
) -> None:
    click(dashboard, "A1")  # looking changes nothing
    choose_mode(dashboard, "Block and unblock")
    dashboard.get_by_label("Reason").fill("pillar")
    click(dashboard, "A2")
    expect(dashboard.get_by_role("status").filter(has_text="Hall, row A, seat 2 is blocked.")).to_be_visible()
    expect_state(dashboard, "A2", "blocked")
    expect_figures(dashboard, blocked=1, free=19)
    assert visitor.status(show).json()["blockedSeats"] == ["A2"]
    assert visitor.select(show, ["A2"]).status_code == 409
    reasons = [
        found["reason"] for found in worker.database.seat_locks.find({"state": "blocked", "_id.show": show})
    ]
    assert reasons == ["pillar"]
    click(dashboard, "A2")
    expect_state(dashboard, "A2", "free")
    expect_figures(dashboard, blocked=0)
    assert visitor.select(show, ["A2"]).status_code == 200


def test_a_whole_row_is_blocked_except_for_what_people_have(
    dashboard: Page, show: str, visitor: Person
) -> None:
    visitor.select(show, ["A3"])
    expect_state(dashboard, "A3", "being chosen")
    choose_mode(dashboard, "Block and unblock")
    dashboard.get_by_label("Whole row").check()
    click(dashboard, "A1")
    expect_figures(dashboard, blocked=9)
    assert sorted(visitor.status(show).json()["blockedSeats"]) == sorted(
        f"A{n}" for n in range(1, 11) if n != 3
    )
    click(dashboard, "A10")
    expect_figures(dashboard, blocked=0, locked=1)


def test_a_whole_row_is_all_that_has_its_label_on_either_side_of_an_aisle(
    new_page: NewPage, worker: Worker, show: str, visitor: Person
) -> None:
    plan = worker.get(f"/api/shows/{show}").json()["plan"]
    rows = plan["zones"][0]["rows"]
    row, seats = rows[0], rows[0]["seats"]
    rows[:1] = [{**row, "seats": seats[:4]}, {**row, "seats": seats[4:]}]
    builders.change_show(worker, show, plan=plan)
    page = watch(new_page(viewport=DESKTOP), worker, show)
    choose_mode(page, "Block and unblock")
    page.get_by_label("Whole row").check()
    click(page, "A2")
    expect_figures(page, blocked=10)
    assert sorted(visitor.status(show).json()["blockedSeats"]) == sorted(f"A{n}" for n in range(1, 11))


def test_a_seat_that_somebody_has_is_not_blocked(dashboard: Page, show: str, visitor: Person) -> None:
    booked(visitor, show, "A1")
    expect_state(dashboard, "A1", "sold")
    choose_mode(dashboard, "Block and unblock")
    click(dashboard, "A1")
    expect(problem(dashboard)).to_contain_text("Hall, row A, seat 1 is sold, and so it cannot be blocked.")
    problem(dashboard).get_by_role("button", name="Dismiss").click()
    expect(problem(dashboard)).to_be_hidden()


def test_a_visitor_who_is_faster_than_the_block_is_named_by_the_seat(
    new_page: NewPage, worker: Worker, show: str, visitor: Person
) -> None:
    page = watch(new_page(viewport=DESKTOP, expected_errors="status of 409"), worker, show)

    def be_faster(route: Route) -> None:
        visitor.select(show, ["A2", "A4"])
        route.continue_()

    page.route("**/block-seats", be_faster)
    choose_mode(page, "Block and unblock")
    page.get_by_label("Whole row").check()
    click(page, "A1")
    expect(problem(page)).to_contain_text("Nothing was blocked: somebody has Hall, row A, seats 2 and 4.")
    expect_state(page, "A1", "free")
    assert visitor.status(show).json()["blockedSeats"] == []


def test_seats_are_blocked_by_keyboard(dashboard: Page, show: str, visitor: Person) -> None:
    dashboard.get_by_role("radio", name="Look").focus()
    dashboard.keyboard.press("ArrowLeft")
    dashboard.keyboard.press("Tab")
    expect(dashboard.get_by_label("Reason")).to_be_focused()
    seat(dashboard, "B2")
    dashboard.keyboard.press("Enter")
    expect_figures(dashboard, blocked=1)
    assert visitor.status(show).json()["blockedSeats"] == ["B2"]


def test_closing_sales_keeps_everybody_from_selecting(
    dashboard: Page, worker: Worker, show: str, visitor: Person
) -> None:
    switch = dashboard.get_by_role("switch", name="Sales")
    expect(switch).to_be_checked()
    switch.click()
    expect(switch).not_to_be_checked()
    dashboard.wait_for_function(f"fetch('/api/shows/{show}').then(r => r.json()).then(s => !s.salesOpen)")
    refused = visitor.select(show, ["A1"])
    assert (refused.status_code, refused.json()["code"]) == (409, "sales_closed")
    dashboard.reload()
    expect(switch).not_to_be_checked()
    switch.focus()
    dashboard.keyboard.press("Space")
    expect(switch).to_be_checked()
    dashboard.wait_for_function(f"fetch('/api/shows/{show}').then(r => r.json()).then(s => s.salesOpen)")
    assert visitor.select(show, ["A1"]).status_code == 200


def test_a_switch_that_the_server_refuses_goes_back(new_page: NewPage, worker: Worker, show: str) -> None:
    page = watch(new_page(viewport=DESKTOP, expected_errors="status of 503"), worker, show)
    answer = {"success": False, "code": "unavailable", "message": "The service cannot answer right now."}
    page.route("**/sales", lambda route: route.fulfill(status=503, json=answer))
    page.get_by_role("switch").click()
    expect(problem(page)).to_contain_text("Sales were not closed. The service cannot answer right now.")
    expect(page.get_by_role("switch")).to_be_checked()


def test_a_phone_blocks_by_tapping(new_page: NewPage, worker: Worker, show: str, visitor: Person) -> None:
    phone = watch(new_page(**PHONE, reduced_motion="reduce"), worker, show)
    assert wide(phone) == 0
    choose_mode(phone, "Block and unblock")
    assert wide(phone) == 0
    seat(phone, "A1")
    for _ in range(3):  # a seat that a finger could miss would only come nearer
        phone.keyboard.press("+")
    tap(phone, "A4")
    expect_figures(phone, blocked=1)
    assert visitor.status(show).json()["blockedSeats"] == ["A4"]


def test_seats_are_held_until_a_day_by_the_venue_s_clock(new_page: NewPage, worker: Worker) -> None:
    show = add_show(worker, timeZone="Europe/Vienna")
    page = watch(new_page(viewport=DESKTOP, timezone_id="America/New_York"), worker, show)
    choose_mode(page, "Block and unblock")
    page.get_by_label("Reason").fill("the school")
    page.get_by_label("Until").fill("2030-05-31T18:00")
    click(page, "A1")
    expect_figures(page, blocked=1)
    page.get_by_label("Until").fill("2020-01-01T12:00")
    click(page, "A2")
    expect(problem(page)).to_contain_text("That time is over already.")
    (block,) = worker.get(f"/api/shows/{show}/blocked-seats", headers=builders.ADMIN).json()["blocked"]
    assert block["until"] == "2030-05-31T16:00:00Z"
    choose_mode(page, "Look")
    click(page, "A1")
    for fact in ("the school", "31 May 2030, 18:00", "ADMIN_TOKEN"):
        expect(told(page)).to_contain_text(fact)
    told(page).get_by_role("button", name="Unblock").click()
    expect_figures(page, blocked=0)
