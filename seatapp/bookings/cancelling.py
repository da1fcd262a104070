"""Cancel a booking, or some of its seats: they are free in the transaction that says so."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import NamedTuple

from pymongo.client_session import ClientSession

from ..database import Document
from ..extensions import clock, settings
from ..identity.admin import Admin
from ..seats.refusals import UnknownSeats
from ..seats.writes import free_booked
from ..shows import store as shows
from ..shows.model import Listing, Show
from ..webhooks import outbox
from . import changes, service, signals, standing, store
from .booking import CANCELLED, admissions, as_organiser_json
from .refusals import SomebodyInside, TooLateToCancel
from .transaction import transact


class Part(NamedTuple):
    """What to cancel of a booking: these seats and so many places of areas; all of it for neither."""

    seats: list[str] | None = None
    areas: Mapping[str, int] = MappingProxyType({})


WHOLE = Part()


def cancel_own(booking_id: str, holder: str, part: Part = WHOLE) -> Document:
    """Cancel the holder's booking, or a part of it; what is cancelled already stays so.

    A seat of a table that is sold as a whole gives back the table. Raises BookingNotFound, also for another
    holder's; UnknownSeats, InvalidRequest, TooLateToCancel, SomebodyInside.
    """
    booking = store.find_own(booking_id, holder)
    show = shows.find_listing(booking["show"])
    if booking["status"] != CANCELLED and not is_in_time(show):
        raise TooLateToCancel
    if part.seats and isinstance(show, Show) and show.has_whole_tables:
        named = {*part.seats, *booking["seats"]}
        part = part._replace(
            seats=[seat for seat in show.layout.with_whole_tables(part.seats) if seat in named]
        )
    return _cancel(booking, part, by=None)


def cancel_any(booking_id: str, admin: Admin, part: Part = WHOLE) -> Document:
    """Cancel whosever booking at any time, as `cancel_own` does.

    Raises BookingNotFound, UnknownSeats, InvalidRequest, KeyForOtherShows.
    """
    return _cancel(service.find_any(booking_id, admin), part, by=admin)


def is_in_time(show: Listing) -> bool:
    """Return whether holders may still cancel their bookings of the show."""
    return clock.now() < show.starts_at - timedelta(seconds=settings.cancel_until_seconds)


def _cancel(booking: Document, part: Part, by: Admin | None) -> Document:
    def work(session: ClientSession) -> str | None:
        found = store.current(booking["_id"], session)
        named = _still_its(found, part)
        if found["status"] == CANCELLED or not named:
            return None
        if by is None and any(entry["seat"] in named for entry in admissions(found)):
            raise SomebodyInside
        free_booked(session, found, named)
        if len(named) == len(found["seats"]):
            _end(session, found, by)
            return "cancelled"
        items = [item for item in found["items"] if item["seat"] not in named]
        changes.write(session, found, items=items, given_up=named, by=by.name if by else None)
        return "part_cancelled"

    if what := transact(work):
        signals.changed.send(what=what)
    return store.find_any(booking["_id"])


def _still_its(booking: Document, part: Part) -> list[str]:
    """Return what of the part the booking has.

    What was cancelled of it already counts for nothing: a request that comes twice is answered twice. Raises
    UnknownSeats for seats that it never had, InvalidRequest for more places.
    """
    its_own: list[str] = booking["seats"]
    if part.seats is None and not part.areas:
        return its_own
    seats = [*(part.seats or ()), *standing.among(booking, part.areas)]
    if unknown := [seat for seat in seats if seat not in changes.given_up(booking).union(its_own)]:
        raise UnknownSeats("The booking has no such seats.", seats=unknown)
    return [seat for seat in its_own if seat in seats]


def _end(session: ClientSession, booking: Document, by: Admin | None) -> None:
    cancelled = {
        "status": CANCELLED,
        "cancelled_at": clock.now(),
        "cancelled_by": "organiser" if by else "holder",
        "cancelled_with": by.name if by else None,
    }
    store.change(booking["_id"], cancelled, session)
    outbox.write("booking.cancelled", as_organiser_json({**booking, **cancelled}), session)
