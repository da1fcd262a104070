"""The organiser's pages in a browser: how to get there, what is on them, and what is done there."""

import re
from typing import Any
from uuid import uuid4

from playwright.sync_api import Locator, Page, expect

from tests.support import builders, sales
from tests.support.people import Person
from tests.support.waiting import eventually
from tests.support.worker import Worker

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
# 1280 by 1024 at 400 %.
MAGNIFIED = {"width": 320, "height": 256}
CONNECTION_ERRORS = "WebSocket connection|ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET"


def add_show(worker: Worker, **fields: Any) -> str:
    name = f"hall-{uuid4().hex[:8]}"
    return builders.add_show(worker, name, {"A": 10, "B": 10}, prices={"Standard": 2000}, **fields)


def log_in(page: Page, url: str, token: str = "admin") -> Page:
    page.goto(url)
    page.get_by_label("Admin token").fill(token)
    page.get_by_role("button", name="Log in").click()
    return page


def watch(page: Page, worker: Worker, show: str, token: str = "admin") -> Page:
    """Open a show's dashboard and wait until it hears the room."""
    return await_live(log_in(page, f"{worker.url}/organiser/shows/{show}", token))


def await_live(page: Page) -> Page:
    expect(page.locator('[data-connection="live"]')).to_be_visible()
    expect(hall(page)).to_be_visible()
    return page


def hall(page: Page) -> Locator:
    return page.get_by_role("application", name="Seats of the hall")


def seat(page: Page, seat_id: str) -> Locator:
    """Walk by keys to a seat of the rows A and B, and return the button that stands for it."""
    button = hall(page).get_by_role("button")
    button.focus()
    row, number = seat_id[0], int(seat_id[1:])
    for key in ["Home", "ArrowUp", *(["ArrowDown"] if row == "B" else []), *["ArrowRight"] * (number - 1)]:
        page.keyboard.press(key)
    expect(button).to_have_attribute("aria-label", re.compile(f"row {row}, seat {number} "))
    return button


def expect_state(page: Page, seat_id: str, state: str) -> None:
    expect(seat(page, seat_id)).to_have_attribute("aria-label", re.compile(f"{state}$"))


def click(page: Page, seat_id: str) -> None:
    """Click where the seat is drawn, with the whole hall in sight."""
    hall(page).scroll_into_view_if_needed()
    box = seat(page, seat_id).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def tap(page: Page, seat_id: str) -> None:
    """Tap where the seat is drawn, with the whole hall in sight."""
    hall(page).scroll_into_view_if_needed()
    box = seat(page, seat_id).bounding_box()
    assert box is not None
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def resting_picture(page: Page) -> bytes:
    """Return what the hall looks like once nothing in it moves any more."""
    pictures = [hall(page).screenshot()]

    def rests() -> bool:
        page.wait_for_timeout(300)
        pictures.append(hall(page).screenshot())
        return pictures[-1] == pictures[-2]

    eventually(rests)
    return pictures[-1]


def choose_mode(page: Page, name: str) -> None:
    page.locator("[data-tools]").get_by_text(name, exact=True).click()


def figure(page: Page, name: str) -> Locator:
    return page.locator(f'[data-figure="{name}"]')


def expect_figures(page: Page, **expected: Any) -> None:
    for name, value in expected.items():
        expect(figure(page, name)).to_have_text(str(value))


def chart(page: Page) -> Locator:
    return page.get_by_role("img", name=re.compile("Bar chart"))


def problem(page: Page) -> Locator:
    return page.locator("[data-problem]")


def told(page: Page) -> Locator:
    return page.locator("[data-seat]")


def latest(page: Page) -> Locator:
    return page.locator("[data-bookings] li")


def booked(person: Person, show: str, *seats: str) -> Any:
    assert person.select(show, seats).status_code == 200
    booking = sales.booking_of(sales.book(person, show))
    assert booking is not None
    return booking


def wide(page: Page) -> int:
    """Tell how far the page reaches beyond the window, in CSS pixels."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def block(worker: Worker, show: str, *seats: str) -> None:
    body = {"seats": list(seats), "reason": "camera"}
    assert worker.post(f"/api/shows/{show}/block-seats", json=body, headers=builders.ADMIN).ok
