"""Select, renew, release and expire seats: the only door to writes of `seat_locks`.

One document a taken seat, and its unique `_id` is the mutual exclusion. Every write is conditional and
its result decides; the database's clock says what has expired.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from pymongo import UpdateOne
from pymongo.errors import BulkWriteError, OperationFailure, WriteConcernError

from ..extensions import Document, clock, db, settings
from .claims import Claim, View, look
from .refusals import LockExpired, SeatsTaken, SeatsUnavailable, TooManySeats
from .seats import IS_DUE, IS_LIVE, LOCKED, seat_key, seat_keys
from .slots import Slot, SlotMemory, pick

DUPLICATE_KEY = 11000
MAJORITY = {"w": "majority"}
ATTEMPTS = 5
WITHDRAWN_SECONDS = 60
# How far ahead of a worker's reading of the clock an expiry may be and still be worth a closer look.
CLOCK_SLACK = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Grant:
    """Seats that are the holder's until `expires_at`, `expires_in` seconds from now."""

    seats: list[str]
    expires_at: datetime
    expires_in: int


def select(show_id: str, seats: list[str], holder: str) -> Grant:
    """Lock the seats for the holder for LOCK_SECONDS, all or none; the holder's own are renewed.

    Raises SeatsUnavailable with every conflicting seat, TooManySeats over MAX_SEATS_PER_USER, LockExpired
    when the write took longer than the lock lasts. `seats` are known seats of the show, each once.
    """
    claim = _claim(show_id, seats, holder, settings.lock_seconds)
    memory: SlotMemory = current_app.extensions["seatapp.slots"]
    slots = memory.propose(show_id, holder, len(seats), settings.max_seats_per_user)
    if slots is not None and _insert(claim, slots):
        memory.add(show_id, holder, slots)
        expires_at = claim.expires_at
    else:
        expires_at = _settle(claim, memory)
    remaining = (expires_at - clock.now()).total_seconds()
    if remaining <= 0:
        raise LockExpired
    return Grant(seats, expires_at, math.ceil(remaining))


def withdraw(show_id: str, seats: Iterable[str]) -> None:
    """Take seats out of the hall before it changes: locked for nobody, for longer than any cached plan lives.

    Raises SeatsTaken with the seats that somebody has; then nothing was taken.
    """
    claim = _claim(show_id, list(seats), None, WITHDRAWN_SECONDS)
    try:
        if claim.seats and not _insert(claim, claim.seats):
            _settle(claim, SlotMemory(1))
    except SeatsUnavailable as refusal:
        raise SeatsTaken(seats=refusal.details["conflicts"]) from None


def release(show_id: str, seats: list[str], holder: str) -> list[str]:
    """Give back those of the seats that the holder has locked, and return them."""
    own = {"_id": seat_keys(show_id, seats), "holder": holder, "state": LOCKED, "$expr": IS_LIVE}
    held = {document["_id"]["seat"] for document in db.seat_locks.find(own, {"_id": 1})}
    if not held or not db.seat_locks.delete_many(own).deleted_count:
        return []
    return [seat for seat in seats if seat in held]


def release_all(holder: str, since: datetime) -> int:
    """Give back what the holder has had locked since then or longer, on all shows; return how many."""
    held = {"holder": holder, "state": LOCKED, "first_locked_at": {"$lte": since}}
    return db.seat_locks.delete_many(held).deleted_count


def expire() -> int:
    """Delete the locks that are due, so that their end is announced; return how many."""
    horizon = {"$lte": clock.now() + CLOCK_SLACK}
    return db.seat_locks.delete_many({"expires_at": horizon, "$expr": IS_DUE}).deleted_count


def _claim(show_id: str, seats: list[str], holder: str | None, seconds: float) -> Claim:
    now = clock.now()
    return Claim(show_id, sorted(seats), holder, now, now + timedelta(seconds=seconds))


