"""Somebody who knows no JSON opens shows: from rows, from halls that are there, from a plan file."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from seatapp.shows.rows import plan_of_rows
from tests.support import axe
from tests.support.worker import Worker

from .dashboard import DESKTOP, PHONE, await_live, hall, log_in, problem, wide

NewPage = Callable[..., Page]


@pytest.fixture(params=[{"viewport": DESKTOP}, {**PHONE, "color_scheme": "dark"}], ids=["desktop", "phone"])
def page(request: pytest.FixtureRequest, new_page: NewPage, worker: Worker) -> Page:
    """Return the form for a new show."""
    page = new_page(reduced_motion="reduce", expected_errors="status of (409|422)", **request.param)
    return begin(page, worker)


@pytest.fixture
def title() -> str:
    return f"Faust {uuid4().hex[:6]}"


def begin(page: Page, worker: Worker) -> Page:
    log_in(page, f"{worker.url}/organiser/new")
    expect(hall(page)).to_be_visible()
    return page


def fill(page: Page, title: str, **more: str) -> None:
    """Fill in what every show needs; keyword arguments are other fields by their labels."""
    fields = {
        "Title": title,
        "Starts": "2031-06-01T19:30",
        "Time zone of the venue": "Europe/Vienna",
        **more,
    }
    for label, value in fields.items():
        page.get_by_label(label, exact=True).fill(value)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save the show").click()


def choose(page: Page, source: str) -> None:
    page.get_by_role("radio", name=source).check()


def saved(page: Page, worker: Worker) -> Any:
    """Wait for the new show's dashboard and return the show."""
    await_live(page)
    return worker.get(f"/api/shows/{page.url.rpartition('/')[2]}").json()


def offer(page: Page, content: Any) -> None:
    text = content if isinstance(content, str) else json.dumps(content)
    page.locator("[data-file]").set_input_files(
        {"name": "hall.json", "mimeType": "application/json", "buffer": text.encode()}
    )


def test_a_show_is_made_from_rows(page: Page, worker: Worker, title: str) -> None:
    page.get_by_label("Rows", exact=True).fill("3")
    page.get_by_label("Seats a row").fill("4")
    expect(page.get_by_text("12 seats: Standard 12.")).to_be_visible()
    fill(page, title, Begin="2031-05-01T10:00")
    page.get_by_label("Currency").select_option("JPY")
    page.get_by_label("Standard, price a seat").fill("12.50")
    save(page)
    expect(page.get_by_text("Enter an amount such as 1250.")).to_be_visible()
    expect(page.get_by_label("Standard, price a seat")).to_be_focused()
    assert axe.faults(page) == []
    assert wide(page) == 0
    page.get_by_label("Standard, price a seat").fill("1200")
    save(page)
    show = saved(page, worker)
    assert (
        show.items()
        >= {
            "title": title,
            "startsAt": "2031-06-01T19:30:00+02:00",
            "timeZone": "Europe/Vienna",
            "salesStartAt": "2031-05-01T10:00:00+02:00",
            "currency": "JPY",
            "prices": {"Standard": 1200},
            "seatCount": 12,
        }.items()
    )
    assert show["showId"] == f"{title.lower().replace(' ', '-')}-2031-06-01"


def test_a_plan_file_is_drawn_or_its_mistakes_are_named(page: Page, worker: Worker, title: str) -> None:
    plan = plan_of_rows({"A": 2, "B": 2}, "Studio")
    broken = json.loads(json.dumps(plan))
    del broken["zones"][0]["rows"][1]["seats"][0]["category"]
    broken["zones"][0]["rows"][1]["seats"][1]["seat_guid"] = ""
    choose(page, "A plan file")
    wrong = page.locator("[data-plan-wrong]")
    offer(page, '{"zones": [\n  oops\n]}')
    expect(wrong).to_contain_text("it stops making sense in line 2")
    offer(page, {"title": "no plan"})
    expect(wrong).to_contain_text("no seating plan")
    offer(page, broken)
    expect(wrong).to_contain_text("Zone 1 “Hall”, row 2 “B”, seat 1 “1”, category: Missing data")
    expect(wrong).to_contain_text("Zone 1 “Hall”, row 2 “B”, seat 2 “2”, seat_guid")
    expect(hall(page)).to_have_count(0)
    assert axe.faults(page) == []
    offer(page, plan)
    expect(wrong).to_be_hidden()
    expect(hall(page)).to_be_visible()
    fill(page, title)
    page.get_by_label("Currency").select_option("EUR")
    page.get_by_label("Standard, price a seat").fill("9,90")
    save(page)
    show = saved(page, worker)
    assert (show["plan"]["name"], show["prices"]) == ("Studio", {"Standard": 990})


# On one device each


@pytest.fixture
def desk(new_page: NewPage, worker: Worker) -> Page:
    return begin(new_page(viewport=DESKTOP, expected_errors="status of (409|422)"), worker)


def test_a_file_may_be_dropped_on_the_page(desk: Page) -> None:
    choose(desk, "A plan file")
    text = json.dumps(plan_of_rows({"A": 2}))
    files = desk.evaluate_handle(
        """text => {
            const files = new DataTransfer();
            files.items.add(new File([text], "hall.json", { type: "application/json" }));
            return files;
        }""",
        text,
    )
    desk.locator("[data-drop]").dispatch_event("drop", {"dataTransfer": files})
    expect(desk.get_by_text("2 seats: Standard 2.")).to_be_visible()


def test_the_hall_of_another_show_or_of_the_demo_is_taken(
    desk: Page, worker: Worker, show: str, title: str
) -> None:
    desk.reload()
    choose(desk, "A ready hall")
    desk.get_by_role("combobox", name="Hall").select_option("theatre")
    expect(desk.get_by_label("Box, price a seat")).to_be_visible()
    choose(desk, "Another show")
    desk.get_by_label("Take the hall of").select_option(show)
    expect(desk.get_by_text("20 seats: Standard 20.")).to_be_visible()
    fill(desk, title)
    desk.get_by_label("Standard, price a seat").fill("1")
    save(desk)
    assert saved(desk, worker)["seatCount"] == 20


def test_what_is_wrong_is_said_at_its_field(desk: Page, show: str) -> None:
    save(desk)
    expect(problem(desk)).to_contain_text("Some fields are missing or wrong")
    expect(desk.locator("#title-wrong")).to_have_text("This is missing.")
    expect(desk.get_by_label("Title", exact=True)).to_be_focused()
    here = {"Web address": show}
    fill(desk, "Lear", **{"Time zone of the venue": "Vienna"}, Begin="2032-01-01T10:00", **here)
    desk.get_by_label("Standard, price a seat").fill("10")
    save(desk)
    expect(desk.locator("#timeZone-wrong")).to_contain_text("This is no time zone")
    # The clocks of Vienna leave out this half hour.
    fill(desk, "Lear", Starts="2031-03-30T02:30", Begin="2032-01-01T10:00", **here)
    save(desk)
    expect(desk.locator("#startsAt-wrong")).to_contain_text("the clocks of the venue show")
    fill(desk, "Lear", Begin="2032-01-01T10:00", **here)
    save(desk)
    expect(desk.locator("#salesStartAt-wrong")).to_have_text("Sales must begin before they end.")
    fill(desk, "Lear", Begin="", **here)
    save(desk)
    expect(desk.locator("#showId-wrong")).to_contain_text("There is a show at this address already")
    expect(desk.get_by_label("Web address")).to_be_focused()
