"""Find shows. `writes` and `archive` change them, and nothing else touches `db.shows`.

`{_id: show id, uid, title, starts_at, time_zone, sales_start_at, sales_end_at, sales_open, currency, prices,
ticket_types, rules, whole_tables, areas, plan_id, plan_parts, seat_count, revision, created_at}`, and each
time's offset from UTC in minutes, such as `starts_at_offset`. The plan is in `stored_plans`; a show of a
former release has it here, as `plan`. `whole_tables`: some of its tables are sold as a whole.
`areas`: `{id, capacity, category, zone}` of each that has places, which are among the `seat_count`.

An archived show has no plan, but `archived_at`, `categories` and `cleared_at`, which `archive` writes.

`revision` grows with each write: writes are conditional on it, and caches compare it. It is the time in
milliseconds or one more than before, so it grows also when a show is deleted and made again.
"""

from typing import Any, ClassVar

from bson import ObjectId
from flask import Flask
from marshmallow import fields
from pymongo import ASCENDING, DESCENDING
from pymongo.change_stream import CollectionChangeStream
from pymongo.client_session import ClientSession

from ..database import Document
from ..errors import Refusal, Unavailable
from ..extensions import clock, db, settings
from ..requests import Page
from ..runtime import current_runtime, runtime_of
from . import stored_plans
from .cache import ShowCache
from .model import Listing, Show, listing_of, revision_of, show_of
from .schemas import is_show_id
from .selling import SalesState, not_ended, sales_state

ARCHIVED = "This show is over, and its hall is no longer kept."
WITHOUT_PLAN = {"plan": 0}
# Each finds a show whose plan was replaced before it could be read.
ATTEMPTS = 5


class ShowNotFound(Refusal):
    """There is no show with this id, or it is over and archived: `archivedAt` is when."""

    status = 404
    code = "show_not_found"
    message = "There is no such show."
    adds: ClassVar = {
        "archivedAt": fields.AwareDateTime(
            metadata={"description": "When a show that is over was archived; its bookings are still there."}
        )
    }


class ShowExists(Refusal):
    """The id of a new show is in use."""

    status = 409
    code = "show_exists"
    message = "There is a show with this id already."


class ShowChanged(Refusal):
    """Another request changed the show meanwhile; nothing was written."""

    status = 409
    code = "show_changed"
    message = "The show was changed by somebody else meanwhile. Look at it again."


class ShowTooLarge(Refusal):
    """The show without its plan is larger than what MongoDB stores as one document."""

    status = 413
    code = "show_too_large"
    message = "The show has too many prices."


def find(show_id: Any) -> Show:
    """Return the show, at most two seconds old; raise ShowNotFound.

    Takes what came from outside: what cannot be a show's id never reaches the database.
    """
    if not is_show_id(show_id):
        raise ShowNotFound
    return _cache().find(show_id)


def find_listing(show_id: Any) -> Listing:
    """Return the show without its hall, an archived one too; raise ShowNotFound."""
    try:
        return find(show_id)
    except ShowNotFound as missing:
        if "archivedAt" not in missing.details:
            raise
        return listing(show_id)


def listing(show_id: Any) -> Listing:
    """Return the show as it is in the database now, without its hall; raise ShowNotFound."""
    document = db.shows.find_one({"_id": show_id}, WITHOUT_PLAN) if is_show_id(show_id) else None
    if document is None:
        raise ShowNotFound
    return listing_of(document)


def load(show_id: Any) -> Show:
    """Return the show as it is in the database now; raise ShowNotFound, also for an archived one."""
    for _ in range(ATTEMPTS):
        document = require_hall(db.shows.find_one({"_id": show_id}) if is_show_id(show_id) else None)
        plan = stored_plans.read(document)
        if plan is not None:
            return show_of(document, plan, settings.max_seats_per_user)
    raise Unavailable


def current(show_id: str, session: ClientSession) -> Listing:
    """Return the show as the session's transaction sees it; raise ShowNotFound, also for an archived one.

    Once its sales have ended the transaction writes the show too, so that it and an archiving that it did not
    see cannot both come through.
    """
    document = require_hall(db.shows.find_one({"_id": show_id}, WITHOUT_PLAN, session=session))
    show = listing_of(document)
    if sales_state(show, clock.now()) is SalesState.ENDED:
        db.shows.update_one({"_id": show_id}, {"$currentDate": {"sold_late_at": True}}, session=session)
    return show


def on_sale() -> list[Listing]:
    """Return the shows whose sales have not ended, the next one first; some have not begun or are closed."""
    return _listings(not_ended(clock.now()))


def all_shows() -> list[Listing]:
    """Return every show, the earliest first."""
    return _listings({})


def ruled() -> list[Listing]:
    """Return the shows that have a hall, and rules, tables that are sold as a whole, or ticket types."""
    ruled = [{"rules": {"$nin": [None, {}]}}, {"whole_tables": True}, {"ticket_types.0": {"$exists": True}}]
    return _listings({"archived_at": None, "$or": ruled})


def with_areas() -> list[Listing]:
    """Return the shows that have a hall with areas for standing or free seating."""
    return _listings({"archived_at": None, "areas.0": {"$exists": True}})


def page(which: Document, wanted: Page, latest_first: bool) -> tuple[list[Listing], int]:
    """Return a page of the shows that the filter finds, by their start, and how many there are."""
    order = DESCENDING if latest_first else ASCENDING
    found = db.shows.find(which, WITHOUT_PLAN).sort([("starts_at", order), ("_id", order)])
    documents = found.skip(wanted.skip).limit(wanted.size)
    return [listing_of(document) for document in documents], db.shows.count_documents(which)


def refresh(show_id: str, revision: int | None) -> None:
    """Let the next call read the show anew, unless this is the revision that the worker has cached."""
    _cache().refresh(show_id, revision)


def forget(show_id: str) -> None:
    """Let the next call read the show anew."""
    _cache().forget(show_id)


def revisions(show_ids: list[str]) -> dict[str, int]:
    """Return the revisions of those shows that have a hall, as they are in the database now."""
    found = db.shows.find({"_id": {"$in": show_ids}, "archived_at": None}, {"revision": 1})
    return {document["_id"]: revision_of(document["revision"]) for document in found}


def ids() -> list[str]:
    """Return the ids of all shows that have a hall."""
    return db.shows.distinct("_id", {"archived_at": None})


def plan_ids() -> set[ObjectId]:
    """Return the ids of the plans that shows have."""
    return set(db.shows.distinct("plan_id"))


def watch(pipeline: list[Document], **options: Any) -> CollectionChangeStream[Document]:
    """Open the change stream of all shows, with the options of `Collection.watch`."""
    return db.shows.watch(pipeline, **options)


def register_cache(app: Flask) -> None:
    """Give the app its memory of shows."""
    runtime_of(app).shows = ShowCache(load, _revision)


def _cache() -> ShowCache:
    return current_runtime().shows


def _revision(show_id: str) -> int | None:
    return revisions([show_id]).get(show_id)


def _listings(query: Document) -> list[Listing]:
    return [listing_of(document) for document in db.shows.find(query, WITHOUT_PLAN).sort("starts_at")]


def require_hall(document: Document | None) -> Document:
    """Return the stored show; raise ShowNotFound unless it is there and not archived."""
    if document is None:
        raise ShowNotFound
    if archived_at := document.get("archived_at"):
        raise ShowNotFound(ARCHIVED, archivedAt=archived_at)
    return document
