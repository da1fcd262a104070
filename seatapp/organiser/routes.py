"""What an organiser may do to shows, with the admin token."""

from functools import wraps
from typing import Any

from flask import Blueprint, request

from ..answers import documented
from ..identity.admin import Scope, needs
from ..requests import View, body, no_body
from ..seats.refusals import SeatsTaken
from ..shows.model import Listing
from ..shows.schemas import NewShow, ReplacementSchema, ShowSchema
from ..shows.selling import listed
from ..shows.store import ShowChanged, ShowExists, ShowNotFound, ShowTooLarge
from . import archiving, halls, preview
from .answers import ArchivedShowAnswer, ChangedShowAnswer, PreviewAnswer, ShowIdAnswer
from .archiving import ShowNotOver
from .schemas import RevisionQuerySchema

# A stadium of 120,000 seats has 14 MB, and twice that where a program wrote it with spaces.
MAX_PLAN_BYTES = 32 * 1024 * 1024

blueprint = Blueprint("halls", __name__, url_prefix="/api/shows")


def large_body(view: View) -> View:
    """Take a body as large as a seating plan. The admin check comes first: strangers may not send one."""

    @wraps(view)
    def widened(*args: Any, **kwargs: Any) -> Any:
        request.max_content_length = MAX_PLAN_BYTES
        return view(*args, **kwargs)

    return widened


@blueprint.post("")
@large_body
@body(ShowSchema)
@needs(Scope.MANAGE, all_shows=True)
@documented({201: ChangedShowAnswer}, ShowExists, ShowTooLarge)
def create_show(new: NewShow) -> tuple[dict[str, Any], int]:
    """Put a new show on sale."""
    return _answer(halls.publish(new)), 201


@blueprint.put("/<show_id>")
@large_body
@body(ReplacementSchema)
@needs(Scope.MANAGE)
@documented(
    ChangedShowAnswer, ShowNotFound, ShowChanged, SeatsTaken, ShowTooLarge, query=(RevisionQuerySchema,)
)
def replace_show(new: NewShow, show_id: str) -> dict[str, Any]:
    """Change a show; 409 `seats_taken` names the taken seats that the new plan has not.

    With `?revision=`, that of the show as the caller knows it, 409 `show_changed` when it is another by now.
    """
    return _answer(halls.replace(show_id, new, **RevisionQuerySchema().load(request.args)))


@blueprint.post("/<show_id>/preview")
@large_body
@body(ReplacementSchema)
@needs(Scope.MANAGE)
@documented(PreviewAnswer, ShowNotFound, ShowChanged, query=(RevisionQuerySchema,))
def preview_change(new: NewShow, show_id: str) -> dict[str, Any]:
    """Tell what a PUT of this would mean for those who have seats; nothing is changed.

    `taken` are the taken seats that would vanish (`after` is null; then the PUT is refused) or be sold as
    something else: booked and locked ones keep the price that was agreed. Seats that are just being chosen
    may be free again by `until`, and the PUT go through from `possibleFrom` on.
    """
    told = preview.preview(show_id, new, **RevisionQuerySchema().load(request.args))
    return {"success": True, **told}


@blueprint.delete("/<show_id>")
@no_body()
@needs(Scope.MANAGE)
@documented(ShowIdAnswer, ShowNotFound, ShowChanged, SeatsTaken)
def delete_show(show_id: str) -> dict[str, Any]:
    """Delete a show; 409 names the seats that somebody has."""
    halls.withdraw(show_id)
    return {"success": True, "showId": show_id}


@blueprint.post("/<show_id>/archive")
@no_body()
@needs(Scope.MANAGE)
@documented(ArchivedShowAnswer, ShowNotFound, ShowNotOver, ShowChanged)
def archive_show(show_id: str) -> dict[str, Any]:
    """Archive a show that is over: its bookings stay, its seats and its plan go. Cannot be undone."""
    show = archiving.archive(show_id)
    return {"success": True, "showId": show_id, "archivedAt": show.archived_at}


def _answer(show: Listing) -> dict[str, Any]:
    return {"success": True, **listed(show), "show": listed(show)}
