"""How far the feed has come: each show's `seq`, and the place in the change stream.

Written before an announcement goes out, and only by a leader whose epoch is not older than the stored one.
Numbers only grow, also when their collection is dropped or an old one is restored: a client that has heard
more drops what comes under lower ones. So after a loss all counters go on from the database's clock, in
milliseconds, which is ahead of every number announced before; FLOOR keeps that for counters not made yet.
"""

import hashlib
from typing import Any

import bson
from pymongo import ReturnDocument, UpdateMany, UpdateOne
from pymongo.errors import DuplicateKeyError

from ..extensions import Document, db
from ..seats.counters import FLOOR
from .lease import Deposed, Term

SEQ = {"$cond": [{"$isNumber": "$seq"}, "$seq", 0]}
NOW_MS = {"$toLong": "$$NOW"}


def advance(term: Term, show_id: str, count: int) -> int:
    """Count `count` announcements of the show and return the first one's number; raise Deposed."""
    before = {"$cond": [{"$isNumber": "$seq"}, "$seq", term.floor]}
    try:
        counter: Any = db.feed_shows.find_one_and_update(
            {"_id": show_id, **_not_later(term)},
            [{"$set": {"seq": {"$add": [before, count]}, "epoch": term.epoch}}],
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
    except DuplicateKeyError:
        # The filter missed a counter that exists: a later leader has written it.
        raise Deposed from None
    return int(counter["seq"]) - count + 1


def skip_ahead(term: Term, *, lost: bool) -> None:
    """Leave a gap in every show's numbers, so that every client asks for the whole state.

    `lost` when the numbers themselves may be gone or old.
    """
    shows = db.shows.distinct("_id")
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
    load_floor(term)


def retire_counters() -> None:
    """Let the counters of shows that are gone end some days later, unless the show is made again."""
    shows = [*db.shows.distinct("_id"), FLOOR]
    gone = {"_id": {"$nin": shows}, "gone_at": {"$exists": False}}
    db.feed_shows.update_many(gone, [{"$set": {"gone_at": "$$NOW"}}])
    db.feed_shows.update_many(
        {"_id": {"$in": shows}, "gone_at": {"$exists": True}}, {"$unset": {"gone_at": ""}}
    )


def load_floor(term: Term) -> None:
    """Let the term know where the counters begin that it makes."""
    floor = db.feed_shows.find_one({"_id": FLOOR})
    term.floor = floor["seq"] if floor else 0


def load_position(collection: Any) -> tuple[Any, bool]:
    """Return the resume token of the last batch that was announced, or None, and whether one was ever stored.

    A token is only of use to the collection, by its UUID, whose stream it came from.
    """
    position = db.feed.find_one({"_id": "position"})
    if position is None:
        return None, False
    token = position.get("token")
    known = token is not None and position.get("seal") == _seal(token, collection)
    return (token if known else None), True


def save_position(term: Term, token: Any, collection: Any) -> None:
    """Store the resume token; raise Deposed."""
    _write_position(term, {"token": token, "seal": _seal(token, collection)})


def forget_position(term: Term) -> None:
    """Let the stream begin anew, because it cannot go on from the stored token; raise Deposed."""
    _write_position(term, {"token": None, "seal": None})


def _write_position(term: Term, fields: Document) -> None:
    try:
        db.feed.update_one(
            {"_id": "position", **_not_later(term)}, {"$set": {**fields, "epoch": term.epoch}}, upsert=True
        )
    except DuplicateKeyError:
        raise Deposed from None


def _not_later(term: Term) -> Document:
    """Match what no later leader has written, whatever else the field holds."""
    return {"epoch": {"$not": {"$gt": term.epoch}}}


def _seal(token: Any, collection: Any) -> str:
    return hashlib.sha256(bson.encode({"token": token, "collection": collection})).hexdigest()
