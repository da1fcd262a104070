"""Select, renew, put into checkout, release and expire the seats of holders.

One document a taken seat, and its unique `_id` is the mutual exclusion.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..clock import CLOCK_SLACK
from ..database import Document
from ..extensions import clock, settings
from ..runtime import current_runtime
from ..shows.model import Show
from . import address_slots, releases, renewals, writes
from .acquire import acquire
from .availability import first_expiry, live_locks, locked_keys
from .claim import to_lock
from .document import IS_DUE
from .insertions import insert
from .refusals import CheckoutBegun, LockExpired
from .rules_of_types import require_types
from .slots import SlotMemory
from .terms import Agreed, Sum, add_up, agreed, offered

# The locks of a stadium that was withdrawn end at the same moment. One write of all of them takes longer than
# a write may.
EXPIRED_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Grant:
    """Seats and places that are the holder's until `expires_at`, `expires_in` seconds from now.

    On these terms; what nobody has costs nothing in the show's `currency`.
    """

    seats: list[str]
    expires_at: datetime
    expires_in: int
    terms: Agreed
    currency: str

    @property
    def cost(self) -> Sum:
        """What the seats cost together; raise MixedCurrencies."""
        return add_up(self.terms.values()) if self.terms else Sum(0, self.currency)


def select(
    show: Show,
    seats: list[str],
    holder: str,
    types: Mapping[str, str] | None = None,
    confirm: Callable[[list[str]], None] = lambda _: None,
) -> Grant:
    """Lock the seats for the holder for LOCK_SECONDS, all or none, at the show's prices.

    The holder's own are renewed, at the prices that they have, unless `types` give one another ticket type.
    Raises SeatsUnavailable with every conflicting seat, TooManySeats over MAX_SEATS_PER_USER,
    TooManyFromAddress over MAX_GUEST_SEATS_PER_ADDRESS, LockExpired when the write took longer than the lock
    lasts, MixedCurrencies, and CheckoutBegun for a type of a seat that is being paid for. `seats` are known
    seats of the show, each once, and `types` good for theirs.

    `confirm` is called with those of them that were taken now; what it raises undoes that and is raised.
    """
    now = clock.now()
    until = now + timedelta(seconds=settings.lock_seconds)
    terms = offered(show, seats, types)
    typed = frozenset(types or ())
    wish = to_lock(show.show_id, seats, holder, now=now, until=until, terms=terms, typed=typed)
    claim = address_slots.counted(wish, holder)
    memory, taken = _memory(), current_runtime().taken
    slots = memory.propose(show.show_id, holder, len(seats), settings.max_seats_per_user)
    guess = address_slots.guess(claim)
    if slots is not None and guess and not taken.has_any(show.show_id, seats) and insert(guess, slots):
        with writes.undone_if_raised(claim, seats):
            confirm(seats)
        memory.add(show.show_id, holder, slots)
        taken.add(show.show_id, seats)
        return _grant(show, seats, until, claim.terms)
    acquired = acquire(claim, confirm)
    memory.remember(show.show_id, holder, acquired.slots)
    taken.add(show.show_id, seats)
    return _grant(show, seats, first_expiry(claim), {**claim.terms, **agreed(show, acquired.renewed)})


def checkout(show: Show, holder: str) -> Grant:
    """Give all the holder's locks on the show CHECKOUT_SECONDS to pay, together and once.

    The first of them sets the limit, MAX_HOLD_SECONDS; locks that join later get what is left of it. Raises
    LockExpired when there is no lock, RuleBroken.
    """
    held = live_locks(show.show_id, holder)
    if not held:
        raise LockExpired
    require_types(show, holder, agreed(show, held))
    renewals.start_checkout(show.show_id, holder, _checkout_until(held))
    # What was granted is what there is now: a parallel request may have been first, or the clock.
    paying = [lock for lock in live_locks(show.show_id, holder) if lock.get("checkout")]
    until = min((lock["expires_at"] for lock in paying), default=None)
    return _grant(show, [lock["_id"]["seat"] for lock in paying], until, agreed(show, paying))


def retype(show: Show, types: Mapping[str, str], holder: str) -> Agreed:
    """Give the holder's locks these ticket types at their prices of now, all or none.

    Returns the terms of all that the holder has locked on the show. Raises LockExpired for a seat that they
    have not, CheckoutBegun for one that is being paid for.
    """
    if types and not renewals.retype(show.show_id, holder, offered(show, types, types)):
        paying = {lock["_id"]["seat"] for lock in live_locks(show.show_id, holder) if lock.get("checkout")}
        raise LockExpired if paying.isdisjoint(types) else CheckoutBegun
    return agreed(show, live_locks(show.show_id, holder))


def release(show_id: str, seats: list[str], holder: str) -> list[str]:
    """Give back those of the seats that the holder has locked, and return them."""
    slots = releases.release(show_id, seats, holder)
    if slots:
        _memory().discard(show_id, holder, slots.values())
        current_runtime().taken.discard(show_id, slots)
    return [seat for seat in seats if seat in slots]


def release_all(holder: str, since: datetime) -> int:
    """Give back what the holder has had locked since then or longer, on all shows; return how many.

    What is being paid for stays: people leave the page for their bank.
    """
    return writes.end_locks(
        {"holder": holder, "first_locked_at": {"$lte": since}, "checkout": {"$exists": False}}
    )


def expire() -> int:
    """End locks that are due, so that their end is announced, EXPIRED_AT_ONCE at most; return how many."""
    due = {"expires_at": {"$lte": clock.now() + CLOCK_SLACK}, "$expr": IS_DUE}
    keys = locked_keys(due, EXPIRED_AT_ONCE)
    return writes.end_locks({"_id": {"$in": keys}, "$expr": IS_DUE}, expected=len(keys)) if keys else 0


def _checkout_until(held: list[Document]) -> datetime:
    """Return until when these locks may be paid for, as far as any of them goes."""
    started: list[datetime] = [lock["expires_at"] for lock in held if lock.get("checkout")]
    limits: list[datetime] = [lock["hold_limit"] for lock in held]
    return min([*limits, *(started or [clock.now() + timedelta(seconds=settings.checkout_seconds)])])


def _memory() -> SlotMemory:
    return current_runtime().slots


def granted(show: Show, seats: list[str], expires_at: datetime, terms: Agreed) -> Grant:
    """Return the grant of these seats until then."""
    remaining = (expires_at - clock.now()).total_seconds()
    return Grant(seats, expires_at, max(0, math.ceil(remaining)), terms, show.currency)


def _grant(show: Show, seats: list[str], expires_at: datetime | None, terms: Agreed) -> Grant:
    if expires_at is None or expires_at <= clock.now():
        raise LockExpired
    return granted(show, seats, expires_at, terms)
