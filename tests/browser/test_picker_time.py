"""Locks that end: warned of, kept, lost, and chosen again."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.support import axe, builders, picker, pools, servers
from tests.support.picker import CONFLICT, Picker
from tests.support.worker import Worker

NewPage = Callable[..., Page]

WARNED_MILLISECONDS = 60_000
LOST_MILLISECONDS = 60_000


@pytest.fixture(scope="module")
def short(mongodb: servers.Breakable, redis_server: servers.Breakable) -> Iterator[Worker]:
    """A worker whose locks last 14 s, and can be renewed for a minute."""
    with pools.one_worker(mongodb, redis_server, LOCK_SECONDS="14", MAX_HOLD_SECONDS="60") as worker:
        yield worker


@pytest.fixture(scope="module")
def capped(mongodb: servers.Breakable, redis_server: servers.Breakable) -> Iterator[Worker]:
    """A worker whose locks last 12 s, and cannot be renewed."""
    with pools.one_worker(mongodb, redis_server, LOCK_SECONDS="12", MAX_HOLD_SECONDS="12") as worker:
        yield worker


def enter(page: Page, worker: Worker) -> Picker:
    show = builders.add_show(worker, f"hall-{uuid4().hex[:8]}", prices={"Standard": 1250})
    picker.record_events(page)
    return Picker.enter(page, worker, show)


def test_an_expiry_is_announced_and_the_seats_can_be_kept(new_page: NewPage, short: Worker) -> None:
    visitor = enter(new_page(), short)
    visitor.select("A1", "A2")
    notice = visitor.notice("expiring")
    expect(notice).to_be_visible(timeout=WARNED_MILLISECONDS)
    expect(notice).to_contain_text("seats will be released in 0:")
    expect(visitor.alerted).to_contain_text("will be released in ten seconds. You can keep")
    visitor.expect_seconds_left(0, 10)
    [told] = picker.events(visitor.page, "seats-expiring")[-1:]
    assert told["renewable"]
    assert set(told["seats"]) <= {"A1", "A2"}
    assert axe.faults(visitor.page) == []
    visitor.button("Keep").click()
    expect(notice).to_be_hidden()
    visitor.expect_seconds_left(11, 14)
    visitor.expect_state("mine", "A1", "A2")
    expect(visitor.spoken).to_contain_text("Your seats are held on.")


def test_who_can_keep_them_no_longer_is_offered_checkout(new_page: NewPage, capped: Worker) -> None:
    visitor = enter(new_page(), capped)
    visitor.select("A1")
    notice = visitor.notice("expiring")
    notice.get_by_role("button", name="Keep it").click(timeout=WARNED_MILLISECONDS)
    expect(notice).to_contain_text("It cannot be held any longer")
    expect(visitor.alerted).to_contain_text("check out now")
    with visitor.page.expect_navigation(url="**/checkout"):
        notice.get_by_role("button", name="Checkout").click()


def test_what_was_lost_can_be_chosen_again(new_page: NewPage, short: Worker) -> None:
    visitor = enter(new_page(), short)
    visitor.select("A1", "A2")
    notice = visitor.notice("lost")
    expect(notice).to_contain_text("The time for row A, seats 1 and 2 ran out.", timeout=LOST_MILLISECONDS)
    expect(visitor.alerted).to_contain_text("ran out")
    expect(visitor.notice("expiring")).to_be_hidden()
    assert picker.events(visitor.page, "seats-lost")[0]["reason"] == "expired"
    visitor.expect_state("free", "A1", "A2")
    notice.get_by_role("button", name="Choose them again").click()
    expect(notice).to_be_hidden()
    expect(visitor.held).to_have_count(2)


def test_what_somebody_else_took_meanwhile_is_not_offered(new_page: NewPage, short: Worker) -> None:
    visitor = enter(new_page(), short)
    show = str(visitor.element.get_attribute("show"))
    visitor.select("A1")
    notice = visitor.notice("lost")
    again = notice.get_by_role("button", name="Choose it again")
    expect(again).to_be_visible(timeout=LOST_MILLISECONDS)
    other = Picker.enter(new_page(), short, show)
    other.select("A1")
    expect(again).to_be_hidden()
    expect(notice).to_contain_text("The time for row A, seat 1 ran out.")


def test_what_was_held_as_long_as_one_may_is_not_offered(new_page: NewPage, capped: Worker) -> None:
    visitor = enter(new_page(), capped)
    visitor.select("A1")
    visitor.button("Keep it").click(timeout=LOST_MILLISECONDS)
    notice = visitor.notice("lost")
    expect(notice).to_contain_text("The time for row A, seat 1 ran out.", timeout=LOST_MILLISECONDS)
    visitor.expect_state("free", "A1")
    expect(notice.get_by_role("button", name="Choose it again")).to_be_hidden()


def test_a_seat_held_as_long_as_one_may_rests_for_a_while(new_page: NewPage, short: Worker) -> None:
    visitor = enter(new_page(expected_errors=CONFLICT), short)
    cooling = {"success": False, "code": "seats_unavailable", "message": "", "conflicts": ["A1"]}
    visitor.page.route(
        "**/api/bookings/select-seats",
        lambda route: route.fulfill(status=409, json={**cooling, "coolingDown": ["A1"]}),
    )
    visitor.click("A1")
    expect(visitor.callout).to_contain_text("You have held row A, seat 1 as long as one may.")
    visitor.expect_state("free", "A1")
