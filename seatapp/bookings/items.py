"""The items of a booking as it was stored, with the places of their seats."""

from ..database import Document
from ..seats.items import in_order
from ..shows.model import Show
from . import belonging


def with_places(booking: Document) -> Document:
    """Return the booking with its seats' places; one from before they were kept has the plan's, if any."""
    if all("number" in item for item in booking["items"]):
        return booking
    show = belonging.show_of(booking)
    return {**booking, "items": in_order(show if isinstance(show, Show) else None, booking["items"])}
