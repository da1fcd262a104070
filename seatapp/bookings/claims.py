"""What one request wants of a show's seats, and what it finds there."""

from dataclasses import dataclass, field
from datetime import datetime

from bson import ObjectId

from ..extensions import Document, db
from .seats import IS_DUE, LOCKED, seat_key, seat_keys
from .slots import Slot


@dataclass(frozen=True, slots=True)
class Claim:
    """Seats for a holder (None: for nobody). Sorted seats are what lets one of several rivals win."""

    show_id: str
    seats: list[str]
    holder: str | None
    now: datetime
    expires_at: datetime
    token: ObjectId = field(default_factory=ObjectId)

    def document(self, seat: str, slot: Slot) -> Document:
        """Return the seat's document as this claim writes it."""
        return {
            "_id": seat_key(self.show_id, seat),
            "state": LOCKED,
            "holder": self.holder,
            "slot": slot,
            "token": self.token,
            "first_locked_at": self.now,
            "expires_at": self.expires_at,
        }


@dataclass(frozen=True, slots=True)
class View:
    """The claimed seats as they are: `own` live locks, `conflicts` by others; `slots` the holder fills."""

    own: dict[str, Document]
    conflicts: list[str]
    slots: frozenset[Slot]
    own_due: bool


def look(claim: Claim) -> View:
    """Read the claimed seats, and the holder's others on the show; expired locks count as free."""
    wanted: Document = {"_id": seat_keys(claim.show_id, claim.seats)}
    if claim.holder is not None:
        wanted = {"$or": [wanted, {"holder": claim.holder, "_id.show": claim.show_id}]}
    due = {"$and": [{"$eq": ["$state", LOCKED]}, IS_DUE]}
    fields = {"state": 1, "holder": 1, "slot": 1, "first_locked_at": 1, "expires_at": 1, "due": due}
    documents = list(db.seat_locks.find(wanted, fields))
    taken = {d["_id"]["seat"]: d for d in documents if not d["due"]}
    mine = {seat: d for seat, d in taken.items() if d["holder"] == claim.holder}
    own = {s: mine[s] for s in claim.seats if s in mine and mine[s]["state"] == LOCKED}
    return View(
        own=own,
        conflicts=[seat for seat in claim.seats if seat in taken and seat not in own],
        slots=frozenset(d["slot"] for d in mine.values()),
        own_due=any(d["due"] and d["holder"] == claim.holder for d in documents),
    )
