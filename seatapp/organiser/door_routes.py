"""At the door of a show, with the admin token: tickets are checked in, and who is inside is shown."""

from typing import Any

from flask import Blueprint, request

from ..answers import documented
from ..bookings import check_in, door_list, service, standing
from ..bookings.booking import as_organiser_json
from ..bookings.check_in import CheckIn
from ..bookings.orders import IdempotencySchema, idempotency_key
from ..bookings.refusals import AlreadyCheckedIn, BookingCancelled, BookingNotFound, WrongShow
from ..database import Document
from ..extensions import clock
from ..identity.admin import Admin, Scope, needs, required_admin
from ..requests import body
from ..seats.refusals import UnknownSeats
from ..shows import store
from ..shows.standing import count_by_area, seats_among
from ..shows.store import ShowNotFound
from .door_answers import CheckInAnswer, DoorListAnswer, InsideAnswer, TicketAnswer
from .door_schemas import CheckInSchema, TicketQuerySchema, UndoSchema

LATEST = 10

blueprint = Blueprint("door", __name__, url_prefix="/api")


@blueprint.post("/bookings/<booking_id>/check-in")
@body(CheckInSchema)
@needs(Scope.SELL)
@documented(
    CheckInAnswer,
    BookingNotFound,
    ShowNotFound,
    WrongShow,
    BookingCancelled,
    AlreadyCheckedIn,
    UnknownSeats,
    headers=(IdempotencySchema,),
)
def check_in_booking(wanted: dict[str, Any], booking_id: str) -> dict[str, Any]:
    """Admit seats of a booking, or all of it; each seat once, all or none.

    `areas` says how many places of areas. With `showId` only at the door of that show. A repetition with the
    same `Idempotency-Key`, because the answer did not arrive, is answered as the first was.
    """
    admin, key = _admin_of(booking_id), idempotency_key()
    seats = standing.to_admit(booking_id, wanted["seats"], wanted["areas"], key)
    booking = check_in.check_in(CheckIn(booking_id, admin.name, seats, wanted["show_id"], key))
    return _admitted(booking, seats or booking["seats"])


@blueprint.post("/bookings/<booking_id>/undo-check-in")
@body(UndoSchema)
@needs(Scope.SELL)
@documented(CheckInAnswer, BookingNotFound)
def undo_check_in(wanted: dict[str, Any], booking_id: str) -> dict[str, Any]:
    """Let seats of a booking, or all of it, be outside again; `seats` are those that were inside."""
    admin = _admin_of(booking_id)
    seats = standing.to_let_out(booking_id, **wanted)
    return _admitted(*check_in.undo(booking_id, seats, by=admin.name))


@blueprint.get("/shows/<show_id>/ticket")
@needs(Scope.SELL)
@documented(
    TicketAnswer, ShowNotFound, BookingNotFound, WrongShow, BookingCancelled, query=(TicketQuerySchema,)
)
def find_ticket(show_id: str) -> dict[str, Any]:
    """Find the booking of a ticket by what its QR code says, or by its reference as somebody typed it."""
    code = TicketQuerySchema().load(request.args)["code"].strip()
    booking = check_in.find_ticket(code, store.find(show_id))
    return {"success": True, "booking": as_organiser_json(booking), "scanned": booking["_id"] == code}


@blueprint.get("/shows/<show_id>/door-list")
@needs(Scope.READ)
@documented(DoorListAnswer, ShowNotFound)
def list_tickets(show_id: str) -> dict[str, Any]:
    """List all sold seats in the hall's order, with whose they are and who is inside."""
    show, now = store.find(show_id), clock.now()
    return {"success": True, "showId": show_id, "asOf": now, "seats": door_list.tickets(show)}


@blueprint.get("/shows/<show_id>/inside")
@needs(Scope.READ)
@documented(InsideAnswer, ShowNotFound)
def read_inside(show_id: str) -> dict[str, Any]:
    """Tell how many of the sold seats are inside, and who came in last."""
    inside = door_list.who_is_inside(store.find_listing(show_id), LATEST)
    return {"success": True, "showId": show_id, **inside}


def _admitted(booking: Document, seats: list[str]) -> dict[str, Any]:
    whose = {"seats": seats_among(seats), "areas": count_by_area(seats)}
    return {"success": True, "booking": as_organiser_json(booking), **whose}


def _admin_of(booking_id: str) -> Admin:
    """Return who asks; raise BookingNotFound, KeyForOtherShows for a key without the booking's show."""
    admin = required_admin()
    service.find_any(booking_id, admin)
    return admin
