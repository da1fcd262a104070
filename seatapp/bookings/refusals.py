"""Why a call about bookings is answered with no."""

from typing import ClassVar

from marshmallow import fields

from ..errors import Refusal


class PriceChanged(Refusal):
    """The booking would cost `total` in `currency`, which is not what the caller expected.

    Nothing was booked, and the locks are kept.
    """

    status = 409
    code = "price_changed"
    message = "These seats cost something else than you were shown."
    adds: ClassVar = {"total": fields.Integer(required=True), "currency": fields.String(required=True)}


class BookingNotFound(Refusal):
    """The caller has no such booking; whether another holder has is not disclosed."""

    status = 404
    code = "booking_not_found"
    message = "You have no such booking."


class IdempotencyKeyReused(Refusal):
    """The key was used before, with another request."""

    status = 422
    code = "idempotency_key_reused"
    message = "This idempotency key was used for another request."


class TooLateToCancel(Refusal):
    """The time in which holders may cancel is over; the organiser still may."""

    status = 409
    code = "too_late_to_cancel"
    message = "This booking can no longer be cancelled."


class ConfirmedByShop(Refusal):
    """Bookings are confirmed by the shop's backend here (CONFIRM_BY=server)."""

    status = 403
    code = "confirmed_by_shop"
    message = "Bookings are confirmed by the shop once they are paid."
