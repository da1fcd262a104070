"""Take a picture of every page, to be looked at: `make screenshots` puts them into screenshots/.

On real servers with the demo halls, where other people have taken some of the seats.
"""

import random
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.support import builders, servers
from tests.support.browser import find_chromium, launch_arguments
from tests.support.people import Person
from tests.support.sales import book
from tests.support.worker import ROOT, Worker

TARGET = ROOT / "screenshots"
VIENNA: dict[str, Any] = {"timezone_id": "Europe/Vienna"}  # where the demo halls are
DESKTOP: dict[str, Any] = {**VIENNA, "viewport": {"width": 1280, "height": 800}}
PHONE: dict[str, Any] = {
    **VIENNA,
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
LOOKS: dict[str, dict[str, Any]] = {
    "desktop": DESKTOP,
    "desktop-dark": {**DESKTOP, "color_scheme": "dark"},
    "phone": PHONE,
    "phone-dark": {**PHONE, "color_scheme": "dark"},
    "desktop-german": {**DESKTOP, "locale": "de-AT"},
    "phone-arabic": {**PHONE, "locale": "ar-EG"},
}
# The demo halls are loaded in development; locks last until a look's pictures are taken.
ENVIRONMENT = {"SEATAPP_ENV": "development", "LOCK_SECONDS": "120"}
PEOPLE = {"cinema": 8, "theatre": 20, "arena": 120}
WANTED = ("F7", "F8", "G7", "G8", "G9", "G10")  # by the visitor of the pictures
REST_MS = 1_200  # until what moves on the map has come to rest


class Visitor:
    """A browser of one look, whose pages are kept as pictures named by what they show."""

    def __init__(self, page: Page, url: str, look: str) -> None:
        self.page = page
        self._url = url
        self._look = look

    def open(self, path: str) -> None:
        self.page.goto(self._url + path)

    def enter(self, show: str) -> None:
        """Open a hall and wait until it hears the room."""
        self.open(f"/shows/{show}")
        expect(self.page.locator('seat-picker[data-connection="live"]')).to_be_attached(timeout=15_000)

    def call(self, script: str, argument: Any = None) -> None:
        """Do something with the seat map behind the element."""
        self.page.evaluate(f"(it) => document.querySelector('seat-picker').map.{script}", argument)

    def keep(self, name: str, whole: bool = False) -> None:
        self.page.wait_for_timeout(REST_MS)
        self.page.screenshot(path=TARGET / f"{name}-{self._look}.png", full_page=whole)


def take_all(browser: Browser, worker: Worker, look: str) -> None:
    """Go through the pages as a visitor does, and then as the organiser, whatever the language."""
    with opened(browser, worker, look) as visitor:
        visitor.open("/")
        visitor.keep("shows", whole=True)
        for show in PEOPLE:
            visitor.enter(show)
            visitor.keep(f"hall-{show}")
        visit_cinema(visitor, worker)
    with opened(browser, worker, look) as organiser:
        organise(organiser)


def visit_cinema(visitor: Visitor, worker: Worker) -> None:
    """Choose seats, meet a conflict, look at the list, pay, and see the booking."""
    page = visitor.page
    visitor.enter("cinema")
    visitor.call("select(it)", ["F7", "F8"])
    visitor.keep("chosen")
    with quicker_guest(worker, "cinema", "G7"):
        visitor.call("select(it).catch(() => {})", ["G7", "G8"])
        visitor.keep("conflict")
    page.get_by_role("tab").nth(1).click()
    visitor.keep("list")
    page.get_by_role("tab").first.click()
    page.locator("seat-picker .checkout").click()
    page.wait_for_url("**/checkout")
    page.locator("[data-book]:visible").wait_for()
    visitor.keep("checkout", whole=True)
    page.locator("[data-book]").click()
    page.wait_for_url("**/bookings/*")
    visitor.keep("booking", whole=True)
    booking = page.url.rpartition("/")[2]
    visitor.open("/bookings")
    visitor.keep("bookings", whole=True)
    assert page.request.post(f"{worker.url}/api/bookings/{booking}/cancel").ok  # for the next look
    visitor.open("/shows/nowhere")
    visitor.keep("refused")


def organise(organiser: Visitor) -> None:
    """Log in, look at all shows, and at one as it sells and as people come in."""
    page = organiser.page
    organiser.open("/organiser")
    organiser.keep("organiser-login")
    page.locator("[data-token]").fill("admin")
    page.locator("[data-enter]").click()
    page.locator('a[href$="/organiser/shows/cinema"]').first.wait_for()
    organiser.keep("organiser", whole=True)
    organiser.open("/organiser/shows/theatre")
    page.wait_for_timeout(REST_MS)
    organiser.keep("dashboard", whole=True)
    sell_at_the_door(organiser)
    admit(organiser)
    make_shows(organiser)


def sell_at_the_door(organiser: Visitor) -> None:
    """Find seats for a school class, and begin to move somebody who has a booking."""
    page = organiser.page
    page.locator('[data-tools] label:has([value="sell"])').click()
    page.locator('[data-party] [name="count"]').fill("25")
    page.locator("[data-party] button").click()
    page.locator('[data-sale] [name="name"]').fill("4b")
    organiser.keep("dashboard-sell", whole=True)
    page.locator('[data-tools] label:has([value="inspect"])').click()
    page.locator("[data-bookings] button").first.click()
    organiser.keep("dashboard-booking", whole=True)
    page.locator("[data-history] summary").click()
    organiser.keep("dashboard-history")


def admit(organiser: Visitor) -> None:
    """Print the door list, and admit the first of it."""
    page = organiser.page
    organiser.open("/organiser/shows/theatre/door-list")
    page.locator("[data-list] a").first.wait_for()
    organiser.keep("door-list")
    page.locator("[data-list] a").first.click()
    page.locator("[data-admit]").wait_for()
    organiser.keep("check-in")
    page.locator("[data-admit]").click()
    page.locator(".verdict.yes").wait_for()
    organiser.keep("checked-in")
    undo = page.locator("[data-ticket] li button")
    for left in reversed(range(undo.count())):  # for the next look
        undo.first.click()
        expect(undo).to_have_count(left)


def make_shows(organiser: Visitor) -> None:
    """Fill in the form for a new show, look at what a change means, and at more dates."""
    page = organiser.page
    organiser.open("/organiser/new")
    page.locator('[name="source"][value="demo"]').check()
    page.locator("#demo-hall").select_option("theatre")
    page.locator("#title").fill("The Winter Orchard")
    page.locator("#startsAt").fill("2030-06-01T19:30")
    page.locator('[data-category="Box"]').fill("99")
    page.wait_for_timeout(REST_MS)
    organiser.keep("new-show", whole=True)
    organiser.open("/organiser/shows/theatre/edit")
    page.locator('[data-category="Balcony"]').fill("42")
    page.locator("[data-save]").click()
    page.get_by_role("dialog").wait_for()
    organiser.keep("change-show")
    organiser.open("/organiser/shows/theatre/duplicate")
    page.locator("[data-more]").click()
    organiser.keep("more-dates", whole=True)


@contextmanager
def opened(browser: Browser, worker: Worker, look: str) -> Iterator[Visitor]:
    """A browser context of this look."""
    context = browser.new_context(**LOOKS[look])
    yield Visitor(context.new_page(), worker.url, look)
    context.close()


@contextmanager
def quicker_guest(worker: Worker, show: str, seat: str) -> Iterator[None]:
    """Let somebody take a seat in the moment before the visitor does: their map does not know yet."""
    guest = Person.guest(worker)
    assert guest.select(show, [seat]).ok
    yield
    guest.release(show, [seat])
    guest.close()


def sell(worker: Worker) -> None:
    """Let other people book seats next to each other, and keep some for the house."""
    for show, row in parties(worker, PEOPLE):
        buyer = Person.guest(worker)
        assert buyer.select(show, row).ok
        assert book(buyer, show).ok
        buyer.close()
    house = [row[0] for row in rows_of(worker, "theatre")[:6]]
    blocked = {"seats": house, "reason": "House seats"}
    worker.post("/api/shows/theatre/block-seats", json=blocked, headers=builders.ADMIN)


def choose(worker: Worker) -> None:
    """Let other people be choosing seats; they have them for LOCK_SECONDS."""
    for show, row in parties(worker, {show: count // 2 for show, count in PEOPLE.items()}):
        visitor = Person.guest(worker)
        visitor.select(show, row)
        visitor.close()


def parties(worker: Worker, sizes: dict[str, int]) -> Iterator[tuple[str, list[str]]]:
    """Yield so many groups of free seats beside each other, here and there in each hall."""
    chance = random.Random(7)
    for show, count in sizes.items():
        status = worker.get(f"/api/bookings/locked-seats/{show}").json()
        taken = {*status["bookedSeats"], *status["lockedByOthers"], *WANTED}
        for row in chance.sample(rows_of(worker, show), count):
            first = chance.randrange(len(row))
            party = [seat for seat in row[first : first + chance.randint(2, 6)] if seat not in taken]
            if party:
                yield show, party


def rows_of(worker: Worker, show: str) -> list[list[str]]:
    plan = worker.get(f"/api/shows/{show}").json()["plan"]
    return [[seat["seat_guid"] for seat in row["seats"]] for zone in plan["zones"] for row in zone["rows"]]


def main() -> None:
    """Take the pictures of all looks, or of those that are named on the command line."""
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir()
    with ExitStack() as stack:
        mongodb = stack.enter_context(servers.mongodb())
        redis = stack.enter_context(servers.redis())
        worker = Worker(mongodb.uri, redis.uri, **ENVIRONMENT).start()
        stack.callback(worker.close)
        browser = stack.enter_context(sync_playwright()).chromium.launch(
            executable_path=find_chromium(), args=launch_arguments()
        )
        sell(worker)
        for look in sys.argv[1:] or LOOKS:
            choose(worker)
            take_all(browser, worker, look)
        browser.close()
    for picture in sorted(TARGET.iterdir()):
        print(picture.relative_to(ROOT))


if __name__ == "__main__":
    main()
