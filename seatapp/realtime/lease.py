"""Which worker leads: a lease in MongoDB with an epoch that only grows."""

from contextlib import suppress
from dataclasses import dataclass

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from ..database import Document
from ..extensions import db

LEASE_SECONDS = 4


class LeaseLost(Exception):
    """A later leader has written: this one must stop leading."""


@dataclass(slots=True)
class Lease:
    """One worker's time as the leader; `active` until it ends. `floor` is where new counters begin."""

    worker_id: str
    epoch: int
    active: bool = True
    floor: int = 0

    def end(self) -> None:
        """Stop leading."""
        self.active = False


def acquire(worker_id: str) -> Lease | None:
    """Acquire the lease if it has run out, by the database's clock; else return None.

    The epoch follows that clock too, so that it grows when the lease was dropped or an old one restored.
    """
    epoch = {"$max": [{"$add": ["$epoch", 1]}, {"$toLong": "$$NOW"}]}
    acquired: Document | None = db.feed.find_one_and_update(
        {"_id": "lease", "$expr": {"$lte": ["$expires_at", "$$NOW"]}},
        [{"$set": {"owner": worker_id, "epoch": epoch, "expires_at": _until()}}],
        return_document=ReturnDocument.AFTER,
    )
    if acquired is None:
        create_lease()
        return None
    return Lease(worker_id, int(acquired["epoch"]))


def renew(lease: Lease) -> bool:
    """Keep the lease for LEASE_SECONDS more; False when another worker has it."""
    mine = {"_id": "lease", "owner": lease.worker_id, "epoch": lease.epoch}
    return db.feed.update_one(mine, [{"$set": {"expires_at": _until()}}]).matched_count == 1


def release(lease: Lease) -> None:
    """Let another worker acquire the lease at once."""
    lease.end()
    mine = {"_id": "lease", "owner": lease.worker_id, "epoch": lease.epoch}
    db.feed.update_one(mine, [{"$set": {"expires_at": "$$NOW"}}])


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


def _until() -> Document:
    return {"$add": ["$$NOW", LEASE_SECONDS * 1000]}
