"""The organiser's view of a show on sale, with the admin token."""

from typing import Any

from flask import Blueprint, Response, request

from ..answers import documented
from ..bookings.booking import as_organiser_json
from ..identity.admin import Scope, needs, required_admin
from ..requests import PageSchema, body, paging
from ..seats.refusals import SeatsTaken, SeatsUnavailable, UnknownSeats
from ..shows import writes
from ..shows.selling import listed
from ..shows.standing import count_by_area, seats_among
from ..shows.store import ShowNotFound
from . import sales, spreadsheet
from .answers import (
    BlockedSeatsAnswer,
    ChangedSeatsAnswer,
    SalesAnswer,
    ShowBookingsAnswer,
)
from .schemas import BlockedQuerySchema, BlockingSchema, BookingQuerySchema, SalesSchema, SomeSeatsSchema
from .summary_answers import SummaryAnswer

blueprint = Blueprint("sales", __name__, url_prefix="/api/shows/<show_id>")


@blueprint.get("/bookings")
@needs(Scope.READ)
@documented(ShowBookingsAnswer, ShowNotFound, query=(PageSchema, BookingQuerySchema))
def list_bookings(show_id: str) -> dict[str, Any]:
    """List a show's bookings by pages, the newest first.

    `search` finds by the beginning of the reference, of a word of the buyer's name or of the e-mail address,
    or by user id, payment reference, booking id or seat; `status` by confirmed or cancelled; `seat` by a
    seat alone.
    """
    page = paging()
    query = BookingQuerySchema().load(request.args)
    bookings, total = sales.find_bookings(show_id, **query, page=page)
    return {
        "success": True,
        "bookings": [as_organiser_json(booking) for booking in bookings],
        **page.as_json(total),
    }


@blueprint.get("/bookings.csv")
@needs(Scope.READ)
@documented({200: "text/csv"}, ShowNotFound)
def export_bookings(show_id: str) -> Response:
    """Download all of a show's bookings as CSV, the oldest first."""
    filename = f"attachment; filename=bookings-{show_id}.csv"
    lines = spreadsheet.bookings_csv(show_id)
    return Response("".join(lines), mimetype="text/csv", headers={"Content-Disposition": filename})


@blueprint.get("/blocked-seats")
@needs(Scope.READ)
@documented(BlockedSeatsAnswer, ShowNotFound, query=(BlockedQuerySchema,))
def list_blocked(show_id: str) -> dict[str, Any]:
    """List the seats that are kept from the public, why, until when and by whom; `seat`: that one only."""
    query = BlockedQuerySchema().load(request.args)
    return {"success": True, "showId": show_id, "blocked": sales.blocked(show_id, **query)}


@blueprint.post("/block-seats")
@body(BlockingSchema)
@needs(Scope.SELL)
@documented(ChangedSeatsAnswer, ShowNotFound, UnknownSeats, SeatsTaken, SeatsUnavailable)
def block_seats(wanted: dict[str, Any], show_id: str) -> dict[str, Any]:
    """Keep seats from the public, for a reason; 409 names those that somebody has.

    With `until` the block ends by itself then. Seats that are blocked already stay so, no shorter than they
    were to be. `areas` says how many more places are to be blocked there.
    """
    sales.block(show_id, **wanted, by=required_admin().name)
    return {"success": True, "showId": show_id, "seats": wanted["seats"], "areas": wanted["areas"]}


@blueprint.post("/unblock-seats")
@body(SomeSeatsSchema)
@needs(Scope.SELL)
@documented(ChangedSeatsAnswer, ShowNotFound, UnknownSeats)
def unblock_seats(wanted: dict[str, Any], show_id: str) -> dict[str, Any]:
    """Give blocked seats back to the public; `seats` are those that were blocked.

    `areas` says how many of the blocked places there to give back.
    """
    unblocked = sales.unblock(show_id, **wanted, by=required_admin().name)
    seats, areas = seats_among(unblocked), count_by_area(unblocked)
    return {"success": True, "showId": show_id, "seats": seats, "areas": areas}


@blueprint.post("/sales")
@body(SalesSchema)
@needs(Scope.MANAGE)
@documented(SalesAnswer, ShowNotFound)
def set_sales(wanted: dict[str, Any], show_id: str) -> dict[str, Any]:
    """Open or close sales. Closed, nobody selects; who has seats locked may still book them."""
    return {"success": True, **listed(writes.set_sales(show_id, wanted["open"]))}


@blueprint.get("/summary")
@needs(Scope.READ)
@documented(SummaryAnswer, ShowNotFound)
def read_summary(show_id: str) -> dict[str, Any]:
    """Tell how a show sells: seats by state, and takings, in all and by category."""
    return {"success": True, **sales.summary(show_id)}
