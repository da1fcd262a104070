"""Create, change and delete shows: every write is conditional on the revision that was read."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

import bson
from bson import ObjectId
from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from ..database import Document
from ..extensions import clock, db
from . import stored_plans, times
from .model import Listing, listing_of
from .schemas import NewShow
from .store import WITHOUT_PLAN, ShowChanged, ShowExists, ShowNotFound, ShowTooLarge, forget, require_hall

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# For pipelines, as `replace` has it.
NEXT_REVISION = {
    "$max": [
        {"$cond": [{"$isNumber": "$revision"}, {"$add": ["$revision", 1]}, 0]},
        {"$toLong": "$$NOW"},
    ]
}
# What MongoDB stores as one document.
MAX_DOCUMENT_BYTES = 16 * 1024 * 1024


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
    forget(new.show_id)
    return listing_of(document)


def replace(old: Listing, new: NewShow) -> Listing:
    """Store `new` in the place of `old`; raise ShowChanged unless `old` is still there, ShowTooLarge."""
    revision = max(old.revision + 1, _milliseconds(clock.now()))
    kept = {"uid": old.uid, "created_at": old.created_at, "sales_open": old.sales_open}
    document = _document(new, revision=revision, **kept)
    plan = stored_plans.insert(old.show_id, new.plan)
    document.update(asdict(plan))
    written = db.shows.replace_one(unchanged(old), document).matched_count
    forget(old.show_id)
    if not written:
        stored_plans.delete(old.show_id, former=plan.plan_id)
        raise ShowChanged
    stored_plans.delete(old.show_id, former=old.plan_id, current=plan.plan_id)
    return listing_of(document)


def set_sales(show_id: str, is_open: bool) -> Listing:
    """Open or close the sales of a show; raise ShowNotFound."""
    changes = {"sales_open": is_open, "revision": NEXT_REVISION}
    written = db.shows.find_one_and_update(
        {"_id": show_id, "archived_at": None},
        [{"$set": changes}],
        WITHOUT_PLAN,
        return_document=ReturnDocument.AFTER,
    )
    forget(show_id)
    if written is None:
        require_hall(db.shows.find_one({"_id": show_id}, WITHOUT_PLAN))
        raise ShowNotFound
    return listing_of(written)


def remove(old: Listing) -> None:
    """Delete the show; raise ShowChanged unless `old` is still there."""
    removed = db.shows.delete_one(unchanged(old)).deleted_count
    forget(old.show_id)
    if not removed:
        raise ShowChanged
    stored_plans.delete(old.show_id, former=old.plan_id)


def unchanged(old: Listing) -> Document:
    """Return the filter that finds the show only as it was read."""
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
        "ticket_types": [each.as_document() for each in new.ticket_types],
        "rules": new.rules.stored,
        "whole_tables": any(table.get("whole") for table in new.plan.get("tables", {}).values()),
        "areas": [{"id": area_id, **area._asdict()} for area_id, area in new.areas.items()],
        "seat_count": len(new.seats) + sum(area.capacity for area in new.areas.values()),
        **kept,
    }
    if len(bson.encode(document)) > MAX_DOCUMENT_BYTES:
        raise ShowTooLarge
    return document


def _milliseconds(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(milliseconds=1)
