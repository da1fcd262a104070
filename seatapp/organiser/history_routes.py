"""What happened to a seat, with the admin token."""

from typing import Any

from flask import Blueprint, request

from ..answers import documented
from ..identity.admin import Scope, needs
from ..requests import PageSchema, paging
from ..seats.refusals import UnknownSeats
from ..shows.store import ShowNotFound
from . import history
from .history_answers import HistoryAnswer
from .schemas import SeatQuerySchema

blueprint = Blueprint("history", __name__, url_prefix="/api/shows/<show_id>")


@blueprint.get("/history")
@needs(Scope.READ)
@documented(HistoryAnswer, ShowNotFound, UnknownSeats, query=(PageSchema, SeatQuerySchema))
def read_history(show_id: str) -> dict[str, Any]:
    """Tell what happened to a seat by pages, the newest first: when, what, and who did it.

    Locks and blocks are kept for HISTORY_DAYS, bookings and what was done at the door with the booking.
    """
    page, seat = paging(), SeatQuerySchema().load(request.args)["seat"]
    events, total = history.read(show_id, seat, page)
    told = [{"at": e.at, "what": e.what, "by": e.by, "byKind": e.by_kind, **e.details} for e in events]
    return {"success": True, "showId": show_id, "seat": seat, "events": told, **page.as_json(total)}
