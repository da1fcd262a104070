"""Book seats, and read and cancel bookings."""

from typing import Any

from flask import Blueprint, request
from marshmallow import Schema, fields, validate

from ..answers import documented
from ..errors import InvalidRequest, InvalidToken
from ..extensions import settings
from ..identity.admin import Scope, current_admin, needs
from ..identity.current import caller
from ..requests import PageSchema, body, no_body, paging, require_indexes
from ..seats.refusals import LockExpired, MixedCurrencies, SeatsUnavailable, TooManySeats, UnknownSeats
from ..seats.service import require_seats
from ..shows.selling import SalesClosed
from ..shows.store import ShowNotFound
from ..text import is_text, of_header
from . import customer, service, store
from .answers import BookingAnswer, BookingsAnswer
from .booking import Order, as_json
from .refusals import (
    BookingNotFound,
    ConfirmedByShop,
    IdempotencyKeyReused,
    PriceChanged,
    TooLateToCancel,
)
from .schemas import CancellationSchema, OrderSchema

MAX_KEY_LENGTH = 255

blueprint = Blueprint("bookings", __name__, url_prefix="/api/bookings")
blueprint.before_request(require_indexes)


class IdempotencySchema(Schema):
    """The header that makes a repeated request answer with the booking of the first."""

    key = fields.String(data_key="Idempotency-Key", validate=validate.Length(1, MAX_KEY_LENGTH))


@blueprint.post("")
@body(OrderSchema)
@needs(Scope.SELL)
@documented(
    {201: BookingAnswer, 200: BookingAnswer},
    InvalidToken,
    ConfirmedByShop,
    ShowNotFound,
    UnknownSeats,
    SalesClosed,
    LockExpired,
    PriceChanged,
    MixedCurrencies,
    SeatsUnavailable,
    TooManySeats,
    IdempotencyKeyReused,
    headers=(IdempotencySchema,),
)
def create_booking(wanted: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """Turn the caller's locks into a booking, all or none.

    It costs what the seats cost when they were locked. With an `expectedTotal` that is something else, 409
    `price_changed` has the `total`; nothing is booked, and the locks are kept. The same `Idempotency-Key`
    with the same request answers with the same booking and 200, whatever is expected.

    With CONFIRM_BY=server only the shop books, by the admin token, for a `userId`; what is paid for is booked
    even when its lock has expired, as long as the seats are free, and then at their current prices.
    """
    booking, new = service.book(_order(wanted))
    return {"success": True, "booking": as_json(booking)}, 201 if new else 200


@blueprint.get("")
@documented(BookingsAnswer, InvalidToken, query=(PageSchema,))
def list_bookings() -> dict[str, Any]:
    """List the caller's bookings, the newest first, by pages."""
    page = paging()
    bookings, total = store.of_holder(caller().user_id, page)
    return {"success": True, "bookings": [as_json(booking) for booking in bookings], **page.as_json(total)}


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
@no_body(CancellationSchema)
@needs(Scope.SELL)
@documented(BookingAnswer, InvalidToken, BookingNotFound, TooLateToCancel)
def cancel_booking(booking_id: str) -> dict[str, Any]:
    """Cancel a booking and free its seats: the caller's own until the show starts, the organiser any."""
    if admin := current_admin():
        booking = service.cancel_any(booking_id, admin)
    else:
        booking = service.cancel_own(booking_id, caller().user_id)
    return {"success": True, "booking": as_json(booking)}


def _order(wanted: dict[str, Any]) -> Order:
    by_shop = current_admin()
    if by_shop:
        by_shop.require_show(wanted["show_id"])
    if settings.confirm_by == "server" and not by_shop:
        raise ConfirmedByShop
    if by_shop and not wanted["user_id"]:
        raise InvalidRequest(errors={"userId": ["Say for whom the shop books."]})
    customer.require(wanted["customer"])
    require_seats(wanted["show_id"], wanted["seats"] or [])
    who = _from_shop(wanted) if by_shop else {"holder": caller().user_id}
    return Order(
        show_id=wanted["show_id"],
        seats=wanted["seats"],
        idempotency_key=idempotency_key(),
        expected_total=wanted["expected_total"],
        customer=wanted["customer"],
        **who,
    )


def _from_shop(wanted: dict[str, Any]) -> dict[str, Any]:
    """Return what only the shop may say of an order: its holder, and that it is paid."""
    return {"holder": wanted["user_id"], "payment_reference": wanted["payment_reference"], "paid": True}


def idempotency_key() -> str | None:
    """Return the request's Idempotency-Key, if it has one; raise InvalidRequest."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    key = of_header(key)
    if not (0 < len(key) <= MAX_KEY_LENGTH and is_text(key)):
        raise InvalidRequest(
            errors={"Idempotency-Key": [f"1 to {MAX_KEY_LENGTH} characters, no control characters."]}
        )
    return key
