"""Move people to other seats, with the admin token."""

from typing import Any

from flask import Blueprint

from ..answers import documented
from ..bookings import moving
from ..bookings.booking import as_organiser_json
from ..bookings.refusals import BookingCancelled, BookingNotFound
from ..identity.admin import Scope, needs, required_admin
from ..requests import body
from ..seats.refusals import MixedCurrencies, SeatsUnavailable, UnknownSeats
from ..shows.store import ShowNotFound
from .answers import MovedAnswer
from .schemas import MoveSchema

blueprint = Blueprint("moving", __name__, url_prefix="/api/bookings")


@blueprint.post("/<booking_id>/move")
@body(MoveSchema)
@needs(Scope.SELL)
@documented(
    MovedAnswer,
    BookingNotFound,
    BookingCancelled,
    ShowNotFound,
    UnknownSeats,
    SeatsUnavailable,
    MixedCurrencies,
)
def move_booking(wanted: dict[str, Any], booking_id: str) -> dict[str, Any]:
    """Exchange seats of a booking for others at their prices of now, all or none.

    409 `seats_unavailable` names those that somebody has, or that are blocked without `blocked: true`; then
    nothing has changed. `difference` is what the total has changed by. The same move again, because the
    answer did not arrive, is answered as the first was.
    """
    pairs = dict(zip(wanted["from_"], wanted["to"], strict=True))
    moved = moving.move(booking_id, required_admin(), pairs, wanted["blocked"])
    return {"success": True, "booking": as_organiser_json(moved.booking), "difference": moved.difference}
