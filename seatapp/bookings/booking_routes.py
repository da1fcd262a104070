"""Book seats, and read and cancel bookings."""

from typing import Any

from flask import Blueprint, request

from ..errors import InvalidRequest
from ..extensions import settings
from ..http import body, is_admin, no_body, paging, require_indexes
from ..identity import caller
from ..text import is_text, of_header
from . import ledger
from .booking import Order, as_json
from .refusals import ConfirmedByShop
from .schemas import CancellationSchema, OrderSchema
from .selecting import require_seats

MAX_KEY_LENGTH = 255

blueprint = Blueprint("ledger", __name__, url_prefix="/api/bookings")
blueprint.before_request(require_indexes)


@blueprint.post("")
@body(OrderSchema)
def create_booking(wanted: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """Turn the caller's locks into a booking, all or none.

    It costs what the seats cost when they were locked. With an `expectedTotal` that is something else, 409
    `price_changed` tells the `total`; nothing is booked, and the locks are kept. The same `Idempotency-Key`
    with the same request answers with the same booking and 200, whatever is expected.

    With CONFIRM_BY=server only the shop books, by the admin token, for a `userId`; what is paid for is booked
    even when its lock has expired, as long as the seats are free, and then at their current prices.
    """
    booking, new = ledger.book(_order(wanted))
    return {"success": True, "booking": as_json(booking)}, 201 if new else 200


@blueprint.get("")
def list_bookings() -> dict[str, Any]:
    """List the caller's bookings, the newest first, by pages."""
    page = paging()
    bookings, total = ledger.page({"holder": caller().user_id}, page)
    return {"success": True, "bookings": [as_json(booking) for booking in bookings], **page.as_json(total)}


@blueprint.get("/<booking_id>")
def read_booking(booking_id: str) -> dict[str, Any]:
    """Show one of the caller's bookings; somebody else's is not there."""
    return {"success": True, "booking": as_json(ledger.find(booking_id, _holder()))}


@blueprint.post("/<booking_id>/cancel")
@no_body(CancellationSchema)
def cancel_booking(booking_id: str) -> dict[str, Any]:
    """Cancel a booking and free its seats: the caller's own until the show starts, the organiser any."""
    return {"success": True, "booking": as_json(ledger.cancel(booking_id, _holder()))}


def _holder() -> str | None:
    return None if is_admin() else caller().user_id


def _order(wanted: dict[str, Any]) -> Order:
    paid = is_admin()
    if settings.confirm_by == "server" and not paid:
        raise ConfirmedByShop
    if paid and not wanted["user_id"]:
        raise InvalidRequest(errors={"userId": ["Say for whom the shop books."]})
    require_seats(wanted["show_id"], wanted["seats"] or [])
    return Order(
        show_id=wanted["show_id"],
        seats=wanted["seats"],
        holder=wanted["user_id"] if paid else caller().user_id,
        idempotency_key=_idempotency_key(),
        payment_reference=wanted["payment_reference"] if paid else None,
        paid=paid,
        expected_total=wanted["expected_total"],
    )


def _idempotency_key() -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    key = of_header(key)
    if not (0 < len(key) <= MAX_KEY_LENGTH and is_text(key)):
        raise InvalidRequest(
            errors={"Idempotency-Key": [f"1 to {MAX_KEY_LENGTH} characters, no control characters."]}
        )
    return key
