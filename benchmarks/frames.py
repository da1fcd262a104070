"""`python -m benchmarks.frames`: how soon a hall is seen, how smoothly it moves, how soon seats are found.

Opens the demo halls' pages on a worker of its own in headless Chromium, a third of the seats sold.
"""

import argparse
import itertools
import math
import os
import platform
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, FloatRect, Page, sync_playwright

from seatapp.shows.demo import HALLS, STADIUM_PRICES
from tests.support import builders, servers
from tests.support.browser import find_chromium, launch_arguments
from tests.support.worker import Worker

from . import hall_page
from .hall_page import REST_MS, WINDOWS, opened

# The demo halls are loaded in development.
ENVIRONMENT = {"SEATAPP_ENV": "development", "RATE_LIMIT": "1000000/minute"}
SHOWS = ("cinema", "theatre", "arena")
LOADS = 3
BETWEEN_MOVES_SECONDS = 0.008
NEAR = 6  # turns of the wheel: about four times as near
LEGEND = """\
first: ms from the start of the navigation to the frame in which all seats are drawn, median of three loads;
frames a second while the mouse drags or the wheel turns: on average, and at the slowest twentieth;
ms to find two seats side by side, to open the list, to find a seat by its name, to list what is free,
and MB of the page's scripts at rest: median of three loads.
"""
# Resolves to the times of all frames until `stopFrames()`.
COUNT_FRAMES = """() => {
  const times = [];
  let next = requestAnimationFrame(function count(time) {
    times.push(time);
    next = requestAnimationFrame(count);
  });
  window.stopFrames = () => (cancelAnimationFrame(next), times);
}"""


@dataclass(frozen=True)
class Smoothness:
    """Frames a second: on average, and what 95 % of the frames reach."""

    average: float
    slowest: float

    @classmethod
    def of(cls, times: list[float]) -> "Smoothness":
        """Return it for the times in ms at which frames began."""
        gaps = sorted(after - before for before, after in itertools.pairwise(times))
        return cls(1000 * len(gaps) / sum(gaps), 1000 / gaps[int(len(gaps) * 0.95)])

    def __str__(self) -> str:
        return f"{self.average:8.1f}{self.slowest:8.1f}"


def main() -> None:
    """Start what is needed, measure, and print a line for each hall and window."""
    options = _options()
    print(f"{os.cpu_count()} cores, {platform.machine()}, load {os.getloadavg()[0]:.1f}", flush=True)
    with _sold_halls(options.shows) as worker, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=launch_arguments())
        print(f"Chromium {browser.version}\n\n{LEGEND}")
        for show, window in itertools.product(options.shows, WINDOWS):
            print(f"{show}, {window}", flush=True)
            for name, value in _measured(browser, f"{worker.url}/shows/{show}", window, options):
                print(f"  {name:24}{value}", flush=True)
        browser.close()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.frames", description=LEGEND)
    parser.add_argument("shows", nargs="*", default=SHOWS, help="cinema, theatre, arena (all), stadium")
    parser.add_argument("--seconds", type=float, default=4, help="for each movement (4)")
    parser.add_argument(
        "--slower", type=float, default=1, help="so many times slower a CPU, as of a phone (1)"
    )
    options: argparse.Namespace = parser.parse_args()
    return options


@contextmanager
def _sold_halls(shows: list[str]) -> Iterator[Worker]:
    with ExitStack() as stack:
        mongodb = stack.enter_context(servers.mongodb())
        redis = stack.enter_context(servers.redis())
        worker = Worker(mongodb.uri, redis.uri, **ENVIRONMENT)
        stack.callback(worker.close)
        worker.start()
        if "stadium" in shows:
            builders.add_show(worker, "stadium", plan=HALLS["stadium"](), prices=STADIUM_PRICES)
        for show in shows:
            zones = worker.get(f"/api/shows/{show}").json()["plan"]["zones"]
            rows = [row for zone in zones for row in zone["rows"]]
            seats = [seat["seat_guid"] for row in rows for seat in row["seats"]]
            builders.book(worker.database, show, seats[::3])
        yield worker


def _measured(
    browser: Browser, address: str, window: str, options: argparse.Namespace
) -> Iterator[tuple[str, str]]:
    for name, value in visits(browser, address, window, options.slower).items():
        yield name, f"{value:8.1f}"
    with opened(browser, address, window, options.slower) as page:
        for name, smoothness in movements(page, options.seconds).items():
            yield name, str(smoothness)


def visits(browser: Browser, address: str, window: str, slower: float = 1) -> dict[str, float]:
    """Return the medians of some loads: ms to the first draw and to find seats, MB of heap."""
    loads: list[dict[str, float]] = []
    for _ in range(LOADS):
        with opened(browser, address, window, slower) as page:
            first = hall_page.first_draw(page)
            used = hall_page.heap(page)
            loads.append({"first draw": first, "heap": used, **hall_page.findings(page)})
    return {name: statistics.median(load[name] for load in loads) for name in loads[0]}


def movements(page: Page, seconds: float) -> dict[str, Smoothness]:
    """Return how smoothly the hall moves under a hand."""
    page.wait_for_timeout(REST_MS)
    return {
        "drag all": _smoothness(page, _drag, seconds),
        "wheel": _smoothness(page, _turn, seconds),
        "drag near": _smoothness(_nearer(page), _drag, seconds),
    }


def _smoothness(page: Page, move: Callable[[Page, FloatRect, float], None], seconds: float) -> Smoothness:
    box = _map(page)
    page.evaluate(COUNT_FRAMES)
    move(page, box, seconds)
    return Smoothness.of(page.evaluate("() => window.stopFrames()"))


def _drag(page: Page, box: FloatRect, seconds: float) -> None:
    """Drag the hall about its middle."""
    x, y = _point(box, 0.5, 0.5)
    page.mouse.move(x, y)
    page.mouse.down()
    for step in _steps(seconds):
        across, down = math.sin(step / 20), math.sin(step / 13)
        page.mouse.move(x + box["width"] * 0.3 * across, y + box["height"] * 0.3 * down)
    page.mouse.up()


def _turn(page: Page, box: FloatRect, seconds: float) -> None:
    """Turn the wheel: some way in, and out again."""
    page.mouse.move(*_point(box, 0.4, 0.3))
    for step in _steps(seconds):
        page.mouse.wheel(0, -40 if step % 80 < 40 else 40)


def _nearer(page: Page) -> Page:
    """Show the whole hall, and from there a part of it with many seats."""
    page.get_by_role("application").press("0")
    page.wait_for_timeout(REST_MS)
    page.mouse.move(*_point(_map(page), 0.5, 0.25))
    for _ in range(NEAR):
        page.mouse.wheel(0, -100)
    page.wait_for_timeout(REST_MS)
    return page


def _map(page: Page) -> FloatRect:
    box = page.get_by_role("application").bounding_box()
    assert box, "there is no map"
    return box


def _point(box: FloatRect, across: float, down: float) -> tuple[float, float]:
    return box["x"] + box["width"] * across, box["y"] + box["height"] * down


def _steps(seconds: float) -> Iterator[int]:
    """Count evenly for so long."""
    end = time.monotonic() + seconds
    for step in itertools.count():
        if time.monotonic() > end:
            return
        yield step
        time.sleep(BETWEEN_MOVES_SECONDS)


if __name__ == "__main__":
    main()
