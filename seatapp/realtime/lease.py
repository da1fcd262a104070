"""Which workers lead: a lease for each part of the feed, with an epoch that only grows.

All leases are in one document, so that one write decides, also when workers with another FEED_PARTS compete:
`{_id: "lease", parts, division, owner, epoch, expires_at, others: {"1": {owner, epoch, expires_at}, …}}`.
Part 0 has its fields at the top, where releases without parts look. `division` changes whenever `parts`
does, and names the checkpoints that belong to these parts.
"""

from contextlib import suppress
from dataclasses import dataclass, field

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from ..database import Document
from ..extensions import db
from .parts import WHOLE, Part

LEASE_SECONDS = 3

_OTHERS = {"$map": {"input": {"$objectToArray": {"$ifNull": ["$others", {}]}}, "in": "$$this.v"}}
_EXPIRIES = {"$concatArrays": [["$expires_at"], {"$map": {"input": _OTHERS, "in": "$$this.expires_at"}}]}
# No worker leads any part.
_NONE_LIVE = {
    "$and": [
        {"$lte": ["$expires_at", "$$NOW"]},
        {"$eq": [{"$filter": {"input": _OTHERS, "cond": {"$gt": ["$$this.expires_at", "$$NOW"]}}}, []]},
    ]
}


class LeaseLost(Exception):
    """A later leader has written: this one must stop leading."""


@dataclass(slots=True)
class Lease:
    """One worker's time as the leader of a part; `active` until it ends.

    `counted` are the shows that are known to have a counter; `floor` is where others begin, as last read.
    """

    worker_id: str
    epoch: int
    part: Part = WHOLE
    division: str = ""
    active: bool = True
    counted: set[str] = field(default_factory=set)
    floor: int = 0

    def end(self) -> None:
        """Stop leading."""
        self.active = False


@dataclass(frozen=True, slots=True)
class Division:
    """How the feed is divided now: the number of parts, and the name of this division."""

    parts: int
    name: str


def current_division() -> Division:
    """Return how the feed is divided by those who lead it, or led it last."""
    stored = db.feed.find_one({"_id": "lease"}, {"parts": 1, "division": 1}) or {}
    return Division(stored.get("parts", 1), stored.get("division", ""))


def acquire(worker_id: str, part: Part = WHOLE) -> Lease | None:
    """Acquire the part's lease if it has run out, by the database's clock; else return None.

    None also while the feed is divided into another number of parts, see `divide`. The epoch follows that
    clock too, so that it grows when the leases were dropped or old ones restored.
    """
    at = _prefix(part)
    expired = {"$lte": [{"$ifNull": [f"${at}expires_at", "$$NOW"]}, "$$NOW"]}
    same = {"$eq": [{"$ifNull": ["$parts", 1]}, part.count]}
    acquired: Document | None = db.feed.find_one_and_update(
        {"_id": "lease", "$expr": {"$and": [same, expired]}},
        [{"$set": {f"{at}owner": worker_id, f"{at}epoch": _next_epoch(), f"{at}expires_at": _until()}}],
        return_document=ReturnDocument.AFTER,
    )
    if acquired is None:
        return None
    own = acquired["others"][str(part.number)] if part.number else acquired
    return Lease(worker_id, int(own["epoch"]), part, acquired.get("division", ""))


def renew(lease: Lease) -> bool:
    """Keep the lease for LEASE_SECONDS more; False when another worker has it."""
    at = _prefix(lease.part)
    return db.feed.update_one(_own(lease), [{"$set": {f"{at}expires_at": _until()}}]).matched_count == 1


def release(lease: Lease) -> None:
    """Let another worker acquire the lease at once."""
    lease.end()
    db.feed.update_one(_own(lease), [{"$set": {f"{_prefix(lease.part)}expires_at": "$$NOW"}}])


def seconds_left() -> float:
    """Return when the first of all leases runs out unless it is renewed, in seconds from now."""
    left = {"$subtract": [{"$min": _EXPIRIES}, "$$NOW"]}
    found = db.feed.find_one({"_id": "lease"}, {"left": left})
    if found is None:
        create_lease()
        return 0.0
    return max(0.0, float(found["left"]) / 1000)


def is_unled() -> bool:
    """Return whether no part has a leader, so that the feed may be divided anew."""
    return db.feed.find_one({"_id": "lease", "$expr": _NONE_LIVE}, {"_id": 1}) is not None


def divide(before: Division, after: Division) -> bool:
    """Divide the feed anew, unless a part has a leader or another worker was first."""
    unchanged = {"$eq": [{"$ifNull": ["$division", ""]}, before.name]}
    fields = {"parts": after.parts, "division": after.name, "epoch": _next_epoch()}
    return (
        db.feed.update_one(
            {"_id": "lease", "$expr": {"$and": [unchanged, _NONE_LIVE]}},
            [{"$set": fields}, {"$unset": "others"}],
        ).matched_count
        == 1
    )


def create_lease() -> None:
    """Make the document that workers compete for, where it is not there."""
    never = [
        {
            "$set": {
                "epoch": {"$ifNull": ["$epoch", 0]},
                "expires_at": {"$ifNull": ["$expires_at", "$$NOW"]},
            }
        }
    ]
    # A duplicate: another worker made it at the same moment.
    with suppress(DuplicateKeyError):
        db.feed.update_one({"_id": "lease"}, never, upsert=True)


def _prefix(part: Part) -> str:
    return f"others.{part.number}." if part.number else ""


def _own(lease: Lease) -> Document:
    at = _prefix(lease.part)
    own = {f"{at}owner": lease.worker_id, f"{at}epoch": lease.epoch}
    return {"_id": "lease", "$expr": {"$eq": [{"$ifNull": ["$division", ""]}, lease.division]}, **own}


def _next_epoch() -> Document:
    """Return the expression for an epoch that is above those of all parts."""
    others = {"$max": {"$map": {"input": _OTHERS, "in": "$$this.epoch"}}}
    return {"$max": [{"$add": [{"$max": ["$epoch", others]}, 1]}, {"$toLong": "$$NOW"}]}


def _until() -> Document:
    return {"$add": ["$$NOW", LEASE_SECONDS * 1000]}
