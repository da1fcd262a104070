"""Which worker leads: a lease in MongoDB with an epoch that only grows."""

from contextlib import suppress
from dataclasses import dataclass

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from ..extensions import Document, db

LEASE_SECONDS = 4


class Deposed(Exception):
    """Another worker leads now, or led since; whoever meets this must stop leading."""


@dataclass(slots=True)
class Term:
    """One worker's time as the leader; `active` until it ends. `floor` is where new counters begin."""

    worker_id: str
    epoch: int
    active: bool = True
    floor: int = 0

    def end(self) -> None:
        """Stop leading."""
        self.active = False


def stand(worker_id: str) -> Term | None:
    """Take the lead if nobody has it, by the database's clock.

    The epoch follows that clock too, so that it grows when the lease was dropped or an old one restored.
    """
    epoch = {"$max": [{"$add": ["$epoch", 1]}, {"$toLong": "$$NOW"}]}
    won: Document | None = db.feed.find_one_and_update(
        {"_id": "lease", "$expr": {"$lte": ["$expires_at", "$$NOW"]}},
        [{"$set": {"owner": worker_id, "epoch": epoch, "expires_at": _until()}}],
        return_document=ReturnDocument.AFTER,
    )
    if won is None:
        create_lease()
        return None
    return Term(worker_id, int(won["epoch"]))


def renew(term: Term) -> bool:
    """Keep the lead for LEASE_SECONDS more; False when another has it."""
    mine = {"_id": "lease", "owner": term.worker_id, "epoch": term.epoch}
    return db.feed.update_one(mine, [{"$set": {"expires_at": _until()}}]).matched_count == 1


def resign(term: Term) -> None:
    """Give the lead away at once."""
    term.end()
    mine = {"_id": "lease", "owner": term.worker_id, "epoch": term.epoch}
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
