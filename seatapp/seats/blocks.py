"""Keep seats from everybody: blocked by the organiser, or withdrawn because they leave the hall."""

from collections.abc import Container, Iterable
from datetime import datetime, timedelta

from ..extensions import clock
from ..portions import batches
from . import block_writes, writes
from .acquire import ATTEMPTS, acquire
from .availability import blocked_among, look, withdrawn_of
from .claim import Claim, to_block, to_lock
from .document import NOBODY
from .refusals import SeatsTaken, SeatsUnavailable

WITHDRAWN_SECONDS = 60
# What one command of MongoDB takes, and does not hold up what else a worker does.
BATCH_SEATS = 1_000


def block(
    show_id: str, seats: list[str], reason: str, until: datetime | None = None, by: str | None = None
) -> None:
    """Keep seats from the public until then, or until they are unblocked; raise SeatsTaken with taken ones.

    `by` is the name of the admin key. What is blocked already stays so, with its reason and whose it is, and
    no shorter than it was to be.
    """
    for _ in range(ATTEMPTS):
        blocked = blocked_among(show_id, seats)
        free = [seat for seat in seats if seat not in blocked]
        _take(to_block(show_id, free, now=clock.now(), reason=reason, until=until, by=by))
        # One of them may have ended since the look.
        if block_writes.prolong_blocks(show_id, list(blocked), until, by) == len(blocked):
            return
    raise SeatsTaken(seats=list(blocked))


def unblock(show_id: str, seats: list[str], by: str | None = None) -> list[str]:
    """Give blocked seats back to the public, and return those that were blocked; `by` names the admin key."""
    blocked = blocked_among(show_id, seats)
    if blocked:
        block_writes.free_blocked(show_id, list(blocked), by)
    return [seat for seat in seats if seat in blocked]


def end_due() -> int:
    """Give back what was to be blocked until now, so that it is announced; return how many."""
    return block_writes.free_ended_blocks(clock.now())


def withdraw(show_id: str, seats: Iterable[str]) -> None:
    """Take seats out of the hall before it changes: locked for nobody, for longer than any cached plan lives.

    Raises SeatsTaken with the seats that are taken; then none of them was withdrawn.
    """
    now = clock.now()
    until = now + timedelta(seconds=WITHDRAWN_SECONDS)
    taken: list[tuple[Claim, list[str]]] = []
    conflicts: list[str] = []
    # All in one order: of two who withdraw the same hall, one comes to its end.
    for batch in batches(sorted(seats), BATCH_SEATS):
        claim = to_lock(show_id, batch, NOBODY, now=now, until=until, terms={})
        if conflicts:
            conflicts += look(claim).conflicts
            continue
        try:
            taken.append((claim, _take(claim)))
        except SeatsTaken as refusal:
            conflicts += refusal.details["seats"]
    if conflicts:
        for claim, its_own in taken:
            writes.undo(claim, its_own)
        raise SeatsTaken(seats=conflicts)


def restore(show_id: str, seats: Container[str], in_seconds: float = 0) -> None:
    """Give seats that were withdrawn back to the hall, because it has them again; at once or in a while."""
    again = [seat for seat in withdrawn_of(show_id) if seat in seats]
    for batch in batches(again, BATCH_SEATS):
        block_writes.free_withdrawn(show_id, batch, in_seconds)


def clear(show_id: str) -> None:
    """Forget who has which seat of a show that has been archived, so that nobody sells it any more."""
    writes.delete_all(show_id)


def _take(claim: Claim) -> list[str]:
    """Take seats without a holder, their own ids as their slots; return those that were not so before."""
    taken = writes.insert(claim.documents(claim.seats)) if claim.seats else 0
    if taken == len(claim.seats):
        return claim.seats
    writes.undo(claim, claim.seats[:taken])
    try:
        renewed = {lock["_id"]["seat"] for lock in acquire(claim).renewed}
    except SeatsUnavailable as refusal:
        raise SeatsTaken(seats=refusal.details["conflicts"]) from None
    return [seat for seat in claim.seats if seat not in renewed]
