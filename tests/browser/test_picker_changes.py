"""What an open hall does when the organiser changes its show, or takes it away."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.support import axe, builders, picker
from tests.support.picker import Picker, Wire
from tests.support.waiting import eventually
from tests.support.worker import Worker

NewPage = Callable[..., Page]

LONG_MS = 120_000
PRICES_CHANGED = "The organiser changed prices."
PRICES_KEPT = "Your seats keep the prices that you chose them at."


@pytest.fixture
def show(worker: Worker) -> str:
    return builders.add_show(worker, f"hall-{uuid4().hex[:8]}", {"A": 12}, prices={"Standard": 1250})


def in_seconds(seconds: float) -> str:
    return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat()


def test_changed_prices_are_said_and_the_basket_stays(new_page: NewPage, worker: Worker, show: str) -> None:
    page = new_page()
    picker.record_events(page)
    ann = Picker.enter(page, worker, show)
    ann.select("A1")
    ann.open_list()
    ann.element.get_by_role("button", name="Row A", exact=False).first.click()
    ann.list_seat("A2").focus()
    builders.change_show(worker, show, prices={"Standard": 4700})
    expect(ann.notice("changed")).to_have_text(f"{PRICES_CHANGED} {PRICES_KEPT}")
    expect(ann.spoken).to_contain_text(PRICES_CHANGED)
    assert axe.faults(page) == []
    expect(ann.element.locator(".prices")).to_contain_text("€47.00")
    expect(ann.held).to_contain_text("€12.50")
    expect(ann.element.locator(".total")).to_have_text("€12.50")
    expect(ann.list_seat("A2")).to_contain_text("€47.00")
    expect(ann.list_seat("A2")).to_be_focused()
    [told] = picker.events(page, "show-change")
    assert (told["showId"], told["what"]) == (show, ["prices"])
    ann.list_seat("A2").click()
    expect(ann.element.locator(".total")).to_have_text("€59.50")


def test_a_changed_hall_is_drawn_where_the_visitor_looked(
    new_page: NewPage, worker: Worker, show: str
) -> None:
    page = new_page()
    picker.record_events(page)
    ann = Picker.enter(page, worker, show)
    ann.select("A6")
    whole = ann.rect("A6")["width"]
    ann.button("Zoom in").click()
    eventually(lambda: ann.rect("A6")["width"] > 1.3 * whole)
    ann.element.evaluate("picker => picker.focusSeat('A6')")
    before = ann.rect("A6")
    builders.change_show(worker, show, title="Macbeth")
    builders.change_show(worker, show, plan=builders.plan_without(worker, show, "A3"))
    expect(ann.notice("changed")).to_have_text(
        "The organiser changed the title to “Macbeth”. The organiser changed the seats of the hall."
    )
    assert ann.rect("A6") == before
    expect(ann.element.locator(".keyboard button:focus")).to_have_accessible_name(re.compile("seat 6.*yours"))
    assert ann.element.evaluate("picker => picker.rectOf('A3')") is None
    expect(ann.held).to_have_count(1)
    ann.select("A7")
    changes = picker.events(page, "show-change")
    assert [seat for told in changes for seat in told["removed"]] == ["A3"]


def test_a_larger_hall_is_shown_whole_and_its_list_stays_open(
    new_page: NewPage, worker: Worker, show: str
) -> None:
    ann = Picker.enter(new_page(), worker, show)
    ann.open_list()
    ann.button("Row A").click()
    ann.list_seat("A2").focus()
    plan = worker.get(f"/api/shows/{show}").json()["plan"]
    row = plan["zones"][0]["rows"][0]
    plan["zones"][0]["rows"] = [row, another_row(row)]
    builders.change_show(worker, show, plan=plan)
    expect(ann.button("Row B")).to_be_visible()
    expect(ann.list_seat("A2")).to_be_focused()
    ann.button("Row B").click()
    ann.list_seat("B2").click()
    expect(ann.held).to_have_count(1)
    ann.element.get_by_role("tab", name="Map").click()
    ann.click("B5")
    expect(ann.held).to_have_count(2)


def another_row(row: Any) -> Any:
    """Return a row B like the row A, further down."""
    moved = [
        {**seat, "seat_guid": f"B{seat['seat_number']}", "position": {**seat["position"], "y": 400}}
        for seat in row["seats"]
    ]
    return {**row, "row_number": "B", "seats": moved}


def test_a_seat_that_the_hall_lost_is_said_to_be_lost(new_page: NewPage, worker: Worker, show: str) -> None:
    page = new_page()
    picker.record_events(page)
    ann = Picker.enter(page, worker, show)
    ann.select("A3", "A4")
    # The server lets no organiser take a seat out that somebody has: a restored database may.
    worker.database.shows.update_one(
        {"_id": show},
        {"$set": {"plan": builders.plan_without(worker, show, "A3")}, "$inc": {"revision": 1}},
    )
    expect(ann.notice("lost")).to_have_text(
        "The organiser took row A, seat 3 out of the hall, so it is no longer yours."
    )
    expect(ann.held).to_have_count(1)
    assert picker.events(page, "seats-lost") == [{"seats": ["A3"], "reason": "removed"}]
    assert picker.events(page, "seats-change")[-1]["seats"] == ["A4"]


def test_a_change_whose_message_is_lost_is_noticed_by_the_next_count(
    new_page: NewPage, worker: Worker, show: str
) -> None:
    page = new_page()
    wire = Wire(page)
    ann = Picker.enter(page, worker, show)
    wire.lose("show-changed")
    builders.change_show(worker, show, prices={"Standard": 4700})
    expect(ann.notice("changed")).to_have_text(PRICES_CHANGED)
    assert len(wire.lost) == 1
    expect(ann.element.locator(".prices")).to_contain_text("€47.00")


def test_a_show_that_is_deleted_is_gone_at_once(new_page: NewPage, worker: Worker, show: str) -> None:
    ann = Picker.enter(new_page(), worker, show)
    builders.change_show(worker, show, prices={"Standard": 4700})
    expect(ann.notice("changed")).to_be_visible()
    builders.delete_show(worker, show)
    expect(ann.notice("gone")).to_have_text("This show is no longer on sale.")
    expect(ann.notice("changed")).to_be_hidden()  # it is of no use any more
    expect(ann.element).to_have_attribute("data-connection", "offline")
    expect(ann.button("Choose 2 seats for me")).to_have_attribute("aria-disabled", "true")


def test_sales_that_the_organiser_closes_and_opens_are_so_in_an_open_hall(
    new_page: NewPage, worker: Worker, show: str
) -> None:
    page = new_page()
    picker.record_events(page)
    ann = Picker.enter(page, worker, show)
    ann.select("A1")
    builders.set_sales(worker, show, is_open=False)
    expect(ann.notice("sales")).to_have_text("This show is not on sale right now.")
    ann.click("A2")
    ann.expect_state("free", "A2")
    expect(ann.held).to_have_count(1)
    builders.set_sales(worker, show, is_open=True)
    expect(ann.notice("sales")).to_have_text("Sales have started: choose your seats.")
    ann.select("A2")
    assert picker.events(page, "sales-change") == [{"state": "closed"}, {"state": "open"}]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Sales start on {day}, 19:30 CEST (Vienna) (13:30 your time)."),
        ("de", "Der Verkauf beginnt am {day}, 19:30 MESZ (Vienna) (bei Ihnen 13:30)."),
        ("ar", "يبدأ البيع في {day}"),
    ],
)
def test_before_sales_it_is_said_when_they_start_in_the_venues_time(
    new_page: NewPage, worker: Worker, lang: str, text: str
) -> None:
    show = builders.add_show(
        worker,
        f"hall-{uuid4().hex[:8]}",
        timeZone="Europe/Vienna",
        salesStartAt="2030-06-01T19:30:00+02:00",
        startsAt="2030-07-01T19:30:00+02:00",
    )
    page = new_page(timezone_id="America/New_York")
    ann = Picker.enter(page, worker, show)
    page.evaluate("lang => document.querySelector('seat-picker').lang = lang", lang)
    day = {"en": "Sat, 1 Jun 2030", "de": "Sa., 1. Juni 2030", "ar": ""}[lang]
    expect(ann.notice("sales")).to_contain_text(text.format(day=day).strip())
    ann.click("A1")
    ann.expect_state("free", "A1")


def test_a_hall_opens_and_closes_by_itself_when_it_is_time(new_page: NewPage, worker: Worker) -> None:
    show = builders.add_show(
        worker,
        f"hall-{uuid4().hex[:8]}",
        salesStartAt=in_seconds(12),
        salesEndAt=in_seconds(24),
    )
    page = new_page()
    page.clock.install(time=datetime.now(UTC) - timedelta(hours=5))  # the server's clock decides
    ann = Picker.enter(page, worker, show)
    expect(ann.notice("sales")).to_contain_text("Sales start on")
    expect(ann.notice("sales")).to_have_text("Sales have started: choose your seats.", timeout=LONG_MS)
    ann.select("A1")
    expect(ann.notice("sales")).to_have_text("The sales for this show have ended.", timeout=LONG_MS)
