"""What happened to a seat by bookings: told from what each booking keeps of itself."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from ..database import Document
from ..seats.happened import HOLDER, ORGANISER, Happened
from ..shows.model import Listing
from . import store
from .booking import CANCELLED


def happened(show: Listing, seat: str) -> Iterator[Happened]:
    """Yield how the seat was booked, moved, cancelled and used at the door, in no order."""
    for booking in store.of_seat(show, seat):
        which = {"bookingId": booking["_id"], "reference": booking["reference"]}
        for at, what, by, details in _events(booking, seat):
            kind = HOLDER if by is None else ORGANISER
            yield Happened(at, what, by or booking["holder"], kind, {**which, **details})


def _events(booking: Document, seat: str) -> Iterator[tuple[datetime, str, str | None, dict[str, Any]]]:
    """Yield `(at, what, by, details)`; `by` is an admin key, None for the holder."""
    changes = [change for change in booking.get("changes", ()) if seat in (*change["from"], *change["to"])]
    if not changes or seat in changes[0]["from"]:
        yield booking["created_at"], "booked", booking.get("made_by"), {}
    for change in changes:
        seats = {"from": change["from"], "to": change["to"]}
        what, details = ("moved", seats) if change["to"] else ("cancelled", {})
        yield change["at"], what, change["by"], details
    if booking["status"] == CANCELLED and seat in booking["seats"]:
        yield booking["cancelled_at"], "cancelled", booking.get("cancelled_with"), {}
    for entry in booking.get("door", ()):
        if entry["seat"] == seat:
            yield entry["at"], entry["what"], entry["by"], {}
