"""Turn locks into booked seats, in place, inside the transaction of a booking."""

from pymongo.client_session import ClientSession
from pymongo.errors import BulkWriteError

from ..extensions import settings
from ..shows.model import Show
from .availability import locks_to_book, used_slots
from .claim import Claim
from .document import IS_LIVE
from .refusals import LockExpired, SeatsUnavailable, TooManySeats
from .slots import pick
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


def book_paid(session: ClientSession, claim: Claim, show: Show) -> Agreed:
    """Book seats that are paid for: the holder's locks, expired or not, and whatever is free again.

    Returns what the seats are sold for: live locks as agreed, all else at the show's prices. Raises
    SeatsUnavailable with the seats that others have, TooManySeats.
    """
    held = locks_to_book(session, claim)
    mark_booked(session, claim, {})
    done = {lock["_id"]["seat"] for lock in held}
    rest = [seat for seat in claim.seats if seat not in done]
    terms = {**claim.terms, **agreed(show, (lock for lock in held if lock["live"]))}
    slots = pick(used_slots(session, claim), len(rest), settings.max_seats_per_user)
    if slots is None:
        raise TooManySeats(limit=settings.max_seats_per_user)
    try:
        if not rest or write_free(claim, rest, slots, session):
            return terms
    except BulkWriteError as error:
        require_duplicate(error)
    raise SeatsUnavailable
