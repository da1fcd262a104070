"""Book seats, and read and cancel bookings."""

from typing import Any

from flask import Blueprint, url_for

from ..answers import documented
from ..errors import Forbidden, InvalidToken
from ..identity.admin import Scope, current_admin, needs
from ..identity.current import caller
from ..requests import PageSchema, body, optional_body, paging, require_indexes
from ..seats.refusals import LockExpired, MixedCurrencies, RuleBroken, SeatsUnavailable, UnknownSeats
from ..shows.selling import SalesClosed
from ..shows.store import ShowNotFound
from . import cancelling, service, store, ticket_links
from .answers import BookingAnswer, BookingsAnswer, FoundBookingAnswer
from .booking import as_json
from .orders import IdempotencySchema, order_of
from .refusals import (
    BookingNotFound,
    ConfirmedByShop,
    IdempotencyKeyReused,
    PriceChanged,
    SomebodyInside,
    TooLateToCancel,
)
from .schemas import CancellationSchema, FindingSchema, OrderSchema

blueprint = Blueprint("bookings", __name__, url_prefix="/api/bookings")
blueprint.before_request(require_indexes)


@blueprint.post("")
@body(OrderSchema)
@needs(Scope.SELL)
@documented(
    {201: BookingAnswer, 200: BookingAnswer},
    InvalidToken,
    Forbidden,
    ConfirmedByShop,
    ShowNotFound,
    UnknownSeats,
    SalesClosed,
    LockExpired,
    PriceChanged,
    MixedCurrencies,
    SeatsUnavailable,
    RuleBroken,
    IdempotencyKeyReused,
    headers=(IdempotencySchema,),
)
def create_booking(wanted: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """Turn the caller's locks into a booking, all or none.

    It costs what the seats cost when they were locked. With an `expectedTotal` that is something else, 409
    `price_changed` has the `total`; nothing is booked, and the locks are kept. Where their ticket types may
    not be bought together, 409 `rule_broken` says why. The same `Idempotency-Key`
    with the same request answers with the same booking and 200, whatever is expected.

    Seats that may not be booked together by the show's rules are 409 `rule_broken`, and the locks are kept.

    With CONFIRM_BY=server only the shop books, by the admin token, for a `userId`; what is paid for is booked
    even when its lock has expired, as long as the seats are free, and then at their current prices.

    With the admin token no seat cap and no rule binds, and with `blocked: true` no block does. Without a
    `userId` the organiser sells the `seats` at the door, all that are free or none; `paid` says how it was
    paid, and who gets in `free` has seats that cost nothing.
    """
    booking, new = service.book(order_of(wanted))
    return {"success": True, "booking": as_json(booking)}, 201 if new else 200


@blueprint.get("")
@documented(BookingsAnswer, InvalidToken, query=(PageSchema,))
def list_bookings() -> dict[str, Any]:
    """List the caller's bookings, the newest first, by pages."""
    page = paging()
    bookings, total = store.of_holder(caller().user_id, page)
    return {"success": True, "bookings": [as_json(booking) for booking in bookings], **page.as_json(total)}


@blueprint.post("/find")
@body(FindingSchema)
@documented(FoundBookingAnswer, BookingNotFound)
def find_booking(known: dict[str, Any]) -> dict[str, Any]:
    """Find a booking by its reference and its customer's e-mail address, whoever asks.

    To be read and printed; cancelled it is by its holder or the organiser. Whichever of the two is wrong, the
    answer is the same, and an address has a few calls a minute.
    """
    booking = store.find_again(known["reference"], known["email"])
    if booking is None:
        raise BookingNotFound("No booking has this reference and this e-mail address.")
    url = url_for("web.bookings.show_ticket", signed=ticket_links.sign(booking["_id"]))
    return {"success": True, "booking": as_json(booking), "ticketUrl": url}


@blueprint.get("/<booking_id>")
@needs(Scope.READ)
@documented(BookingAnswer, InvalidToken, BookingNotFound)
def read_booking(booking_id: str) -> dict[str, Any]:
    """Show one of the caller's bookings; another holder's is not found."""
    if admin := current_admin():
        booking = service.find_any(booking_id, admin)
    else:
        booking = store.find_own(booking_id, caller().user_id)
    return {"success": True, "booking": as_json(booking)}


@blueprint.post("/<booking_id>/cancel")
@optional_body(CancellationSchema)
@needs(Scope.SELL)
@documented(BookingAnswer, InvalidToken, BookingNotFound, UnknownSeats, TooLateToCancel, SomebodyInside)
def cancel_booking(wanted: dict[str, Any], booking_id: str) -> dict[str, Any]:
    """Cancel a booking and free its seats: the caller's own until the show starts, the organiser any.

    With `seats`, or `areas` with so many places, only those: the booking stays confirmed with the rest, its
    `items` and `total` corrected. All of them are the whole booking. What is cancelled already stays so.
    """
    part = cancelling.Part(wanted["seats"], wanted["areas"])
    if admin := current_admin():
        booking = cancelling.cancel_any(booking_id, admin, part)
    else:
        booking = cancelling.cancel_own(booking_id, caller().user_id, part)
    return {"success": True, "booking": as_json(booking)}
