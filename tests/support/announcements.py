"""The announcements of a show, which are numbered, as tabs receive them."""

from collections.abc import Callable, Sequence
from typing import Any

from .people import Person, Tab
from .waiting import eventually
from .worker import Worker

NUMBERED = (
    *("seats-selected", "seats-held", "seats-released", "seats-booked", "seats-blocked"),
    "areas-changed",
)
# How long an announcement may take on a machine that is busy with other things.
SOON = 30


def numbers(tab: Tab, show: str) -> list[int]:
    """Return the numbers of the show's announcements in the order in which the tab heard them."""
    return [data["seq"] for name, data in tab.events() if name in NUMBERED and data["showId"] == show]


def await_number(tabs: Sequence[Tab], show: str, last: int) -> None:
    """Wait until the tabs have heard the announcement, and see that they heard each one once, in order."""
    for tab in tabs:
        eventually(lambda tab=tab: last in numbers(tab, show), SOON)  # type: ignore[misc]
        heard = numbers(tab, show)
        assert heard == list(range(heard[0], heard[0] + len(heard)))


def in_room(person: Person, show: str, *workers: Worker) -> list[Tab]:
    """Open a tab of the person on each worker, and join the show."""
    tabs = [person.connect(worker) for worker in workers]
    for tab in tabs:
        assert tab.join(show)["success"] is True
    return tabs


def caught_up(tab: Tab) -> Tab:
    """Return the tab when all that the server sent it so far has arrived: its socket keeps the order."""
    tab.leave("no-such-show")
    return tab


def of(show: str, *seats: str) -> Callable[[Any], bool]:
    """Fit what names the show and at least these seats of it."""
    return lambda data: data["showId"] == show and set(data["seats"]) >= set(seats)


def having(seat: str) -> Callable[[Any], bool]:
    """Fit what names the seat: writes that come close together are announced together."""
    return lambda data: seat in data["seats"]