def _insert(claim: Claim, slots: Sequence[Slot]) -> bool:
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
    _undo(claim, claim.seats[: result["n"]])
    return False


def _settle(claim: Claim, memory: SlotMemory) -> datetime:
    """Take free and expired seats and renew one's own; return when the first of them expires.

    A lost race means that somebody else was first: look again, and refuse once the rival is seen.
    """
    for _ in range(ATTEMPTS):
        view = look(claim)
        if view.conflicts:
            raise SeatsUnavailable(conflicts=view.conflicts)
        missing = [seat for seat in claim.seats if seat not in view.own]
        slots = _free_slots(claim, view, missing)
        if _take_over(claim, missing, slots):
            if _renew(claim, list(view.own)):
                memory.remember(claim.show_id, claim.holder, view.slots.union(slots))
                renewed = [_renewed_until(claim, own) for own in view.own.values()]
                return min([*renewed, *([claim.expires_at] if missing else [])])
            _undo(claim, missing)
    raise SeatsUnavailable(conflicts=missing)


def _free_slots(claim: Claim, view: View, missing: list[str]) -> Sequence[Slot]:
    if claim.holder is None:
        return missing
    if view.own_due:
        db.seat_locks.delete_many(
            {"holder": claim.holder, "_id.show": claim.show_id, "state": LOCKED, "$expr": IS_DUE}
        )
    slots = pick(view.slots, len(missing), settings.max_seats_per_user)
    if slots is None:
        raise TooManySeats(limit=settings.max_seats_per_user)
    return slots


def _take_over(claim: Claim, seats: list[str], slots: Sequence[Slot]) -> bool:
    """Take seats that are free or expired, one after the other; False, and nothing taken, when one is not.

    An upsert whose filter misses a document that is there fails as a duplicate, and that stops the rest:
    rivals never hold seats behind one that they did not get. The filter's clock is a worker's reading, so
    the pipeline asks the database's own before it writes.
    """
    if not seats:
        return True
    horizon = {"$lte": claim.now + CLOCK_SLACK}
    takeovers = [
        UpdateOne(
            {"_id": seat_key(claim.show_id, seat), "expires_at": horizon},
            [{"$replaceWith": {"$cond": [IS_DUE, {"$literal": claim.document(seat, slot)}, "$$ROOT"]}}],
            upsert=True,
        )
        for seat, slot in zip(seats, slots, strict=True)
    ]
    try:
        result = db.seat_locks.bulk_write(takeovers)
    except BulkWriteError as error:
        _require_duplicate(error)
    else:
        if result.upserted_count + result.modified_count == len(seats):
            return True
    _undo(claim, seats)
    return False


def _renew(claim: Claim, seats: list[str]) -> bool:
    """Prolong one's own locks, up to MAX_HOLD_SECONDS from the first; False when one is lost."""
    if not seats:
        return True
    cap = {"$add": ["$first_locked_at", settings.max_hold_seconds * 1000]}
    until = {"$max": ["$expires_at", {"$min": [claim.expires_at, cap]}]}
    renewed = db.seat_locks.update_many(
        {"_id": seat_keys(claim.show_id, seats), "holder": claim.holder, "state": LOCKED, "$expr": IS_LIVE},
        [{"$set": {"token": claim.token, "expires_at": until}}],
    )
    return renewed.matched_count == len(seats)


def _renewed_until(claim: Claim, own: Document) -> datetime:
    cap = own["first_locked_at"] + timedelta(seconds=settings.max_hold_seconds)
    until: datetime = max(own["expires_at"], min(claim.expires_at, cap))
    return until


def _undo(claim: Claim, seats: list[str]) -> None:
    """Free exactly what this claim took: its token is on nothing else."""
    if seats:
        db.seat_locks.delete_many({"_id": seat_keys(claim.show_id, seats), "token": claim.token})


def _require_duplicate(error: BulkWriteError) -> None:
    if [failed["code"] for failed in error.details["writeErrors"]] != [DUPLICATE_KEY]:
        raise error
