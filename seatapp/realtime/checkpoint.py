"""The feed's checkpoint: each show's `seq`, and the resume token of the change stream.

Written before an announcement goes out, and only by a leader whose epoch is not older than the stored one.
Numbers only grow, also when their collection is dropped or an old one is restored: a client that has received
more drops what comes under lower ones. So after a loss all counters go on from the database's clock, in
milliseconds, which is ahead of every number announced before; FLOOR keeps that for counters not made yet.
"""

import hashlib
from typing import Any

import bson
from pymongo import ReturnDocument, UpdateMany, UpdateOne
from pymongo.errors import DuplicateKeyError

from ..database import Document
from ..extensions import db
from ..seats.counters import FLOOR
from ..shows import store
from .lease import Lease, LeaseLost

SEQ = {"$cond": [{"$isNumber": "$seq"}, "$seq", 0]}
NOW_MS = {"$toLong": "$$NOW"}


def advance(lease: Lease, show_id: str, count: int) -> int:
    """Count `count` announcements of the show and return the first one's number; raise LeaseLost."""
    before = {"$cond": [{"$isNumber": "$seq"}, "$seq", lease.floor]}
    try:
        counter: Any = db.feed_shows.find_one_and_update(
            {"_id": show_id, **_not_later(lease)},
            [{"$set": {"seq": {"$add": [before, count]}, "epoch": lease.epoch}}],
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
    except DuplicateKeyError:
        # The filter missed a counter that exists: a later leader has written it.
        raise LeaseLost from None
    return int(counter["seq"]) - count + 1


def skip_ahead(lease: Lease, *, lost: bool) -> None:
    """Leave a gap in every show's numbers, so that every client asks for the whole state.

    `lost` when the numbers themselves may be gone or old.
    """
    shows = store.ids()
    highest = [{"$add": [SEQ, 1]}, NOW_MS] if lost else [{"$add": [SEQ, 1]}]
    skip = [{"$set": {"seq": {"$max": highest}, "epoch": {"$ifNull": ["$epoch", 0]}}}]
    made = [*shows, FLOOR] if lost else shows
    db.feed_shows.bulk_write(
        [
            UpdateMany({"_id": {"$nin": made}}, skip),
            *(UpdateOne({"_id": show_id}, skip, upsert=True) for show_id in made),
        ],
        ordered=False,
    )
    load_floor(lease)


def retire_counters() -> None:
    """Expire the counters of deleted shows some days later, unless the show is created again."""
    shows = [*store.ids(), FLOOR]
    deleted = {"_id": {"$nin": shows}, "gone_at": {"$exists": False}}
    db.feed_shows.update_many(deleted, [{"$set": {"gone_at": "$$NOW"}}])
    db.feed_shows.update_many(
        {"_id": {"$in": shows}, "gone_at": {"$exists": True}}, {"$unset": {"gone_at": ""}}
    )


def load_floor(lease: Lease) -> None:
    """Read where the counters begin that this leader makes."""
    floor = db.feed_shows.find_one({"_id": FLOOR})
    lease.floor = floor["seq"] if floor else 0


def load_token(collection: Any) -> tuple[Any, bool]:
    """Return the resume token of the last batch that was announced, or None, and whether one was ever stored.

    A token is only of use to the collection, by its UUID, whose stream it came from.
    """
    stored = db.feed.find_one({"_id": "position"})
    if stored is None:
        return None, False
    token = stored.get("token")
    known = token is not None and stored.get("seal") == _seal(token, collection)
    return (token if known else None), True


def save_token(lease: Lease, token: Any, collection: Any) -> None:
    """Store the resume token; raise LeaseLost."""
    _write_token(lease, {"token": token, "seal": _seal(token, collection)})


def forget_token(lease: Lease) -> None:
    """Let the stream begin anew, because it cannot go on from the stored token; raise LeaseLost."""
    _write_token(lease, {"token": None, "seal": None})


def _write_token(lease: Lease, fields: Document) -> None:
    try:
        db.feed.update_one(
            {"_id": "position", **_not_later(lease)}, {"$set": {**fields, "epoch": lease.epoch}}, upsert=True
        )
    except DuplicateKeyError:
        raise LeaseLost from None


def _not_later(lease: Lease) -> Document:
    """Match what no later leader has written, whatever else the field holds."""
    return {"epoch": {"$not": {"$gt": lease.epoch}}}


def _seal(token: Any, collection: Any) -> str:
    return hashlib.sha256(bson.encode({"token": token, "collection": collection})).hexdigest()
