"""The front-end example of the usage guide, word for word, as a page of its own in real browsers.

`guide/example.js` is the guide's code; `guide/page.js` is what it leaves to the page.
"""

import json
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Page, Route, expect

from tests.support import builders
from tests.support.waiting import eventually
from tests.support.worker import ROOT, Worker

NewPage = Callable[..., Page]

HERE = Path(__file__).parent / "guide"
SOCKET_IO = ROOT / "node_modules/socket.io-client/dist/socket.io.min.js"
PLACEHOLDER = "your-backend-url"
SOON = 5


@pytest.fixture
def show(workers: list[Worker]) -> str:
    return builders.add_show(workers[0], f"guide-{uuid4().hex[:8]}", {"A": 10})


@pytest.fixture
def ann(new_page: NewPage, workers: list[Worker]) -> "GuidePage":
    return GuidePage(new_page(expected_errors="status of 409"), workers[0])


@pytest.fixture
def bob(new_page: NewPage, workers: list[Worker]) -> "GuidePage":
    return GuidePage(new_page(expected_errors="status of 409"), workers[1])


class GuidePage:
    """The example in one person's browser, served from the address of a worker."""

    def __init__(self, page: Page, worker: Worker) -> None:
        self.page = page
        self._worker = worker
        page.route(f"{worker.url}/guide/*", self._serve)
        page.goto(f"{worker.url}/guide/index.html")
        expect(page.locator("body[data-connected]")).to_be_attached()

    def select(self, show: str, *seats: str) -> None:
        self.page.evaluate("([show, seats]) => selectSeats(show, seats)", [show, seats])

    def release(self, show: str, *seats: str) -> None:
        self.page.evaluate("([show, seats]) => releaseSeats(show, seats)", [show, seats])

    def look(self, show: str) -> "GuidePage":
        self.page.evaluate("show => getSeatStatus(show)", show)
        return self

    def shows(self, **seats: str) -> None:
        """Wait until the page shows these seats like this."""
        eventually(lambda: seats.items() <= self._shown().items(), SOON, f"the page does not show {seats}")

    @property
    def alert(self) -> str:
        return self.page.get_by_role("alert").inner_text()

    def _shown(self) -> dict[str, str]:
        shown: dict[str, str] = json.loads(self.page.locator("output").inner_text() or "{}")
        return shown

    def _serve(self, route: Route) -> None:
        name = route.request.url.rpartition("/")[2]
        text = (SOCKET_IO if name == "socket.io.js" else HERE / name).read_text()
        kind = "text/html" if name.endswith(".html") else "text/javascript"
        route.fulfill(body=text.replace(PLACEHOLDER, self._worker.url), content_type=kind)


def test_everybody_sees_at_once_what_one_person_selects_and_releases(
    ann: GuidePage, bob: GuidePage, show: str
) -> None:
    bob.look(show)
    ann.select(show, "A1", "A2")
    ann.shows(A1="selected", A2="selected")
    bob.shows(A1="locked", A2="locked")
    ann.release(show, "A1")
    ann.shows(A1="available", A2="selected")
    bob.shows(A1="available", A2="locked")


def test_who_comes_second_gets_a_message_and_the_conflict(ann: GuidePage, bob: GuidePage, show: str) -> None:
    bob.look(show)
    ann.select(show, "A1")
    bob.shows(A1="locked")  # what comes after the conflict would be shown over it
    bob.select(show, "A1")
    assert bob.alert
    bob.shows(A1="conflict")
    bob.look(show).shows(A1="locked")
    ann.shows(A1="selected")


def test_selecting_ones_own_seat_again_is_no_conflict(ann: GuidePage, show: str) -> None:
    ann.select(show, "A1")
    ann.select(show, "A1", "A2")
    ann.shows(A1="selected", A2="selected")
    assert not ann.alert


def test_a_page_that_comes_later_sees_the_status(ann: GuidePage, bob: GuidePage, show: str) -> None:
    ann.select(show, "A1")
    bob.look(show).shows(A1="locked")
    ann.look(show).shows(A1="selected")


def test_who_leaves_gives_the_seats_back(ann: GuidePage, bob: GuidePage, show: str) -> None:
    bob.look(show)
    ann.select(show, "A1")
    bob.shows(A1="locked")
    ann.page.close()
    bob.shows(A1="available")
