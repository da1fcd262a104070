"""Write what keeps seats from everybody: blocks, and seats that leave the hall.

Every write is conditional; the database's clock says what has ended.
"""

from datetime import datetime

import pymongo
from pymongo import WriteConcern
from pymongo.client_session import ClientSession

from ..clock import CLOCK_SLACK
from ..database import DATABASE_TIMEOUT_MS
from ..extensions import db
from .document import BLOCKED, IS_OVER, LOCKED, NOBODY, seat_keys


def free_blocked(show_id: str, seats: list[str], by: str | None) -> None:
    """Give blocked seats back to the public, and say by whom in one transaction: a deletion tells nothing."""
    which = {"_id": seat_keys(show_id, seats), "state": BLOCKED}

    def free(session: ClientSession) -> None:
        db.seat_locks.update_many(which, {"$set": {"unblocked_by": by}}, session=session)
        db.seat_locks.delete_many(which, session=session)

    with db.client.start_session() as session, pymongo.timeout(DATABASE_TIMEOUT_MS / 1000):
        session.with_transaction(free, write_concern=WriteConcern("majority"))


def prolong_blocks(show_id: str, seats: list[str], until: datetime | None, by: str | None) -> int:
    """Let blocks last until then, for good for None, none shorter than before; return how many there are."""
    if not seats:
        return 0
    lasting = {"_id": seat_keys(show_id, seats), "state": BLOCKED, "$expr": {"$not": [IS_OVER]}}
    ends = {"$gt": ["$expires_at", None]}
    is_later = {"$and": [ends, {"$lt": ["$expires_at", until]}]} if until else ends
    longer = {
        "expires_at": {"$cond": [is_later, until or "$$REMOVE", "$expires_at"]},
        "prolonged_by": {"$cond": [is_later, {"$literal": by}, "$prolonged_by"]},
    }
    return db.seat_locks.update_many(lasting, [{"$set": longer}]).matched_count


def free_ended_blocks(now: datetime) -> int:
    """Free the seats whose block has ended, and return how many; `now` is a worker's reading."""
    ended = {"expires_at": {"$lte": now + CLOCK_SLACK}, "state": BLOCKED, "$expr": IS_OVER}
    return db.seat_locks.delete_many(ended).deleted_count


def free_withdrawn(show_id: str, seats: list[str], in_seconds: float) -> None:
    """Give seats that are locked for nobody back, at once for 0 seconds."""
    withdrawn = {"_id": seat_keys(show_id, seats), "state": LOCKED, "holder": NOBODY}
    if in_seconds:
        until = {"$add": ["$$NOW", int(in_seconds * 1000)]}
        db.seat_locks.update_many(withdrawn, [{"$set": {"expires_at": until}}])
    else:
        db.seat_locks.delete_many(withdrawn)
