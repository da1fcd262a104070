"""At the door with a phone: tickets are scanned, references typed, and mistakes undone."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.support import axe, builders, sales
from tests.support.camera import browser_that_sees
from tests.support.people import Person
from tests.support.worker import Worker

from .dashboard import DESKTOP, PHONE, add_show, booked, log_in, wide

NewPage = Callable[..., Page]
ANN = {"name": "Ann Müller", "email": "ann@shop.example"}


@pytest.fixture
def party(worker: Worker, show: str, visitor: Person) -> Any:
    """A booking of three seats with a name."""
    visitor.select(show, ["A1", "A2", "B1"])
    answer = visitor.post("/api/bookings", {"showId": show, "customer": ANN})
    assert answer.status_code == 201, answer.text
    return answer.json()["booking"]


def check_in(page: Page, worker: Worker, show: str, fragment: str = "") -> Page:
    """Open the check-in of a show as an organiser."""
    log_in(page, f"{worker.url}/organiser/shows/{show}/check-in{fragment}")
    expect(page.locator("[data-inside-count]")).to_have_text(re.compile("inside"))
    return page


def look_up(page: Page, words: str) -> None:
    page.get_by_label("Reference, name").fill(words)
    page.keyboard.press("Enter")


def verdict(page: Page) -> Locator:
    return page.locator("[data-verdict]")


def inside(page: Page) -> Locator:
    return page.locator("[data-inside-count]")


def test_a_scanned_ticket_admits_once_and_a_mistake_is_undone(
    browser: Browser, worker: Worker, show: str, visitor: Person, tmp_path: Path
) -> None:
    booking = booked(visitor, show, "A1")
    with browser_that_sees(browser, booking["id"], tmp_path / "ticket.y4m") as other:
        page = check_in(other.new_page(), worker, show)
        page.get_by_role("button", name="Scan with the camera").click()
        expect(verdict(page)).to_contain_text("Come in")
        expect(verdict(page)).to_contain_text("row A, seat 1")
        expect(inside(page)).to_have_text("1 of 1 inside")
        page.get_by_role("button", name="Stop the camera").click()
        page.get_by_role("button", name="Scan with the camera").click()
        page.get_by_role("button", name="Undo: Hall, row A, seat 1").click()
        expect(inside(page)).to_have_text("0 of 1 inside")
        page.reload()
        page.get_by_role("button", name="Scan with the camera").click()
        expect(verdict(page)).to_contain_text("Come in")
        page.reload()
        page.get_by_role("button", name="Scan with the camera").click()
        expect(verdict(page)).to_contain_text(
            re.compile(r"Already inside.*Came in first at .*\d\d:\d\d:\d\d")
        )


def test_a_browser_that_reads_codes_itself_loads_no_library(
    new_page: NewPage, worker: Worker, show: str, party: Any
) -> None:
    page = new_page(**PHONE)
    page.add_init_script(
        f"""globalThis.BarcodeDetector = class {{
          static async getSupportedFormats() {{ return ["qr_code"]; }}
          async detect() {{ return [{{ rawValue: "{party["id"]}" }}]; }}
        }};
        navigator.mediaDevices.getUserMedia = async () => {{
          const canvas = document.createElement("canvas"), drawing = canvas.getContext("2d");
          setInterval(() => drawing.fillRect(0, 0, 9, 9), 50);
          return canvas.captureStream();
        }};"""
    )
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    check_in(page, worker, show)
    page.get_by_role("button", name="Scan with the camera").click()
    expect(verdict(page)).to_contain_text("3 to come in")
    assert [url for url in loaded if "decode" in url] == []


@pytest.mark.parametrize(
    "device", [{"viewport": DESKTOP}, {**PHONE, "color_scheme": "dark"}], ids=["desktop", "dark phone"]
)
def test_a_party_comes_in_one_after_the_other(
    new_page: NewPage, worker: Worker, show: str, party: Any, device: dict[str, Any]
) -> None:
    page = check_in(new_page(**device), worker, show)
    assert axe.faults(page) == []
    look_up(page, party["reference"].lower().replace("-", " "))
    expect(verdict(page)).to_contain_text("3 to come in")
    expect(page.get_by_role("heading", name="Ann Müller")).to_be_visible()
    page.get_by_label("row B, seat 1").uncheck()
    page.get_by_role("button", name="Admit 2").click()
    expect(verdict(page)).to_contain_text("Come in")
    expect(inside(page)).to_have_text("2 of 3 inside")
    assert axe.faults(page) == []
    assert wide(page) == 0
    look_up(page, party["reference"])
    expect(verdict(page)).to_contain_text("1 to come in")
    page.get_by_role("button", name="Admit 1").press("Enter")
    expect(inside(page)).to_have_text("3 of 3 inside")
    look_up(page, party["reference"])
    expect(verdict(page)).to_contain_text("Already inside")
    page.get_by_role("button", name="Undo: Hall, row B, seat 1").click()
    expect(verdict(page)).to_contain_text("Undone")
    expect(inside(page)).to_have_text("2 of 3 inside")


def test_what_admits_nobody_says_so_in_words(
    new_page: NewPage, worker: Worker, show: str, visitor: Person
) -> None:
    page = check_in(new_page(**PHONE, expected_errors="status of 4"), worker, show)
    cancelled = booked(visitor, show, "A1")
    sales.cancel(visitor, cancelled["id"])
    look_up(page, cancelled["reference"])
    expect(verdict(page)).to_contain_text("Cancelled")
    elsewhere = booked(visitor, add_show(worker, title="Winter ball"), "A1")
    look_up(page, elsewhere["reference"])
    expect(verdict(page)).to_contain_text(re.compile("Wrong show.*Winter ball"))
    look_up(page, "nobody at all")
    expect(verdict(page)).to_contain_text("Not a ticket")
    assert axe.faults(page) == []


def test_who_has_no_ticket_with_them_is_found_by_name_address_or_seat(
    new_page: NewPage, worker: Worker, show: str, visitor: Person, party: Any
) -> None:
    other = builders.ADMIN
    body = {"showId": show, "seats": ["A9"], "userId": "bob", "customer": {"name": "Bob Müller"}}
    assert worker.post("/api/bookings", json=body, headers=other).ok
    page = check_in(new_page(viewport=DESKTOP, expected_errors="status of 404"), worker, show)
    for words in ("ann mü", "ANN@shop", "B1"):
        look_up(page, words)
        expect(page.get_by_role("heading", name="Ann Müller")).to_be_visible()
        look_up(page, "bob")
        expect(page.get_by_role("heading", name="Bob Müller")).to_be_visible()
    look_up(page, "müller")
    expect(verdict(page)).to_contain_text("2 bookings found")
    page.get_by_role("button", name="Ann Müller").click()
    expect(verdict(page)).to_contain_text("3 to come in")


def test_an_answer_that_is_lost_is_asked_for_again_and_admits_once(
    new_page: NewPage, worker: Worker, show: str, party: Any
) -> None:
    page = check_in(new_page(**PHONE, expected_errors="ERR_FAILED"), worker, show)
    lost: list[Route] = []

    def lose(route: Route) -> None:
        """Let the first request arrive, and lose its answer."""
        if lost:
            return route.continue_()
        lost.append(route)
        route.fetch()
        return route.abort()

    page.route("**/check-in", lose)
    look_up(page, party["reference"])
    page.get_by_role("button", name="Admit 3").click()
    expect(verdict(page)).to_contain_text("No connection")
    page.get_by_role("button", name="Try again").click()
    expect(verdict(page)).to_contain_text("Come in")
    expect(inside(page)).to_have_text("3 of 3 inside")


def test_a_device_without_a_camera_says_so(new_page: NewPage, worker: Worker, show: str) -> None:
    page = new_page(viewport=DESKTOP)
    check_in(page, worker, show)
    page.get_by_role("button", name="Scan with the camera").click()
    expect(page.get_by_role("alert")).to_contain_text("Type the reference")
