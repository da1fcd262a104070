"""Take seats and give them back; `renewals` and `block_writes` write `db.seat_locks` too.

Every write is conditional and its result decides; the database's clock says what has expired.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from pymongo import UpdateOne
from pymongo.client_session import ClientSession
from pymongo.errors import BulkWriteError, WriteConcernError

from ..clock import CLOCK_SLACK
from ..database import Document, DocumentRefused
from ..extensions import db, settings
from ..identity.person import ERASED, Person
from .claim import Claim
from .document import (
    BOOKED,
    COOLING,
    LOCKED,
    NOBODY,
    OF_ADDRESS,
    hold_limit,
    seat_key,
    seat_keys,
    whole_show,
    within_hold_limit,
)
from .slots import Slot
from .terms import NAMES, TICKET_TYPE

DUPLICATE_KEY = 11000
MAJORITY = {"w": "majority"}


def insert(documents: list[Document]) -> int:
    """Write the documents of free seats in order; return how many came before one whose seat is taken.

    Raises DocumentRefused, WriteConcernError when what was written may not last.
    """
    # The bare command: `insert_many` is half as much CPU again, and a retry of it is not worth that.
    result = db.database.command("insert", "seat_locks", documents=documents, writeConcern=MAJORITY)
    if "writeConcernError" in result:
        raise WriteConcernError("the locks may not last", None, result)
    for failed in result.get("writeErrors", ()):
        if failed["code"] != DUPLICATE_KEY:
            raise DocumentRefused(failed, int(result["n"]))
    return int(result["n"])


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
    horizon = {
        "$or": [
            {"expires_at": {"$lte": claim.now + CLOCK_SLACK}},
            {"state": {"$in": [COOLING, *claim.states_to_take]}},
        ]
    }
    writes = [
        UpdateOne(
            {"_id": seat_key(claim.show_id, seat), **horizon},
            [{"$replaceWith": {"$cond": [claim.is_free, _written(claim, seat, slot), "$$ROOT"]}}],
            upsert=True,
        )
        for seat, slot in zip(seats, slots, strict=True)
    ]
    result = db.seat_locks.bulk_write(writes, session=session)
    return result.upserted_count + result.modified_count == len(seats)


@contextmanager
def undone_if_raised(claim: Claim, seats: list[str]) -> Iterator[None]:
    """Free what the claim took of the seats when something is raised meanwhile."""
    try:
        yield
    except BaseException:
        undo(claim, seats)
        raise


def mark_booked(session: ClientSession, claim: Claim, condition: Document) -> int:
    """Turn those of the holder's locks on the seats that meet the condition; return how many."""
    own = {"_id": seat_keys(claim.show_id, claim.seats), "holder": claim.holder, "state": LOCKED, **condition}
    booked = {"state": BOOKED, "booking_id": claim.booking_id, "token": claim.token}
    agreed = [name for name in NAMES if name != TICKET_TYPE]
    lock_only = ["expires_at", "prolonged", "checkout", *OF_ADDRESS, *agreed]
    return db.seat_locks.update_many(
        own, [{"$set": booked}, {"$unset": lock_only}], session=session
    ).modified_count


def free_booked(session: ClientSession, booking: Document, seats: list[str]) -> None:
    """Give those of the seats back that are the booking's."""
    its_seats = {"_id": seat_keys(booking["show"], seats), "booking_id": booking["_id"]}
    db.seat_locks.delete_many(its_seats, session=session)


def forget(person: Person) -> int:
    """Free what the person has locked, leave what they booked or blocked without them; return how many."""
    freed = db.seat_locks.delete_many({"holder": person.ids, "state": {"$in": [LOCKED, COOLING]}})
    # As those are that are sold at the door.
    nobodys = [{"$set": {"holder": NOBODY, "slot": "$_id.seat"}}]
    booked = db.seat_locks.update_many({"holder": person.ids, "state": BOOKED}, nobodys)
    count = freed.deleted_count + booked.modified_count
    for name in ("blocked_by", "prolonged_by"):
        count += db.seat_locks.update_many({name: person.ids}, {"$set": {name: ERASED}}).modified_count
    return count


def delete_all(show_id: str) -> None:
    """Delete the documents of all seats of a show."""
    db.seat_locks.delete_many({"_id": whole_show(show_id)})


def undo(claim: Claim, seats: list[str]) -> None:
    """Free exactly what this claim took: its token is on nothing else."""
    its_own = {"_id": seat_keys(claim.show_id, seats), "token": claim.token}
    if seats and claim.state == LOCKED:
        end_locks(its_own, expected=len(seats))
    elif seats:
        db.seat_locks.delete_many(its_own)


def end_read_locks(locks: list[Document]) -> int:
    """Free the locks that are still as they were read, and return how many."""
    seats_of: dict[Any, list[Document]] = {}
    for lock in locks:
        seats_of.setdefault(lock["token"], []).append(lock["_id"])
    # Each seat with its own token: another request's token may be on it by now.
    as_read = [{"_id": {"$in": seats}, "token": token} for token, seats in seats_of.items()]
    return end_locks({"$or": as_read}, expected=len(locks))


def end_locks(which: Document, expected: int | None = None) -> int:
    """Free the locks that the filter finds, and return how many; `expected` may spare the second write.

    One that was prolonged leaves a cooling seat behind: its holder cannot begin anew.
    """
    locked = {**which, "state": LOCKED}
    deleted = db.seat_locks.delete_many({**locked, "prolonged": {"$exists": False}}).deleted_count
    if deleted == expected:
        return deleted
    cooling = {
        "state": COOLING,
        "slot": "$_id.seat",
        "expires_at": {"$add": [hold_limit(), int(settings.cooldown_seconds * 1000)]},
    }
    cooled = db.seat_locks.update_many(
        {**locked, "prolonged": True}, [{"$set": cooling}, {"$unset": ["prolonged", "checkout", *OF_ADDRESS]}]
    )
    return deleted + cooled.modified_count


def require_duplicate(error: BulkWriteError) -> None:
    """Raise the error again unless it says only that somebody else was first."""
    if [failed["code"] for failed in error.details["writeErrors"]] != [DUPLICATE_KEY]:
        raise error


def _written(claim: Claim, seat: str, slot: Slot) -> Document:
    written: Document = {"$literal": claim.document(seat, slot)}
    if claim.state != LOCKED:
        return written
    resumed = {
        "first_locked_at": "$first_locked_at",
        "expires_at": within_hold_limit(claim.expires_at),
        "prolonged": True,
    }
    return {"$mergeObjects": [written, {"$cond": [claim.cooling_own, resumed, {}]}]}
