"""The link to a booking's ticket, with the admin token: to be printed, shown or sent to who bought it."""

from typing import Any

from flask import Blueprint, url_for

from ..answers import documented
from ..bookings import service, ticket_links
from ..bookings.refusals import BookingNotFound
from ..identity.admin import Scope, needs, required_admin
from .answers import TicketLinkAnswer

blueprint = Blueprint("ticket", __name__, url_prefix="/api/bookings/<booking_id>")


@blueprint.get("/ticket")
@needs(Scope.READ)
@documented(TicketLinkAnswer, BookingNotFound)
def read_ticket_link(booking_id: str) -> dict[str, Any]:
    """Return the link to a booking's ticket, which whoever has it may open.

    Who bought at the door has no other. `url` is a path on this server.
    """
    booking = service.find_any(booking_id, required_admin())
    return {
        "success": True,
        "url": url_for("web.bookings.show_ticket", signed=ticket_links.sign(booking["_id"])),
    }
