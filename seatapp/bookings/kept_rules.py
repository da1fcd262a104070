"""Check that bookings keep their show's rules, as far as that can be told from what is stored."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from ..database import Document
from ..seats.choosing import Choice, broken
from ..shows import store as shows
from ..shows.layout import Layout
from ..shows.model import Listing
from ..shows.rules import Rules
from .booking import CONFIRMED

Buyer: TypeAlias = tuple[str, str]

# So long a worker may go by the rules of before.
SLACK = timedelta(seconds=5)


class KeptRules:
    """Examines bookings that visitors made under the rules of now, and that nobody changed since.

    What gives way when few seats are left, gaps and the least number, cannot be told from what is stored.
    """

    def __init__(self) -> None:
        self._shows = {show.show_id: show for show in shows.ruled()}
        self._layouts: dict[str, Layout | None] = {}
        # By show and holder: how many seats in all, and of each ticket type.
        self._counts: Counter[Buyer] = Counter()
        self._types: dict[Buyer, Counter[str]] = {}
        # Who has a booking that the rules did not bind.
        self._unbound: set[Buyer] = set()

    def examine(self, booking: Document) -> Iterator[str]:
        """Yield a line for each rule that the booking by itself breaks."""
        show = self._shows.get(booking["show"])
        if show is None or booking["status"] != CONFIRMED:
            return
        buyer = booking["show"], booking["holder"]
        types = Counter(item["ticketType"] for item in booking["items"] if "ticketType" in item)
        self._counts[buyer] += len(booking["seats"])
        self._types.setdefault(buyer, Counter()).update(types)
        if not _is_bound(booking, show):
            self._unbound.add(buyer)
            return
        name = f"booking {booking['_id']}"
        for rule in self._broken_by_seats(show, booking["seats"]):
            yield f"{name} breaks {rule}"
        for each in show.ticket_types:
            if each.needs and types[each.needs.type] < each.needs.count_for(types[each.id]):
                yield f"{name} has too few of {each.needs.type}, which {each.id} needs"

    def examine_holders(self) -> Iterator[str]:
        """Yield a line for each person who has more of a show, or of a ticket type, than it allows."""
        for buyer, count in self._counts.items():
            if buyer in self._unbound:
                continue
            show_id, holder = buyer
            show = self._shows[show_id]
            limits = [("seats", count, show.rules.max_seats)]
            limits += [
                (each.id, self._types[buyer][each.id], each.max_per_buyer) for each in show.ticket_types
            ]
            for what, number, most in limits:
                if most is not None and number > most:
                    yield f"{holder} has {number} {what} of {show_id}, where {most} are the most"

    def _broken_by_seats(self, show: Listing, seats: list[str]) -> Iterator[str]:
        """Yield `wholeTable` and `consecutive`, as far as these seats break them."""
        layout = self._layout_of(show) if show.has_whole_tables or show.rules.consecutive else None
        if layout is not None:
            choice = Choice(layout, 0, 0, 0, layout.bits(seats))
            if found := broken(choice, Rules(consecutive=show.rules.consecutive)):
                yield found.rule

    def _layout_of(self, show: Listing) -> Layout | None:
        if show.show_id not in self._layouts:
            self._layouts[show.show_id] = None
            with suppress(shows.ShowNotFound):
                self._layouts[show.show_id] = shows.load(show.show_id).layout
        return self._layouts[show.show_id]


def _is_bound(booking: Document, show: Listing) -> bool:
    """Return whether a visitor made the booking after the show's last change, and it is as it was made."""
    since = datetime.fromtimestamp(show.revision / 1000, UTC) + SLACK
    is_own = booking["holder"] is not None and "made_by" not in booking and not booking.get("changes")
    return is_own and bool(booking["created_at"] > since)
