"""Which show a booking is of: its id may have been that of another show, which was deleted since.

Bookings of former releases have no `show_uid`. Of those, a show's own were made after the show was.
So were all of a show without a `uid`: a worker of a former release may have changed that one meanwhile.
"""

from ..database import Document
from ..shows import store
from ..shows.model import Listing


def mark(show: Listing) -> Document:
    """Return what a booking keeps of the show that it is of."""
    return {"show": show.show_id, "show_uid": show.uid}


def of(show: Listing) -> Document:
    """Return the filter for the bookings of this very show."""
    made_since: Document = {"created_at": {"$gte": show.created_at}}
    if show.uid is None:
        return {"show": show.show_id, **made_since}
    return {
        "show": show.show_id,
        "$and": [{"$or": [{"show_uid": None, **made_since}, {"show_uid": show.uid}]}],
    }


def show_of(booking: Document) -> Listing | None:
    """Return the booking's show, also when it is archived; None for one that was deleted since.

    Whatever has its id now.
    """
    try:
        show = store.find_listing(booking["show"])
    except store.ShowNotFound:
        return None
    return show if is_of(booking, show) else None


def is_of(booking: Document, show: Listing) -> bool:
    """Return whether the booking is of this very show."""
    uid = booking.get("show_uid")
    made_since: bool = booking["created_at"] >= show.created_at
    return booking["show"] == show.show_id and (uid == show.uid if uid and show.uid else made_since)
