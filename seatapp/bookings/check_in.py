"""Admit people by their bookings: each seat of a booking once, which one conditional write decides."""

import logging
from dataclasses import dataclass
from typing import Any

from pymongo import ReturnDocument

from ..database import Document
from ..errors import Unavailable
from ..extensions import db
from ..seats.refusals import UnknownSeats
from ..shows import store as shows
from ..shows.model import Listing
from ..shows.standing import count_by_area, seats_among
from . import belonging, store
from .booking import CONFIRMED, admissions
from .items import with_places
from .references import full_reference
from .refusals import AlreadyCheckedIn, BookingCancelled, BookingNotFound, WrongShow

log = logging.getLogger(__name__)

# Somebody undoes what the write has met, before the look at it: then it is worth another write.
TRIES = 3
# What a booking's `door` says of its seats: `{seat, at, what, by}` each, also when that was undone since.
ADMITTED, UNDONE = "checked_in", "check_in_undone"


@dataclass(frozen=True, slots=True)
class CheckIn:
    """Who wants in: these seats of a booking, or all of it; `show_id`: at the door of that show only.

    `by` is the name of the admin key. A repetition with the same `key` is answered as the first was.
    """

    booking_id: str
    by: str
    seats: list[str] | None = None
    show_id: str | None = None
    key: str | None = None


def check_in(wanted: CheckIn) -> Document:
    """Admit the seats, all or none, and return the booking.

    Raises BookingNotFound, ShowNotFound, WrongShow, BookingCancelled, UnknownSeats, AlreadyCheckedIn.
    """
    show = None if wanted.show_id is None else shows.find(wanted.show_id)
    for _ in range(TRIES):
        if booking := _admit(wanted, show):
            log.info("checked in booking %s: %s", wanted.booking_id, wanted.seats or "all seats")
            return with_places(booking)
        booking = store.find_any(wanted.booking_id)
        require_admissible(booking, show)
        if _require_outside(booking, wanted):
            return booking
    raise Unavailable


def undo(booking_id: str, seats: list[str] | None, by: str) -> tuple[Document, list[str]]:
    """Let these seats, or all of the booking, be outside again; return the booking, and which were inside.

    `by` is the name of the admin key. Raises BookingNotFound.
    """
    named: Any = True if seats is None else {"$in": ["$$entry.seat", {"$literal": seats}]}
    undone_now = {"$map": {"input": _inside(named), "as": "entry", "in": _noted("$$entry.seat", UNDONE, by)}}
    change = {"checked_in": _inside({"$not": [named]}), "door": _with_more("door", undone_now)}
    before = db.bookings.find_one_and_update({"_id": booking_id}, [{"$set": change}])
    if before is None:
        raise BookingNotFound("There is no such ticket.")
    undone = [entry["seat"] for entry in admissions(before) if seats is None or entry["seat"] in seats]
    log.info("undid the check-in of booking %s: %s", booking_id, undone)
    return store.find_any(booking_id), undone


def find_ticket(code: str, show: Listing) -> Document:
    """Return the booking whose QR code says so, or whose reference it is, however somebody typed it.

    Raises BookingNotFound, WrongShow, BookingCancelled.
    """
    booking = db.bookings.find_one({"$or": [{"_id": code}, {"reference": full_reference(code)}]})
    if booking is None:
        raise BookingNotFound("There is no such ticket.")
    require_admissible(booking, show)
    return with_places(booking)


def require_admissible(booking: Document, show: Listing | None) -> None:
    """Raise WrongShow unless the booking is of the show, BookingCancelled if it was cancelled."""
    if show is not None and not belonging.is_of(booking, show):
        raise WrongShow(**_show_of(booking))
    if booking["status"] != CONFIRMED:
        raise BookingCancelled(cancelledAt=booking["cancelled_at"])


def _admit(wanted: CheckIn, show: Listing | None) -> Document | None:
    """Write the admission of seats that are outside, by the database's clock; None where it cannot be."""
    entry = {"seat": "$$seat", "at": "$$NOW", "by": {"$literal": wanted.by}, "key": {"$literal": wanted.key}}
    seats = "$seats" if wanted.seats is None else {"$literal": wanted.seats}
    new = {"$map": {"input": seats, "as": "seat", "in": entry}}
    note = {"$map": {"input": seats, "as": "seat", "in": _noted("$$seat", ADMITTED, wanted.by)}}
    change = {"$set": {"checked_in": _with_more("checked_in", new), "door": _with_more("door", note)}}
    admitted: Document | None = db.bookings.find_one_and_update(
        _admissible(wanted, show), [change], return_document=ReturnDocument.AFTER
    )
    return admitted


def _admissible(wanted: CheckIn, show: Listing | None) -> Document:
    """Return the filter for the booking, while all that is wanted of it is outside."""
    which: Document = {
        **(belonging.of(show) if show else {}),
        "_id": wanted.booking_id,
        "status": CONFIRMED,
    }
    if wanted.seats is None:
        return {**which, "checked_in.0": {"$exists": False}}
    return {**which, "seats": {"$all": wanted.seats}, "checked_in.seat": {"$nin": wanted.seats}}


def _require_outside(booking: Document, wanted: CheckIn) -> bool:
    """Return whether just this request has admitted the seats already, and False if they are outside.

    Raises UnknownSeats, AlreadyCheckedIn.
    """
    seats = booking["seats"] if wanted.seats is None else wanted.seats
    if unknown := sorted(set(seats) - set(booking["seats"])):
        raise UnknownSeats("The booking has no such seats.", seats=unknown)
    inside = [entry for entry in admissions(booking) if entry["seat"] in seats]
    if not inside:
        return False
    if wanted.key and [entry["key"] for entry in inside] == [wanted.key] * len(set(seats)):
        return True
    used = [entry["seat"] for entry in inside]
    areas: Document = {"areas": count} if (count := count_by_area(used)) else {}
    raise AlreadyCheckedIn(seats=seats_among(used), checkedInAt=min(entry["at"] for entry in inside), **areas)


def _inside(condition: Any) -> Document:
    """Return the expression for those entries of who is inside for which the condition holds."""
    return {"$filter": {"input": {"$ifNull": ["$checked_in", []]}, "as": "entry", "cond": condition}}


def _with_more(name: str, more: Document) -> Document:
    return {"$concatArrays": [{"$ifNull": [f"${name}", []]}, more]}


def _noted(seat: str, what: str, by: str) -> Document:
    """Return what `door` keeps of a seat, for its history."""
    return {"seat": seat, "at": "$$NOW", "what": what, "by": {"$literal": by}}


def _show_of(booking: Document) -> dict[str, Any]:
    """Return what tells people which show a booking is of; no title once that show was deleted."""
    show = belonging.show_of(booking)
    facts = {"title": show.title, "startsAt": show.starts_at, "timeZone": show.time_zone} if show else {}
    return {"showId": booking["show"], "title": None, "startsAt": None, "timeZone": None, **facts}
