"""Select, renew, prolong, release and expire seats.

One document a taken seat, and its unique `_id` is the mutual exclusion. Every write is conditional and
its result decides; the database's clock says what has expired.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..extensions import Document, clock, db, settings
from ..runtime import current_runtime
from ..shows.model import Show
from .claim import Claim, View, hold_limit, look
from .deadlines import checkout_until, first_expiry
from .document import BLOCKED, IS_DUE, IS_LIVE, LOCKED, seat_keys, whole_show
from .refusals import LockExpired, MixedCurrencies, SeatsTaken, SeatsUnavailable, TooManySeats
from .slots import Slot, SlotMemory, pick
from .terms import NAMES, Agreed, Sum, add_up, agreed, offered
from .writes import CLOCK_SLACK, end_locks, insert, take_over, undo

ATTEMPTS = 5
WITHDRAWN_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Grant:
    """Seats that are the holder's until `expires_at`, `expires_in` seconds from now, on these terms."""

    seats: list[str]
    expires_at: datetime
    expires_in: int
    terms: Agreed

    @property
    def sum(self) -> Sum:
        """What the seats cost together."""
        return add_up(self.terms.values())


def select(show: Show, seats: list[str], holder: str) -> Grant:
    """Lock the seats for the holder for LOCK_SECONDS, all or none, at the show's prices.

    The holder's own are renewed, at the prices that they have. Raises SeatsUnavailable with every conflicting
    seat, TooManySeats over MAX_SEATS_PER_USER, LockExpired when the write took longer than the lock lasts,
    MixedCurrencies. `seats` are known seats of the show, each once.
    """
    claim = _lock_claim(show.show_id, seats, holder, settings.lock_seconds, offered(show, seats))
    memory = _memory()
    slots = memory.propose(show.show_id, holder, len(seats), settings.max_seats_per_user)
    if slots is not None and insert(claim, slots):
        memory.add(show.show_id, holder, slots)
        return _grant(seats, claim.writes["expires_at"], claim.terms)
    until, kept = _settle(claim, memory)
    return _grant(seats, until, {**claim.terms, **agreed(show, kept)})


def checkout(show: Show, holder: str) -> Grant:
    """Give all the holder's locks on the show CHECKOUT_SECONDS to pay, together and once.

    The first of them sets the limit, MAX_HOLD_SECONDS; locks that join later get what is left of it. Raises
    LockExpired when there is no lock.
    """
    live = {"holder": holder, "_id.show": show.show_id, "state": LOCKED, "$expr": IS_LIVE}
    held = list(db.seat_locks.find(live))
    if not held:
        raise LockExpired
    until = {"$min": [checkout_until(held), hold_limit()]}
    changes = {"checkout": True, "prolonged": True, "expires_at": until}
    db.seat_locks.update_many({**live, "checkout": {"$exists": False}}, [{"$set": changes}])
    # What was granted is what there is now: a parallel request may have been first, or the clock.
    held = list(db.seat_locks.find({**live, "checkout": True}))
    if not held:
        raise LockExpired
    until = min(lock["expires_at"] for lock in held)
    return _grant([lock["_id"]["seat"] for lock in held], until, agreed(show, held))


def release(show_id: str, seats: list[str], holder: str) -> list[str]:
    """Give back those of the seats that the holder has locked, and return them."""
    own = {"_id": seat_keys(show_id, seats), "holder": holder, "state": LOCKED, "$expr": IS_LIVE}
    held = {document["_id"]["seat"] for document in db.seat_locks.find(own, {"_id": 1})}
    if not held or not end_locks(own, expected=len(held)):
        return []
    _memory().forget(show_id, holder)
    return [seat for seat in seats if seat in held]


def release_all(holder: str, since: datetime) -> int:
    """Give back what the holder has had locked since then or longer, on all shows; return how many.

    What is being paid for stays: people leave the page for their bank.
    """
    return end_locks({"holder": holder, "first_locked_at": {"$lte": since}, "checkout": {"$exists": False}})


def expire() -> int:
    """End the locks that are due, so that their end is announced; return how many."""
    return end_locks({"expires_at": {"$lte": clock.now() + CLOCK_SLACK}, "$expr": IS_DUE})


def withdraw(show_id: str, seats: Iterable[str]) -> None:
    """Take seats out of the hall before it changes: locked for nobody, for longer than any cached plan lives.

    Raises SeatsTaken with the seats that somebody has; then nothing was taken.
    """
    _take_for_nobody(_lock_claim(show_id, list(seats), None, WITHDRAWN_SECONDS, {}))


def restore(show_id: str, seats: Iterable[str], in_seconds: float = 0) -> None:
    """Give seats that were withdrawn back to the hall, because it has them again; at once or in a while."""
    withdrawn = {
        "_id": whole_show(show_id),
        "state": LOCKED,
        "holder": None,
        "_id.seat": {"$in": list(seats)},
    }
    if in_seconds:
        until = {"$add": ["$$NOW", int(in_seconds * 1000)]}
        db.seat_locks.update_many(withdrawn, [{"$set": {"expires_at": until}}])
    else:
        db.seat_locks.delete_many(withdrawn)


