"""Read who has which seat of a show."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

import pymongo
from flask import Flask

from ..extensions import DATABASE_TIMEOUT_MS, clock, db
from ..runtime import current_runtime, runtime_of
from ..singleflight import SharedReads
from .counters import read_seqs
from .document import BLOCKED, BOOKED, LOCKED, whole_show

BATCH = 100_000


class Lock(NamedTuple):
    """Who has a seat, None for nobody in particular, until when, and at which price where one was agreed."""

    holder: str | None
    expires_at: datetime
    price: int | None = None


@dataclass(slots=True)
class SeatStatus:
    """A show's taken seats as they were at `now`, no older than announcement number `seq`."""

    seq: int
    now: datetime
    booked: list[str] = field(default_factory=list)
    blocked: list[str] = field(default_factory=list)
    locked: dict[str, Lock] = field(default_factory=dict)

    def as_json(self, show_id: str, holder: str | None) -> dict[str, Any]:
        """Return the seats as one caller sees them; None is a stranger, who has none.

        Blocked seats stand in `bookedSeats` too, for clients that know no more. `heldUntil` and `now` give
        every tab and device of a person the same countdown, whatever its own clock says; `heldPrices` what
        they agreed to pay, in minor units, whatever the show asks by now.
        """
        mine = {
            seat: lock for seat, lock in self.locked.items() if holder is not None and lock.holder == holder
        }
        return {
            "showId": show_id,
            "seq": self.seq,
            "bookedSeats": self.booked + self.blocked,
            "lockedByOthers": [seat for seat in self.locked if seat not in mine],
            "lockedByMe": list(mine),
            "blockedSeats": self.blocked,
            "heldUntil": {seat: lock.expires_at for seat, lock in mine.items()},
            "heldPrices": {seat: lock.price for seat, lock in mine.items() if lock.price is not None},
            "now": self.now,
        }


def register_status(app: Flask) -> None:
    """Let the app's requests share their reads of a show's seats."""
    runtime_of(app).seat_status = SharedReads(_read)


def read_status(show_id: str) -> SeatStatus:
    """Return the state of every taken seat of the show, as it is after this call; expired locks are free."""
    reads = current_runtime().seat_status
    # In all: who waits for a read to end and then reads must not wait for a lost database twice.
    with pymongo.timeout(DATABASE_TIMEOUT_MS / 1000):
        return reads.get(show_id)


def _read(show_id: str) -> SeatStatus:
    """Read `seq` first, so the seats are at least as new: what comes after may be told twice, never lost."""
    status = SeatStatus(read_seqs([show_id])[show_id], clock.now())
    fields = {"state": 1, "holder": 1, "expires_at": 1, "price": 1}
    taken = db.seat_locks.find({"_id": whole_show(show_id)}, fields, batch_size=BATCH)
    for document in taken:
        seat = document["_id"]["seat"]
        state, expires_at = document.get("state"), document.get("expires_at")
        if state == BOOKED:
            status.booked.append(seat)
        elif state == BLOCKED:
            status.blocked.append(seat)
        elif state == LOCKED and isinstance(expires_at, datetime) and expires_at > status.now:
            status.locked[seat] = Lock(document.get("holder"), expires_at, document.get("price"))
    return status
