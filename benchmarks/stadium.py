"""The largest hall: how long it takes to load, what a look at it costs, how it is drawn in a Chromium."""

import time
from collections.abc import Iterator

from playwright.sync_api import sync_playwright

from seatapp.shows.rows import plan_of_rows
from tests.support import builders
from tests.support.browser import BrowserMissing, find_chromium, launch_arguments
from tests.support.worker import ROOT

from . import frames
from .deployment import Deployment
from .hall_page import opened
from .halls import Hall
from .handlers import status
from .report import Figure

# What is wanted, and what a server that refuses it takes.
STADIUM, LESS = (400, 300), (160, 300)
# Of the hall's page, by what is measured there.
PAGE_GOALS: dict[str, tuple[str, float | None]] = {
    "first draw": ("ms", 1800),
    "heap": ("MB", None),
    "best together, first": ("ms", 50),
    "best together, later": ("ms", 50),
    "list opens": ("ms", None),
    "search by name, first": ("ms", 100),
    "search by name, later": ("ms", 100),
    "list is filtered": ("ms", None),
}
REFUSED = (413, 422)


def stadium(at: Deployment, seconds: float) -> Iterator[Figure]:
    """Load the whole plan as an organiser sends it, sell half of it, look at it and move it."""
    hall = Hall(at.new_show_id(), *STADIUM)
    taken = _load(at, hall)
    wanted = taken is not None
    if not wanted:
        hall = Hall(hall.show, *LESS)
        taken = _load(at, hall)
    name = f"stadium of {len(hall.seats):,}"
    yield Figure(
        "seats of a plan", len(hall.seats), "seats", 120_000, "" if wanted else "120,000 are refused"
    )
    yield Figure(f"{name}: load", taken or float("nan"), "s", 5 if wanted else None)
    at.book(hall, hall.every_other_row)
    yield from status(at, f"{name}, half sold: status", hall, seconds, (3 if wanted else None, None))
    if at.worker.root == ROOT:
        yield from _drawn(at, name, hall, seconds, wanted)


def _load(at: Deployment, hall: Hall) -> float | None:
    """Return the seconds that it takes, None where the server refuses so many seats."""
    show = {
        "showId": hall.show,
        "title": "Final",
        "startsAt": "2030-06-01T19:30:00Z",
        "currency": "EUR",
        "plan": plan_of_rows(hall.rows),
    }
    started = time.monotonic()
    response = at.worker.post("/api/shows", json=show, headers=builders.ADMIN, timeout=60)
    if response.status_code in REFUSED:
        return None
    response.raise_for_status()
    return time.monotonic() - started


def _drawn(at: Deployment, name: str, hall: Hall, seconds: float, wanted: bool) -> Iterator[Figure]:
    try:
        chromium = find_chromium()
    except BrowserMissing:
        return
    address = f"{at.worker.url}/shows/{hall.show}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=launch_arguments())
        for what, value in frames.visits(browser, address, "desktop").items():
            unit, goal = PAGE_GOALS[what]
            yield Figure(f"{name}: {what}", value, unit, goal if wanted else None)
        with opened(browser, address, "desktop") as page:
            moves = frames.movements(page, seconds)
        for movement, smoothness in moves.items():
            goal = 59 if wanted else None
            slowest = f"slowest twentieth {smoothness.slowest:.0f}"
            yield Figure(f"{name}: {movement}", smoothness.average, "frames/s", goal, slowest)
        browser.close()
