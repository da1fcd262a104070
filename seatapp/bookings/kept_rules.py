"""Check that bookings keep their show's rules, as far as that can be told from what is stored."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from ..database import Document
from ..shows import store as shows
from ..shows.model import Listing
from .booking import CONFIRMED

# So long a worker may go by the rules of before.
SLACK = timedelta(seconds=5)


class KeptRules:
    """Examines bookings that visitors made under the rules of now, and that nobody changed since."""

    def __init__(self) -> None:
        self._shows = {show.show_id: show for show in shows.ruled()}
        self._tables: dict[str, list[set[str]]] = {}
        self._counts: Counter[tuple[str, str]] = Counter()
        # Who has a booking that the rules did not bind.
        self._unbound: set[tuple[str, str]] = set()

    def examine(self, booking: Document) -> Iterator[str]:
        """Yield a line for each whole table of which the booking has a part only."""
        show = self._shows.get(booking["show"])
        if show is None or booking["status"] != CONFIRMED:
            return
        key = booking["show"], booking["holder"]
        self._counts[key] += len(booking["seats"])
        if not _is_bound(booking, show):
            self._unbound.add(key)
            return
        seats = set(booking["seats"])
        for table in self._whole_tables(show):
            if seats & table and not table <= seats:
                yield f"booking {booking['_id']} has a part of a table that is sold as a whole"

    def examine_holders(self) -> Iterator[str]:
        """Yield a line for each person who has more seats of a show than it allows."""
        for (show_id, holder), count in self._counts.items():
            most = self._shows[show_id].rules.max_seats
            if most is not None and count > most and (show_id, holder) not in self._unbound:
                yield f"{holder} has {count} seats of {show_id}, where {most} are the most"

    def _whole_tables(self, show: Listing) -> list[set[str]]:
        if not show.has_whole_tables:
            return []
        if show.show_id not in self._tables:
            with suppress(shows.ShowNotFound):
                tables = shows.load(show.show_id).layout.tables.values()
                self._tables[show.show_id] = [set(table.seats) for table in tables if table.whole]
        return self._tables.get(show.show_id, [])


def _is_bound(booking: Document, show: Listing) -> bool:
    """Return whether a visitor made the booking after the show's last change, and it is as it was made."""
    since = datetime.fromtimestamp(show.revision / 1000, UTC) + SLACK
    is_own = booking["holder"] is not None and "made_by" not in booking and not booking.get("changes")
    return is_own and bool(booking["created_at"] > since)
