"""What happened to a seat: its locks and blocks as the feed has kept them, its bookings as they say."""

from ..bookings import happened as bookings
from ..requests import Page
from ..seats import happened, history
from ..seats.happened import Happened
from ..seats.refusals import UnknownSeats
from ..shows import store
from ..shows.model import Show


def read(show_id: str, seat: str, page: Page) -> tuple[list[Happened], int]:
    """Return a page of what happened to a seat, the newest first, and how much there is.

    Of an archived show too, and of a seat that has left the hall while something is known of it. Raises
    ShowNotFound, UnknownSeats.
    """
    show = store.find_listing(show_id)
    told = [
        *bookings.happened(show, seat),
        # Another show may have had the id before.
        *happened.happened(history.changes_of(show_id, seat, since=show.created_at)),
    ]
    if not told and not (isinstance(show, Show) and seat in show.seats):
        raise UnknownSeats(seats=[seat])
    # What came later in the same millisecond stays later.
    newest = sorted(told, key=lambda event: event.at)[::-1]
    return newest[page.skip : page.skip + page.size], len(told)
