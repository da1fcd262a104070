"""Turn locks into booked seats, in place, inside the transaction of a booking."""

from collections.abc import Sequence

from pymongo.client_session import ClientSession
from pymongo.errors import BulkWriteError

from ..database import Document
from ..extensions import settings
from ..shows.model import Show
from .availability import locks_to_book, used_slots
from .claim import Claim
from .document import IS_LIVE, NOBODY
from .refusals import LockExpired, SeatsUnavailable
from .slots import Slot, fill
from .terms import Agreed, agreed
from .writes import mark_booked, require_duplicate, write_free


def book_held(session: ClientSession, claim: Claim, show: Show) -> Agreed:
    """Turn the holder's live locks on the seats into booked ones, in place; return what was agreed.

    Raises LockExpired.
    """
    held = locks_to_book(session, claim)
    if mark_booked(session, claim, {"$expr": IS_LIVE}) != len(claim.seats):
        raise LockExpired
    return {**claim.terms, **agreed(show, held)}


def book_any(session: ClientSession, claim: Claim, show: Show) -> Agreed:
    """Book seats for the shop or the organiser: the holder's locks, expired or not, and what is free.

    Returns what the seats are sold for: live locks as agreed, all else at the show's prices. Raises
    SeatsUnavailable with the seats that others have.
    """
    held = [] if claim.holder is NOBODY else _turn(session, claim)
    rest = [seat for seat in claim.seats if seat not in {lock["_id"]["seat"] for lock in held}]
    slots = rest if claim.holder is NOBODY else _slots(session, claim, rest)
    try:
        if not rest or write_free(claim, rest, slots, session):
            return {**claim.terms, **agreed(show, (lock for lock in held if lock["live"]))}
    except BulkWriteError as error:
        require_duplicate(error)
    raise SeatsUnavailable


def _turn(session: ClientSession, claim: Claim) -> list[Document]:
    """Turn the holder's locks on the seats, expired or not, and return them as they were."""
    held = locks_to_book(session, claim)
    mark_booked(session, claim, {})
    return held


def _slots(session: ClientSession, claim: Claim, seats: list[str]) -> Sequence[Slot]:
    """Fill the holder's places as far as there are any: the cap binds the holder, not the organiser."""
    return fill(used_slots(session, claim), seats, settings.max_seats_per_user)
