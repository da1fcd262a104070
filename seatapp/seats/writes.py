"""The writes by which a claim takes seats, and by which seats are given back."""

from collections.abc import Sequence
from datetime import timedelta

from pymongo import UpdateOne
from pymongo.client_session import ClientSession
from pymongo.errors import BulkWriteError, OperationFailure, WriteConcernError

from ..extensions import Document, db, settings
from .claim import Claim, hold_limit, is_free_for
from .document import COOLING, LOCKED, seat_key, seat_keys
from .slots import Slot

DUPLICATE_KEY = 11000
MAJORITY = {"w": "majority"}
# How far ahead of a worker's reading of the clock an expiry may be and still be worth a closer look.
CLOCK_SLACK = timedelta(seconds=1)


def insert(claim: Claim, slots: Sequence[Slot]) -> bool:
    """Take seats that are all free, in one write; False, and nothing taken, when one is not."""
    documents = [claim.document(seat, slot) for seat, slot in zip(claim.seats, slots, strict=True)]
    # The bare command: `insert_many` is half as much CPU again, and a retry of it is not worth that.
    result = db.database.command("insert", "seat_locks", documents=documents, writeConcern=MAJORITY)
    if "writeConcernError" in result:
        raise WriteConcernError("the locks may not last", None, result)
    if "writeErrors" not in result:
        return True
    [failed] = result["writeErrors"]
    if failed["code"] != DUPLICATE_KEY:
        raise OperationFailure(failed["errmsg"], failed["code"], result)
    undo(claim, claim.seats[: result["n"]])
    return False


def take_over(claim: Claim, seats: list[str], slots: Sequence[Slot]) -> bool:
    """Take seats that are free or expired, one after the other; False, and nothing taken, when one is not."""
    if not seats:
        return True
    try:
        if write_free(claim, seats, slots):
            return True
    except BulkWriteError as error:
        require_duplicate(error)
    undo(claim, seats)
    return False


def write_free(
    claim: Claim, seats: list[str], slots: Sequence[Slot], session: ClientSession | None = None
) -> bool:
    """Write the claim to each seat that is free for it, in place; False when one was left as it is.

    An upsert whose filter misses a document that is there fails as a duplicate (raised as BulkWriteError),
    and that stops the rest: rivals never hold seats behind one that they did not get. The filter's clock is
    a worker's reading, so the pipeline asks the database's own before it writes.
    """
    horizon = {"$or": [{"expires_at": {"$lte": claim.now + CLOCK_SLACK}}, {"state": COOLING}]}
    writes = [
        UpdateOne(
            {"_id": seat_key(claim.show_id, seat), **horizon},
            [{"$replaceWith": {"$cond": [is_free_for(claim), _written(claim, seat, slot), "$$ROOT"]}}],
            upsert=True,
        )
        for seat, slot in zip(seats, slots, strict=True)
    ]
    result = db.seat_locks.bulk_write(writes, session=session)
    return result.upserted_count + result.modified_count == len(seats)


def undo(claim: Claim, seats: list[str]) -> None:
    """Free exactly what this claim took: its token is on nothing else."""
    its_own = {"_id": seat_keys(claim.show_id, seats), "token": claim.token}
    if seats and claim.writes["state"] == LOCKED:
        end_locks(its_own)
    elif seats:
        db.seat_locks.delete_many(its_own)


def end_locks(which: Document, expected: int | None = None) -> int:
    """Free the locks that the filter finds, and return how many; `expected` may spare the second write.

    One that was prolonged leaves a cooling seat behind: its holder cannot begin anew.
    """
    locked = {**which, "state": LOCKED}
    deleted = db.seat_locks.delete_many({**locked, "prolonged": {"$exists": False}}).deleted_count
    if deleted == expected:
        return deleted
    rest = int(settings.max_hold_seconds * 1000 + settings.cooldown_seconds * 1000)
    cooling = {
        "state": COOLING,
        "slot": "$_id.seat",
        "expires_at": {"$add": ["$first_locked_at", rest]},
    }
    cooled = db.seat_locks.update_many(
        {**locked, "prolonged": True}, [{"$set": cooling}, {"$unset": ["prolonged", "checkout"]}]
    )
    return deleted + cooled.modified_count


def require_duplicate(error: BulkWriteError) -> None:
    """Raise the error again unless it says only that somebody else was first."""
    if [failed["code"] for failed in error.details["writeErrors"]] != [DUPLICATE_KEY]:
        raise error


def _written(claim: Claim, seat: str, slot: Slot) -> Document:
    written: Document = {"$literal": claim.document(seat, slot)}
    if claim.writes["state"] != LOCKED:
        return written
    resumed = {
        "first_locked_at": "$first_locked_at",
        "expires_at": {"$min": [claim.writes["expires_at"], hold_limit()]},
        "prolonged": True,
    }
    return {"$mergeObjects": [written, {"$cond": [claim.cooling_own, resumed, {}]}]}
