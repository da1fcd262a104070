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


class AlreadyCheckedIn(Refusal):
    """Seats were admitted before: `seats` names them, `checkedInAt` is when the first of them was.

    Of places in areas, `areas` says how many.
    """

    status = 409
    code = "already_checked_in"
    message = "Somebody came in with this ticket already."
    adds: ClassVar = {
        "seats": fields.List(fields.String(), required=True),
        "checkedInAt": fields.AwareDateTime(required=True),
        "areas": fields.Dict(keys=fields.String(), values=fields.Integer()),
    }


class BookingCancelled(Refusal):
    """The booking was cancelled, `cancelledAt`: it admits nobody."""

    status = 409
    code = "booking_cancelled"
    message = "This booking was cancelled."
    adds: ClassVar = {"cancelledAt": fields.AwareDateTime(required=True)}


class WrongShow(Refusal):
    """The booking is of another show than that of the door; the title is null once that show was deleted."""

    status = 409
    code = "wrong_show"
    message = "This ticket is for another show."
    adds: ClassVar = {
        "showId": fields.String(required=True),
        "title": fields.String(required=True, allow_none=True),
        "startsAt": fields.AwareDateTime(required=True, allow_none=True),
        "timeZone": fields.String(required=True, allow_none=True),
    }


class SomebodyInside(Refusal):
    """Who came in by a booking cannot cancel it afterwards; the organiser can."""

    status = 409
    code = "checked_in"
    message = "Somebody came in by this booking already: it can no longer be cancelled."
