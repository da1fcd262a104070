"""Turn locks into booked seats and back, inside the transaction of a booking."""

from pymongo.client_session import ClientSession
from pymongo.errors import BulkWriteError

from ..extensions import Document, db, settings
from ..shows.model import Show
from .claim import Claim, look
from .document import BOOKED, IS_LIVE, LOCKED, seat_keys
from .refusals import LockExpired, SeatsUnavailable, TooManySeats
from .slots import pick
from .terms import NAMES, Agreed, agreed
from .writes import require_duplicate, write_free


def held_seats(show_id: str, holder: str) -> list[str]:
    """Return the seats of the show that the holder has locked now."""
    live = {"holder": holder, "_id.show": show_id, "state": LOCKED, "$expr": IS_LIVE}
    return sorted(document["_id"]["seat"] for document in db.seat_locks.find(live, {"_id": 1}))


def book_held(session: ClientSession, claim: Claim, show: Show) -> Agreed:
    """Turn the holder's live locks on the seats into booked ones, in place; return what was agreed.

    Raises LockExpired.
    """
    held = _held(session, claim)
    if _turn(session, claim, {"$expr": IS_LIVE}) != len(claim.seats):
        raise LockExpired
    return {**claim.terms, **agreed(show, held)}


def book_paid(session: ClientSession, claim: Claim, show: Show) -> Agreed:
    """Book seats that are paid for: the holder's locks, expired or not, and whatever is free again.

    Returns what the seats are sold for: live locks as agreed, all else at the show's prices. Raises
    SeatsUnavailable with the seats that somebody else has, TooManySeats.
    """
    held = _held(session, claim)
    _turn(session, claim, {})
    done = {lock["_id"]["seat"] for lock in held}
    rest = [seat for seat in claim.seats if seat not in done]
    terms = {**claim.terms, **agreed(show, (lock for lock in held if lock["live"]))}
    mine = {"holder": claim.holder, "_id.show": claim.show_id}
    used = frozenset(document["slot"] for document in db.seat_locks.find(mine, {"slot": 1}, session=session))
    slots = pick(used, len(rest), settings.max_seats_per_user)
    if slots is None:
        raise TooManySeats(limit=settings.max_seats_per_user)
    try:
        if not rest or write_free(claim, rest, slots, session):
            return terms
    except BulkWriteError as error:
        require_duplicate(error)
    raise SeatsUnavailable


def conflicts_of(claim: Claim) -> list[str]:
    """Return the claimed seats that the holder can neither book nor take, as they are now."""
    return look(claim).conflicts


def free(session: ClientSession, booking: Document) -> int:
    """Give a booking's seats back, and return how many they were."""
    its_seats = {"_id": seat_keys(booking["show"], booking["seats"]), "booking_id": booking["_id"]}
    return db.seat_locks.delete_many(its_seats, session=session).deleted_count


def _held(session: ClientSession, claim: Claim) -> list[Document]:
    """Read the holder's locks on the seats, inside the transaction that will turn them.

    What it turns is what was read here: it does not come through when one is changed in between.
    """
    own = {"_id": seat_keys(claim.show_id, claim.seats), "holder": claim.holder, "state": LOCKED}
    return list(db.seat_locks.find(own, {**dict.fromkeys(NAMES, 1), "live": IS_LIVE}, session=session))


def _turn(session: ClientSession, claim: Claim, condition: Document) -> int:
    own = {"_id": seat_keys(claim.show_id, claim.seats), "holder": claim.holder, "state": LOCKED, **condition}
    booked = {"state": BOOKED, "booking_id": claim.writes["booking_id"], "token": claim.token}
    lock_only = ["expires_at", "prolonged", "checkout", *NAMES]
    return db.seat_locks.update_many(
        own, [{"$set": booked}, {"$unset": lock_only}], session=session
    ).modified_count