def block(show_id: str, seats: list[str], reason: str) -> None:
    """Keep seats from the public until they are unblocked; raise SeatsTaken with those that somebody has.

    What is blocked already stays so, with its reason.
    """
    blocked = _blocked(show_id, seats)
    free = sorted(seat for seat in seats if seat not in blocked)
    writes = {"state": BLOCKED, "reason": reason}
    _take_for_nobody(Claim(show_id, free, None, clock.now(), writes))


def unblock(show_id: str, seats: list[str]) -> list[str]:
    """Give blocked seats back to the public, and return those that were blocked."""
    blocked = _blocked(show_id, seats)
    db.seat_locks.delete_many({"_id": seat_keys(show_id, list(blocked)), "state": BLOCKED})
    return [seat for seat in seats if seat in blocked]


def blocked(show_id: str) -> dict[str, str]:
    """Return why each of the show's blocked seats is, by seat."""
    found = db.seat_locks.find({"_id": whole_show(show_id), "state": BLOCKED}, {"reason": 1})
    return {document["_id"]["seat"]: document["reason"] for document in found}


def _blocked(show_id: str, seats: list[str]) -> set[str]:
    found = db.seat_locks.find({"_id": seat_keys(show_id, seats), "state": BLOCKED}, {"_id": 1})
    return {document["_id"]["seat"] for document in found}


def _memory() -> SlotMemory:
    return current_runtime().slots


def _lock_claim(show_id: str, seats: list[str], holder: str | None, seconds: float, terms: Agreed) -> Claim:
    now = clock.now()
    until = now + timedelta(seconds=seconds)
    return Claim(show_id, sorted(seats), holder, now, {"state": LOCKED, "expires_at": until}, terms)


def _grant(seats: list[str], expires_at: datetime, terms: Agreed) -> Grant:
    remaining = (expires_at - clock.now()).total_seconds()
    if remaining <= 0:
        raise LockExpired
    return Grant(seats, expires_at, math.ceil(remaining), terms)


def _take_for_nobody(claim: Claim) -> None:
    try:
        if claim.seats and not insert(claim, claim.seats):
            _settle(claim, SlotMemory(1))
    except SeatsUnavailable as refusal:
        raise SeatsTaken(seats=refusal.details["conflicts"]) from None


def _settle(claim: Claim, memory: SlotMemory) -> tuple[datetime, list[Document]]:
    """Take free and expired seats and renew one's own; return when the first ends, and which were renewed.

    A lost race means that somebody else was first: look again, and refuse once the rival is seen.
    """
    missing = claim.seats
    for _ in range(ATTEMPTS):
        view = look(claim)
        if view.conflicts:
            cooling: Document = {"coolingDown": view.cooling} if view.cooling else {}
            raise SeatsUnavailable(conflicts=view.conflicts, **cooling)
        if view.own_due:
            end_locks({"holder": claim.holder, "_id.show": claim.show_id, "$expr": IS_DUE})
            continue
        missing = [seat for seat in claim.seats if seat not in view.own]
        _require_one_currency(claim, view, missing)
        slots = _free_slots(claim, view, missing)
        if take_over(claim, missing, slots):
            if _renew(claim, view.own):
                memory.remember(claim.show_id, claim.holder, view.slots.union(slots))
                return first_expiry(claim, view), list(view.own.values())
            undo(claim, missing)
    raise SeatsUnavailable(conflicts=missing)


def _free_slots(claim: Claim, view: View, missing: list[str]) -> Sequence[Slot]:
    if claim.holder is None:
        return missing
    slots = pick(view.slots, len(missing), settings.max_seats_per_user)
    if slots is None:
        raise TooManySeats(limit=settings.max_seats_per_user)
    return slots


def _require_one_currency(claim: Claim, view: View, missing: list[str]) -> None:
    kept = {lock["currency"] for lock in view.own.values() if "currency" in lock}
    if len(kept.union(claim.terms[seat]["currency"] for seat in missing if claim.terms)) > 1:
        raise MixedCurrencies


def _renew(claim: Claim, own: dict[str, Document]) -> bool:
    """Prolong one's own locks, up to MAX_HOLD_SECONDS from the first; False when one is lost.

    Time to pay was given once: a lock in checkout stays as it is. One that has other terms by now than were
    seen ran out in between and was taken anew: it counts as lost, so that what was seen is what is renewed.
    """
    if not own:
        return True
    seen = [{"_id": lock["_id"], **{name: lock.get(name) for name in NAMES}} for lock in own.values()]
    longer = {"$max": ["$expires_at", {"$min": [claim.writes["expires_at"], hold_limit()]}]}
    until = {"$cond": [{"$eq": ["$checkout", True]}, "$expires_at", longer]}
    renewed = db.seat_locks.update_many(
        {"$or": seen, "holder": claim.holder, "state": LOCKED, "$expr": IS_LIVE},
        [{"$set": {"token": claim.token, "expires_at": until, "prolonged": True}}],
    )
    return renewed.matched_count == len(own)
