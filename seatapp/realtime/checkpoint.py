"""The feed's checkpoint: each show's `seq`, and the resume token of the change stream.

Written before an announcement goes out, and only by a leader whose epoch is not older than the stored one.
Numbers only grow, also when their collection is dropped or an old one is restored: a client that has received
more drops what comes under lower ones. So after a loss all counters go on from the database's clock, in
milliseconds, which is ahead of every number announced before; FLOOR keeps that for counters not made yet.
"""

import hashlib
import re
from typing import Any

import bson
from bson import Timestamp
from pymongo import ReturnDocument, UpdateMany, UpdateOne
from pymongo.errors import DuplicateKeyError

from ..database import Document
from ..extensions import db
from ..indexes import identities
from ..seats.counters import FLOOR
from ..shows import store
from .lease import Division, Lease, LeaseLost, current_division

SEQ = {"$cond": [{"$isNumber": "$seq"}, "$seq", 0]}
NOW_MS = {"$toLong": "$$NOW"}
TOKEN = re.compile(r"82[0-9A-F]{16}")


def advance(lease: Lease, show_id: str, count: int) -> int:
    """Count `count` announcements of the show and return the first one's number; raise LeaseLost."""
    before = {"$cond": [{"$isNumber": "$seq"}, "$seq", _floor(lease, show_id)]}
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
    lease.counted.add(show_id)
    return int(counter["seq"]) - count + 1


def skip_ahead(*, lost: bool) -> None:
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


def retire_counters() -> None:
    """Expire the counters of deleted shows some days later, unless the show is created again."""
    shows = [*store.ids(), FLOOR]
    deleted = {"_id": {"$nin": shows}, "gone_at": {"$exists": False}}
    db.feed_shows.update_many(deleted, [{"$set": {"gone_at": "$$NOW"}}])
    db.feed_shows.update_many(
        {"_id": {"$in": shows}, "gone_at": {"$exists": True}}, {"$unset": {"gone_at": ""}}
    )


def load_token(lease: Lease, collection: Any) -> tuple[Any, bool]:
    """Return the resume token of the last batch that was announced, or None, and whether one was ever stored.

    A token is only of use to the collection, by its UUID, whose stream it came from. In a feed that was
    divided anew it is a time.
    """
    stored = db.feed.find_one({"_id": _id(lease.division, lease.part.number)})
    return (_usable(stored, collection), True) if stored else (None, False)


def save_token(lease: Lease, token: Any, collection: Any) -> None:
    """Store the resume token; raise LeaseLost."""
    _write_token(lease, {"token": token, "seal": _seal(token, collection)})


def forget_token(lease: Lease) -> None:
    """Let the stream begin anew, because it cannot go on from the stored token; raise LeaseLost."""
    _write_token(lease, {"token": None, "seal": None})


def stored_tokens(division: Division) -> list[Any]:
    """Return the resume token of each part, None where there is none."""
    stored = {document["_id"]: document.get("token") for document in db.feed.find({"_id": _ids(division)})}
    return [stored.get(_id(division.name, part)) for part in range(division.parts)]


def copy(before: Division, after: Division) -> None:
    """Let each part of the new division begin where the slowest of the former one is.

    From that time on: a stream resumes after a token only when it lets the token's own event through, which
    may be of another part. Where a part of the former division cannot be resumed, no new one can.
    """
    collection = identities().get("seat_locks")
    found = list(db.feed.find({"_id": _ids(before)}))
    if not found:
        return
    times = [_time_of(_usable(document, collection)) for document in found]
    known = [time for time in times if time is not None]
    start = min(known) if len(known) == before.parts else None
    fields = {"token": start, "seal": _seal(start, collection), "epoch": 0}
    db.feed.insert_many([{"_id": _id(after.name, part), **fields} for part in range(after.parts)])


def delete(division: Division) -> None:
    """Delete the checkpoints of a division that is not in force."""
    db.feed.delete_many({"_id": _ids(division)})


def delete_former() -> None:
    """Delete what workers left behind that died while they divided the feed; for a leader only."""
    current = _ids(current_division())["$in"]
    db.feed.delete_many({"_id": {"$regex": "^position", "$nin": current}})


def _floor(lease: Lease, show_id: str) -> int:
    """Return where the show's counter begins if this leader has to make it."""
    if show_id not in lease.counted:
        floor = db.feed_shows.find_one({"_id": FLOOR})
        lease.floor = int(floor["seq"]) if floor else 0
    return lease.floor


def _write_token(lease: Lease, fields: Document) -> None:
    which = {"_id": _id(lease.division, lease.part.number), **_not_later(lease)}
    try:
        db.feed.update_one(which, {"$set": {**fields, "epoch": lease.epoch}}, upsert=True)
    except DuplicateKeyError:
        raise LeaseLost from None


def _id(division: str, part: int) -> str:
    """Return the id of a part's checkpoint; a feed that was never divided has the one of former releases."""
    return f"position {division} {part}" if division else "position"


def _ids(division: Division) -> Document:
    return {"$in": [_id(division.name, part) for part in range(division.parts)]}


def _usable(stored: Document, collection: Any) -> Any:
    token = stored.get("token")
    return token if token is not None and stored.get("seal") == _seal(token, collection) else None


def _time_of(token: Any) -> Timestamp | None:
    """Return the cluster time at which a resume token is, None for what is none.

    Its data are hexadecimal and begin with the byte 82 for a timestamp: seconds, then the increment.
    """
    if isinstance(token, Timestamp):
        return token
    data = str(token.get("_data", "")) if isinstance(token, dict) else ""
    return Timestamp(int(data[2:10], 16), int(data[10:18], 16)) if TOKEN.match(data) else None


def _not_later(lease: Lease) -> Document:
    """Match what no later leader has written, whatever else the field holds."""
    return {"epoch": {"$not": {"$gt": lease.epoch}}}


def _seal(token: Any, collection: Any) -> str:
    return hashlib.sha256(bson.encode({"token": token, "collection": collection})).hexdigest()
