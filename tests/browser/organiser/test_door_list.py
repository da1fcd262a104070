"""The door list, for the screen and for the printer, and who is inside on the dashboard."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support import axe, builders
from tests.support.worker import Worker

from .dashboard import DESKTOP, PHONE, log_in, watch, wide

NewPage = Callable[..., Page]


@pytest.fixture
def bookings(worker: Worker, show: str) -> list[Any]:
    """Ann has the seats A2 and A10, Zoë B1, and of A1 nobody knows whose it is."""
    people: list[tuple[list[str], Any]] = [
        (["B1"], {"name": "Zoë Öztürk", "email": "zoe@shop.example"}),
        (["A10", "A2"], {"name": "Ann Müller"}),
        (["A1"], None),
    ]
    return [sell(worker, show, seats, customer) for seats, customer in people]


def sell(worker: Worker, show: str, seats: list[str], customer: Any) -> Any:
    body = {"showId": show, "seats": seats, "userId": f"of-{seats[0]}", "customer": customer}
    answer = worker.post("/api/bookings", json=body, headers=builders.ADMIN)
    assert answer.status_code == 201, answer.text
    return answer.json()["booking"]


def admit(worker: Worker, booking: Any, *seats: str) -> None:
    path = f"/api/bookings/{booking['id']}/check-in"
    assert worker.post(path, json={"seats": list(seats)}, headers=builders.ADMIN).ok


def lines(page: Page) -> list[str]:
    """Return the list as it is read, from top to bottom."""
    rows = page.locator("[data-list] tbody tr").filter(visible=True)
    return [re.sub(r"\s+", " ", text).strip() for text in rows.all_inner_texts()]


def open_list(page: Page, worker: Worker, show: str) -> Page:
    log_in(page, f"{worker.url}/organiser/shows/{show}/door-list")
    expect(page.locator("[data-listed]")).to_have_text("4 tickets")
    return page


def test_the_list_has_two_orders_and_who_is_inside(
    new_page: NewPage, worker: Worker, show: str, bookings: list[Any]
) -> None:
    zoe, ann, nobody = bookings
    admit(worker, ann, "A10")
    page = open_list(new_page(viewport=DESKTOP), worker, show)
    first, second, third = lines(page)
    assert first.startswith(f"Ann Müller {ann['reference']} Hall, row A, seat 2 ✓ Hall, row A, seat 10")
    assert re.search(r"seat 10 inside since \d\d:\d\d$", first)
    assert second.startswith(f"Zoë Öztürk zoe@shop.example {zoe['reference']}")
    assert third.startswith(f"No name {nobody['reference']}")
    assert axe.faults(page) == []
    page.get_by_text("By seat", exact=True).click()
    assert [re.findall(r"row \w, seat \d+", line) for line in lines(page)] == [
        ["row A, seat 1"],
        ["row A, seat 2"],
        ["row A, seat 10"],
        ["row B, seat 1"],
    ]
    assert axe.faults(page) == []
    page.get_by_label("Only with these words").fill("muller seat 10")
    assert [line[:24] for line in lines(page)] == ["✓ Hall, row A, seat 10 i"]
    expect(page.locator("[data-listed]")).to_have_text("1 ticket")


def test_paper_has_the_list_and_its_head_and_nothing_else(
    new_page: NewPage, worker: Worker, show: str, bookings: list[Any]
) -> None:
    page = open_list(new_page(viewport=DESKTOP), worker, show)
    page.emulate_media(media="print")
    for hidden in (page.get_by_role("button", name="Print"), page.get_by_role("navigation").first):
        expect(hidden).to_be_hidden()
    head = page.locator("[data-list] thead")
    expect(head).to_contain_text("Hamlet")
    expect(head).to_contain_text("4 tickets")
    assert head.evaluate("it => getComputedStyle(it).display") == "table-header-group"
    boxes = page.locator(".box").filter(visible=True)
    assert [box.strip() for box in boxes.all_inner_texts()] == ["", "", "", ""]


def test_a_line_leads_to_the_check_in_of_its_booking_on_a_phone(
    new_page: NewPage, worker: Worker, show: str, bookings: list[Any]
) -> None:
    page = open_list(new_page(**PHONE, color_scheme="dark"), worker, show)
    assert axe.faults(page) == []
    assert wide(page) == 0
    page.get_by_role("link", name=bookings[1]["reference"]).click()
    expect(page.locator("[data-verdict]")).to_contain_text("2 to come in")


def test_who_is_inside_is_on_the_dashboard(
    new_page: NewPage, worker: Worker, show: str, bookings: list[Any]
) -> None:
    page = watch(new_page(viewport=DESKTOP), worker, show)
    inside = page.locator("[data-inside-count]")
    expect(inside).to_have_text("0 of 4 inside")
    admit(worker, bookings[1], "A10")
    expect(inside).to_have_text("1 of 4 inside")
    expect(page.locator("[data-inside-latest]")).to_contain_text(re.compile("Ann Müller.*row A, seat 10"))
