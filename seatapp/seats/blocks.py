"""Keep seats from everybody: blocked by the organiser, or withdrawn because they leave the hall."""

from collections.abc import Iterable
from datetime import timedelta

from ..extensions import clock
from . import writes
from .acquire import acquire
from .availability import blocked_among
from .claim import Claim, to_block, to_lock
from .document import NOBODY
from .refusals import SeatsTaken, SeatsUnavailable

WITHDRAWN_SECONDS = 60


def block(show_id: str, seats: list[str], reason: str) -> None:
    """Keep seats from the public until they are unblocked; raise SeatsTaken with those that are taken.

    What is blocked already stays so, with its reason.
    """
    blocked = blocked_among(show_id, seats)
    free = [seat for seat in seats if seat not in blocked]
    _take(to_block(show_id, free, now=clock.now(), reason=reason))


def unblock(show_id: str, seats: list[str]) -> list[str]:
    """Give blocked seats back to the public, and return those that were blocked."""
    blocked = blocked_among(show_id, seats)
    writes.free_blocked(show_id, list(blocked))
    return [seat for seat in seats if seat in blocked]


def withdraw(show_id: str, seats: Iterable[str]) -> None:
    """Take seats out of the hall before it changes: locked for nobody, for longer than any cached plan lives.

    Raises SeatsTaken with the seats that are taken; then none of them was withdrawn.
    """
    now = clock.now()
    until = now + timedelta(seconds=WITHDRAWN_SECONDS)
    _take(to_lock(show_id, list(seats), NOBODY, now=now, until=until, terms={}))


def restore(show_id: str, seats: Iterable[str], in_seconds: float = 0) -> None:
    """Give seats that were withdrawn back to the hall, because it has them again; at once or in a while."""
    writes.free_withdrawn(show_id, list(seats), in_seconds)


def _take(claim: Claim) -> None:
    """Take seats without a holder; their own ids are their slots."""
    taken = writes.insert(claim.documents(claim.seats)) if claim.seats else 0
    if taken == len(claim.seats):
        return
    writes.undo(claim, claim.seats[:taken])
    try:
        acquire(claim)
    except SeatsUnavailable as refusal:
        raise SeatsTaken(seats=refusal.details["conflicts"]) from None
