"""Prolong locks, change their ticket types and put them into checkout, by conditional writes."""

from collections.abc import Callable
from datetime import datetime

import pymongo
from pymongo import UpdateOne, WriteConcern
from pymongo.client_session import ClientSession

from ..database import DATABASE_TIMEOUT_MS, Document
from ..extensions import db
from .claim import Claim
from .document import IS_LIVE, LOCKED, seat_key, within_hold_limit
from .terms import NAMES, Agreed, Terms

NOT_IN_CHECKOUT: Document = {"checkout": {"$exists": False}}


def renew(claim: Claim, own: dict[str, Document]) -> bool:
    """Prolong one's own locks, up to MAX_HOLD_SECONDS from the first; False when one is lost.

    Time to pay was given once: a lock in checkout stays as it is. One that has other terms by now than were
    seen ran out in between and was taken anew: it counts as lost, so that what was seen is what is renewed.
    So does one in checkout that was to get another ticket type; types change all or none.
    """
    retyped = [seat for seat, lock in own.items() if claim.retypes(seat, lock)]
    kept = [lock for seat, lock in own.items() if seat not in retyped]
    if not retyped:
        return _renew(claim, kept)
    return _all_or_none(
        lambda session: (
            _renew(claim, kept, session)
            and all(_renew(claim, [own[seat]], session, claim.terms[seat]) for seat in retyped)
        )
    )


def retype(show_id: str, holder: str, terms: Agreed) -> bool:
    """Give the holder's live locks these terms, all or none; False when one is not theirs or in checkout."""
    own = {"holder": holder, "state": LOCKED, "$expr": IS_LIVE, **NOT_IN_CHECKOUT}
    changes = [
        UpdateOne({"_id": seat_key(show_id, seat), **own}, {"$set": new}) for seat, new in terms.items()
    ]
    return _all_or_none(
        lambda session: db.seat_locks.bulk_write(changes, session=session).matched_count == len(changes)
    )


def start_checkout(show_id: str, holder: str, until: datetime) -> None:
    """Give the holder's locks on the show until then to be paid, those that were not given it before."""
    live = {"holder": holder, "_id.show": show_id, "state": LOCKED, "$expr": IS_LIVE}
    changes = {"checkout": True, "prolonged": True, "expires_at": within_hold_limit(until)}
    db.seat_locks.update_many({**live, **NOT_IN_CHECKOUT}, [{"$set": changes}])


def _all_or_none(write: Callable[[ClientSession], bool]) -> bool:
    """Do the writes in a transaction that a majority keeps, and return their answer; False undoes them."""

    def attempt(session: ClientSession) -> bool:
        whole = write(session)
        if not whole:
            session.abort_transaction()
        return whole

    with db.client.start_session() as session, pymongo.timeout(DATABASE_TIMEOUT_MS / 1000):
        return session.with_transaction(attempt, write_concern=WriteConcern("majority"))


def _renew(
    claim: Claim, locks: list[Document], session: ClientSession | None = None, terms: Terms | None = None
) -> bool:
    """Prolong the locks, and give them the terms, if any, unless they are in checkout."""
    if not locks:
        return True
    seen = [{"_id": lock["_id"], **{name: lock.get(name) for name in NAMES}} for lock in locks]
    longer = {"$max": ["$expires_at", within_hold_limit(claim.expires_at)]}
    until = {"$cond": [{"$eq": ["$checkout", True]}, "$expires_at", longer]}
    changes = {"token": claim.token, "expires_at": until, "prolonged": True}
    condition = NOT_IN_CHECKOUT if terms else {}
    anew = [{"$replaceWith": {"$mergeObjects": ["$$ROOT", {"$literal": terms}]}}] if terms else []
    renewed = db.seat_locks.update_many(
        {"$or": seen, "holder": claim.holder, "state": LOCKED, "$expr": IS_LIVE, **condition},
        [{"$set": changes}, *anew],
        session=session,
    )
    return renewed.matched_count == len(locks)
