"""What one request wants of a show's seats, and what it finds there."""

from dataclasses import dataclass, field
from datetime import datetime

from bson import ObjectId

from ..extensions import Document, db, settings
from .document import BLOCKED, COOLING, IS_COOLING, IS_DUE, IS_LIVE, LOCKED, seat_key, seat_keys
from .slots import Slot
from .terms import NAMES, Agreed


@dataclass(frozen=True, slots=True)
class Claim:
    """Seats for a holder (None: for nobody). Sorted seats are what lets one of several rivals win.

    `writes` is what becomes of each seat: its state and what belongs to that. `terms` are what each is sold
    for to who takes it by this claim; seats that nobody buys have none.
    """

    show_id: str
    seats: list[str]
    holder: str | None
    now: datetime
    writes: Document
    terms: Agreed = field(default_factory=dict)
    token: ObjectId = field(default_factory=ObjectId)

    def document(self, seat: str, slot: Slot) -> Document:
        """Return the seat's document as this claim writes it."""
        return {
            "_id": seat_key(self.show_id, seat),
            "holder": self.holder,
            "slot": slot,
            "token": self.token,
            "first_locked_at": self.now,
            **self.writes,
            **self.terms.get(seat, {}),
        }

    @property
    def literal_holder(self) -> Document:
        """The holder in an expression, where a name that begins with $ would be a field's."""
        return {"$literal": self.holder}

    @property
    def cooling_own(self) -> Document:
        """The condition that the seat is cooling from this holder's own lock, and the cool-down not over."""
        return {"$and": [IS_COOLING, IS_LIVE, {"$eq": ["$holder", self.literal_holder]}]}


@dataclass(frozen=True, slots=True)
class View:
    """The claimed seats as they are.

    `own` live locks; `resumable` ones, which go on where they stopped; `conflicts`: others' seats, and among
    them `cooling`, those that only this holder must leave alone for a while. `slots` are those that the
    holder fills, and `own_due` says that an expired lock fills one.
    """

    own: dict[str, Document]
    resumable: dict[str, Document]
    conflicts: list[str]
    cooling: list[str]
    slots: frozenset[Slot]
    own_due: bool


def look(claim: Claim) -> View:
    """Read the claimed seats and, unless they are refused, the slots that the holder fills on the show.

    What has expired counts as free.
    """
    fields = {
        **dict.fromkeys(("state", "holder", "first_locked_at", "expires_at", "checkout", *NAMES), 1),
        "due": {"$and": [{"$in": ["$state", [LOCKED, COOLING]]}, IS_DUE]},
        "free": {"$and": [IS_COOLING, _may_take(claim)]},
    }
    documents = db.seat_locks.find({"_id": seat_keys(claim.show_id, claim.seats)}, fields)
    there = {d["_id"]["seat"]: d for d in documents if not d["due"]}
    # A seat that is leaving the hall is locked for nobody, and not for one who blocks to renew.
    blocking = claim.writes["state"] == BLOCKED
    mine = {} if blocking else {s: d for s, d in there.items() if d.get("holder") == claim.holder}
    own = {s: mine[s] for s in claim.seats if s in mine and mine[s].get("state") == LOCKED}
    conflicts = [s for s in claim.seats if s in there and s not in own and not there[s]["free"]]
    filled = [] if conflicts or claim.holder is None else _filled_slots(claim)
    return View(
        own=own,
        resumable={s: mine[s] for s in claim.seats if s in mine and mine[s]["free"]},
        conflicts=conflicts,
        cooling=[seat for seat in conflicts if there[seat].get("state") == COOLING],
        slots=frozenset(d["slot"] for d in filled if not d["due"]),
        own_due=any(d["due"] for d in filled),
    )


def _filled_slots(claim: Claim) -> list[Document]:
    due = {"$and": [{"$eq": ["$state", LOCKED]}, IS_DUE]}
    mine = {"holder": claim.holder, "_id.show": claim.show_id, "state": {"$ne": COOLING}}
    return list(db.seat_locks.find(mine, {"slot": 1, "due": due}))


def hold_limit() -> Document:
    """Return the expression for the instant past which nobody holds a seat without a break."""
    return {"$add": ["$first_locked_at", int(settings.max_hold_seconds * 1000)]}


def is_free_for(claim: Claim) -> Document:
    """Return the condition that a seat's document, or there being none, leaves the seat to this claim."""
    return {"$or": [IS_DUE, {"$and": [IS_COOLING, _may_take(claim)]}]}


def _may_take(claim: Claim) -> Document:
    """A cooling seat is for all but its last holder; that one may lock it while MAX_HOLD_SECONDS last."""
    if claim.writes["state"] != LOCKED:
        return {"$literal": True}
    return {"$or": [{"$ne": ["$holder", claim.literal_holder]}, {"$gt": [hold_limit(), "$$NOW"]}]}
