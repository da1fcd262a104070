"""Keep and find shows: the only module that reads and writes `db.shows`.

`{_id: show id, uid, title, starts_at, time_zone, sales_start_at, sales_end_at, sales_open, currency, prices,
plan_id, plan_parts, seat_count, revision, created_at}`, and each time's offset from UTC in minutes, such as
`starts_at_offset`. The plan is in `stored_plans`; a show of a former release has it here, as `plan`.

`revision` grows with each write: writes are conditional on it, and caches compare it. It is the time in
milliseconds or one more than before, so it grows also when a show is deleted and made again.
"""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

import bson
from bson import ObjectId
from flask import Flask
from pymongo import ASCENDING, DESCENDING, ReturnDocument
from pymongo.change_stream import CollectionChangeStream
from pymongo.client_session import ClientSession
from pymongo.errors import DuplicateKeyError

from ..database import Document
from ..errors import Refusal, Unavailable
from ..extensions import clock, db, settings
from ..requests import Page
from ..runtime import current_runtime, runtime_of
from . import stored_plans, times
from .cache import ShowCache
from .model import Listing, Show, listing_of, revision_of, show_of
from .schemas import NewShow, is_show_id
from .selling import not_ended

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
WITHOUT_PLAN = {"plan": 0}
# What MongoDB stores as one document.
MAX_DOCUMENT_BYTES = 16 * 1024 * 1024
# Each finds a show whose plan was replaced before it could be read.
ATTEMPTS = 5


class ShowNotFound(Refusal):
    """There is no show with this id."""

    status = 404
    code = "show_not_found"
    message = "There is no such show."


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


def load(show_id: Any) -> Show:
    """Return the show as it is in the database now; raise ShowNotFound."""
    for _ in range(ATTEMPTS):
        document = db.shows.find_one({"_id": show_id}) if is_show_id(show_id) else None
        if document is None:
            raise ShowNotFound
        plan = stored_plans.read(document)
        if plan is not None:
            return show_of(document, plan, settings.max_seats_per_user)
    raise Unavailable


def current(show_id: str, session: ClientSession) -> Listing:
    """Return the show as the session's transaction sees it; raise ShowNotFound."""
    document = db.shows.find_one({"_id": show_id}, WITHOUT_PLAN, session=session)
    if document is None:
        raise ShowNotFound
    return listing_of(document)


def on_sale() -> list[Listing]:
    """Return the shows whose sales have not ended, the next one first; some have not begun or are closed."""
    return _listings(not_ended(clock.now()))


def all_shows() -> list[Listing]:
    """Return every show, the earliest first."""
    return _listings({})


def page(which: Document, wanted: Page, latest_first: bool) -> tuple[list[Listing], int]:
    """Return a page of the shows that the filter finds, by their start, and how many there are."""
    order = DESCENDING if latest_first else ASCENDING
    found = db.shows.find(which, WITHOUT_PLAN).sort([("starts_at", order), ("_id", order)])
    documents = found.skip(wanted.skip).limit(wanted.size)
    return [listing_of(document) for document in documents], db.shows.count_documents(which)


def refresh(show_id: str, revision: int | None) -> None:
    """Let the next call read the show anew, unless this is the revision that the worker has cached."""
    _cache().refresh(show_id, revision)


def revisions(show_ids: list[str]) -> dict[str, int]:
    """Return the revisions of those shows that there are, as they are in the database now."""
    found = db.shows.find({"_id": {"$in": show_ids}}, {"revision": 1})
    return {document["_id"]: revision_of(document["revision"]) for document in found}


def ids() -> list[str]:
    """Return the ids of all shows."""
    return db.shows.distinct("_id")


def watch(pipeline: list[Document], **options: Any) -> CollectionChangeStream[Document]:
    """Open the change stream of all shows, with the options of `Collection.watch`."""
    return db.shows.watch(pipeline, **options)


def create(new: NewShow) -> Listing:
    """Store a new show; raise ShowExists, ShowTooLarge."""
    now = clock.now()
    document = _document(new, uid=ObjectId(), revision=_milliseconds(now), created_at=now)
    plan = stored_plans.insert(new.show_id, new.plan)
    document.update(asdict(plan))
    try:
        db.shows.insert_one(document)
    except DuplicateKeyError:
        stored_plans.delete(new.show_id, former=plan.plan_id)
        raise ShowExists from None
    _cache().forget(new.show_id)
    return listing_of(document)


def replace(old: Listing, new: NewShow) -> Listing:
    """Store `new` in the place of `old`; raise ShowChanged unless `old` is still there, ShowTooLarge."""
    revision = max(old.revision + 1, _milliseconds(clock.now()))
    kept = {"uid": old.uid, "created_at": old.created_at, "sales_open": old.sales_open}
    document = _document(new, revision=revision, **kept)
    plan = stored_plans.insert(old.show_id, new.plan)
    document.update(asdict(plan))
    written = db.shows.replace_one(_unchanged(old), document).matched_count
    _cache().forget(old.show_id)
    if not written:
        stored_plans.delete(old.show_id, former=plan.plan_id)
        raise ShowChanged
    stored_plans.delete(old.show_id, former=old.plan_id, current=plan.plan_id)
    return listing_of(document)


def set_sales(show_id: str, is_open: bool) -> Listing:
    """Open or close the sales of a show; raise ShowNotFound."""
    next_one = {"$cond": [{"$isNumber": "$revision"}, {"$add": ["$revision", 1]}, 0]}
    changes = {"sales_open": is_open, "revision": {"$max": [next_one, {"$toLong": "$$NOW"}]}}
    written = db.shows.find_one_and_update(
        {"_id": show_id}, [{"$set": changes}], WITHOUT_PLAN, return_document=ReturnDocument.AFTER
    )
    _cache().forget(show_id)
    if written is None:
        raise ShowNotFound
    return listing_of(written)


def remove(old: Listing) -> None:
    """Delete the show; raise ShowChanged unless `old` is still there."""
    removed = db.shows.delete_one(_unchanged(old)).deleted_count
    _cache().forget(old.show_id)
    if not removed:
        raise ShowChanged
    stored_plans.delete(old.show_id, former=old.plan_id)


def register_cache(app: Flask) -> None:
    """Give the app its memory of shows."""
    runtime_of(app).shows = ShowCache(load, _revision)


def _cache() -> ShowCache:
    return current_runtime().shows


def _revision(show_id: str) -> int | None:
    return revisions([show_id]).get(show_id)


def _listings(query: Document) -> list[Listing]:
    return [listing_of(document) for document in db.shows.find(query, WITHOUT_PLAN).sort("starts_at")]


def _unchanged(old: Listing) -> Document:
    return {"_id": old.show_id, "revision": old.version}


def _document(new: NewShow, **kept: Any) -> Document:
    document = {
        "_id": new.show_id,
        "title": new.title,
        **times.stored("starts_at", new.starts_at),
        "time_zone": new.time_zone,
        **times.stored("sales_start_at", new.sales_start_at),
        **times.stored("sales_end_at", new.sales_end_at),
        "currency": new.currency,
        "prices": new.prices,
        "seat_count": len(new.seats),
        **kept,
    }
    if len(bson.encode(document)) > MAX_DOCUMENT_BYTES:
        raise ShowTooLarge
    return document


def _milliseconds(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(milliseconds=1)
