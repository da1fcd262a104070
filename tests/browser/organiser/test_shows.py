"""The list of all shows."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Locator, Page, expect

from tests.support import builders
from tests.support.people import Person
from tests.support.worker import Worker

from .dashboard import add_show, await_live, booked, expect_figures, log_in

NewPage = Callable[..., Page]


def test_the_list_has_every_show_also_those_of_the_past(
    new_page: NewPage, worker: Worker, show: str, visitor: Person
) -> None:
    booked(visitor, show, "A1", "A2", "A3")
    closed = add_show(worker, title="Closed <i>night</i>")
    assert worker.post(f"/api/shows/{closed}/sales", json={"open": False}, headers=builders.ADMIN).ok
    past = add_show(worker, startsAt=(datetime.now(UTC) - timedelta(days=2)).isoformat())
    page = log_in(new_page(), f"{worker.url}/organiser")
    coming, gone = (page.get_by_role("region", name=name) for name in ("Coming up", "Past"))

    def card(region: Locator, show_id: str) -> Locator:
        return region.get_by_role("listitem").filter(
            has=page.locator(f'a[href="/organiser/shows/{show_id}"]')
        )

    expect(card(coming, show)).to_contain_text("3 of 20 sold, 15 %")
    expect(card(coming, show)).to_contain_text("€60.00")
    expect(card(coming, show)).to_contain_text("Sat, 1 Jun 2030, 19:30 UTC")
    expect(card(coming, show)).to_contain_text("Sales open")
    expect(card(coming, closed)).to_contain_text("Sales closed")
    expect(card(coming, closed)).to_contain_text("Closed <i>night</i>")
    expect(card(coming, past)).to_have_count(0)
    card(gone, past).get_by_role("link", name="Hamlet", exact=True).click()
    await_live(page)
    expect_figures(page, free=20)


def test_shows_beyond_the_first_page_come_when_they_are_wanted(new_page: NewPage, worker: Worker) -> None:
    while (
        worker.database.shows.count_documents({"starts_at": {"$lt": datetime(2010, 1, 1, tzinfo=UTC)}}) < 51
    ):
        number = worker.database.shows.count_documents({})
        add_show(
            worker,
            startsAt=f"2005-01-01T19:30:{number % 60:02}Z",
        )
    page = log_in(new_page(), f"{worker.url}/organiser")
    past = page.get_by_role("region", name="Past")
    expect(past.get_by_role("listitem")).to_have_count(50)
    more = past.get_by_role("button", name="More past shows")
    more.click()
    over = {"starts_at": {"$lt": datetime.now(UTC)}, "archived_at": None}
    total = worker.database.shows.count_documents(over)
    expect(past.get_by_role("listitem")).to_have_count(total)
    expect(more).to_be_hidden()


def test_an_unknown_show_has_no_dashboard(new_page: NewPage, worker: Worker) -> None:
    page = new_page(expected_errors="status of 404")
    response = page.goto(f"{worker.url}/organiser/shows/nowhere")
    assert response is not None
    assert response.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no such show")
