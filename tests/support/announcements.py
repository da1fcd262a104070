"""The announcements of a show, which are numbered, as tabs hear them."""

from collections.abc import Sequence

from .people import Tab
from .waiting import eventually

NUMBERED = ("seats-selected", "seats-held", "seats-released", "seats-booked", "seats-blocked")
# How long an announcement may take on a machine that is busy with other things.
SOON = 10


def numbers(tab: Tab, show: str) -> list[int]:
    """Return the numbers of the show's announcements in the order in which the tab heard them."""
    return [data["seq"] for name, data in tab.events() if name in NUMBERED and data["showId"] == show]


def await_number(tabs: Sequence[Tab], show: str, last: int) -> None:
    """Wait until the tabs have heard the announcement, and see that they heard each one once, in order."""
    for tab in tabs:
        eventually(lambda tab=tab: last in numbers(tab, show), SOON)  # type: ignore[misc]
        heard = numbers(tab, show)
        assert heard == list(range(heard[0], heard[0] + len(heard)))
