"""What there is around a choice of seats, as a transaction sees it."""

from datetime import datetime
from typing import NamedTuple

from pymongo.client_session import ClientSession

from ..extensions import db
from .document import BOOKED, COOLING, IS_OVER, LOCKED, seat_keys


def booked_of(show_id: str, holder: str, session: ClientSession | None = None) -> list[str]:
    """Return the seats of the show that the holder has booked."""
    which = {"holder": holder, "_id.show": show_id, "state": BOOKED}
    return [document["_id"]["seat"] for document in db.seat_locks.find(which, {"_id": 1}, session=session)]


class Seen(NamedTuple):
    """A seat that somebody has: since when, and whether the holder who is asked about has it locked."""

    seat: str
    since: datetime | None
    is_held: bool


def seen_among(show_id: str, seats: list[str], holder: str, session: ClientSession | None) -> list[Seen]:
    """Return those of the seats that are not free, as the transaction sees it, or without one as it is."""
    if not seats:
        return []
    fields = {**dict.fromkeys(("state", "holder", "first_locked_at"), 1), "over": IS_OVER}
    found = db.seat_locks.find({"_id": seat_keys(show_id, seats)}, fields, session=session)
    return [
        Seen(d["_id"]["seat"], d.get("first_locked_at"), (d["state"], d["holder"]) == (LOCKED, holder))
        for d in found
        if not d["over"] and d["state"] != COOLING
    ]
