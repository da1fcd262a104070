"""Keep and find shows: the only module that reads and writes `db.shows`.

`{_id: show id, title, starts_at, currency, prices, plan, seat_count, revision, created_at}`. `revision` is
new at each write: writes are conditional on it, and caches compare it.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any, cast

import bson
from flask import Flask, current_app
from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from ..errors import Refusal
from ..extensions import Document, clock, db
from .cache import ShowCache
from .model import Listing, Show, listing_of, show_of
from .schemas import NewShow, is_show_id

ON_SALE_AFTER_START = timedelta(hours=6)
WITHOUT_PLAN = {"plan": 0}
# What MongoDB stores as one document.
MAX_DOCUMENT_BYTES = 16 * 1024 * 1024


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
    """Somebody else changed the show meanwhile; nothing was written."""

    status = 409
    code = "show_changed"
    message = "The show was changed by somebody else meanwhile. Look at it again."


class ShowTooLarge(Refusal):
    """The plan is larger than what MongoDB stores as one document."""

    status = 413
    code = "show_too_large"
    message = "The seating plan is too large."


def find(show_id: Any) -> Show:
    """Return the show, at most two seconds old; raise ShowNotFound.

    Takes what came from outside: what cannot be a show's id never reaches the database.
    """
    if not is_show_id(show_id):
        raise ShowNotFound
    return _cache().find(show_id)


def load(show_id: Any) -> Show:
    """Return the show as it is in the database now; raise ShowNotFound."""
    document = db.shows.find_one({"_id": show_id}) if is_show_id(show_id) else None
    if document is None:
        raise ShowNotFound
    return show_of(document)


def on_sale() -> list[Listing]:
    """Return the shows that have not ended yet, the next one first."""
    return _listings({"starts_at": {"$gt": clock.now() - ON_SALE_AFTER_START}})


def all_shows() -> list[Listing]:
    """Return every show, the earliest first."""
    return _listings({})


def create(new: NewShow) -> Listing:
    """Store a new show; raise ShowExists, ShowTooLarge."""
    document = _document(new, clock.now())
    try:
        db.shows.insert_one(document)
    except DuplicateKeyError:
        raise ShowExists from None
    _cache().forget(new.show_id)
    return listing_of(document)


def replace(old: Listing, new: NewShow) -> Listing:
    """Store `new` in the place of `old`; raise ShowChanged unless `old` is still there, ShowTooLarge."""
    document = {**_document(new, old.created_at), "sales_open": old.sales_open}
    written = db.shows.replace_one(_unchanged(old), document).matched_count
    _cache().forget(old.show_id)
    if not written:
        raise ShowChanged
    return listing_of(document)


def set_sales(show_id: str, is_open: bool) -> Listing:
    """Open or close the sales of a show; raise ShowNotFound."""
    changes = {"sales_open": is_open, "revision": _new_revision()}
    written = db.shows.find_one_and_update(
        {"_id": show_id}, {"$set": changes}, WITHOUT_PLAN, return_document=ReturnDocument.AFTER
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


def register_cache(app: Flask) -> None:
    """Give the app its memory of shows."""
    app.extensions["seatapp.shows"] = ShowCache(load, _revision)


def _cache() -> ShowCache:
    return cast(ShowCache, current_app.extensions["seatapp.shows"])


def _revision(show_id: str) -> str | None:
    document = db.shows.find_one({"_id": show_id}, {"revision": 1})
    return document["revision"] if document else None


def _listings(query: Document) -> list[Listing]:
    return [listing_of(document) for document in db.shows.find(query, WITHOUT_PLAN).sort("starts_at")]


def _unchanged(old: Listing) -> Document:
    return {"_id": old.show_id, "revision": old.revision}


def _document(new: NewShow, created_at: datetime) -> Document:
    document = {
        "_id": new.show_id,
        "title": new.title,
        "starts_at": new.starts_at,
        "currency": new.currency,
        "prices": new.prices,
        "plan": new.plan,
        "seat_count": len(new.seats),
        "revision": _new_revision(),
        "created_at": created_at,
    }
    if len(bson.encode(document)) > MAX_DOCUMENT_BYTES:
        raise ShowTooLarge
    return document


def _new_revision() -> str:
    return secrets.token_urlsafe(12)
