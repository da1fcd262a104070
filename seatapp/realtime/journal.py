"""How far the feed has come: each show's `seq`, and the place in the change stream.

Written before an announcement goes out, and only by a leader whose epoch is not older than the stored one.
"""

from typing import Any

from pymongo import ReturnDocument, UpdateOne
from pymongo.errors import DuplicateKeyError

from ..extensions import db
from .lease import Deposed, Term


def advance(term: Term, show_id: str, count: int) -> int:
    """Count `count` announcements of the show and return the first one's number; raise Deposed."""
    try:
        counter: Any = db.feed_shows.find_one_and_update(
            {"_id": show_id, "epoch": {"$lte": term.epoch}},
            {"$inc": {"seq": count}, "$set": {"epoch": term.epoch}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
    except DuplicateKeyError:
        # The filter missed a counter that exists: a later leader has written it.
        raise Deposed from None
    return int(counter["seq"]) - count + 1


def skip_ahead() -> None:
    """Leave a gap in every show's numbers, so that every client asks for the whole state."""
    skips = [
        UpdateOne({"_id": show["_id"]}, {"$inc": {"seq": 1}, "$setOnInsert": {"epoch": 0}}, upsert=True)
        for show in db.shows.find({}, {"_id": 1})
    ]
    if skips:
        db.feed_shows.bulk_write(skips, ordered=False)


def load_position() -> Any:
    """Return the resume token of the last batch that was announced, or None."""
    position = db.feed.find_one({"_id": "position"})
    return position["token"] if position else None


def save_position(term: Term, token: Any) -> None:
    """Store the resume token; raise Deposed."""
    try:
        db.feed.update_one(
            {"_id": "position", "epoch": {"$lte": term.epoch}},
            {"$set": {"token": token, "epoch": term.epoch}},
            upsert=True,
        )
    except DuplicateKeyError:
        raise Deposed from None
