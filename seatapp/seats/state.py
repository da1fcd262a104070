"""The state of a whole show: who has which seat, read once for all who ask at the same moment."""

from datetime import datetime

import pymongo
from flask import Flask

from ..database import DATABASE_TIMEOUT_MS
from ..extensions import clock, db
from ..runtime import current_runtime, runtime_of
from ..singleflight import SharedReads
from .counters import read_seqs
from .document import BLOCKED, BOOKED, LOCKED, whole_show
from .status import Lock, SeatStatus

BATCH = 100_000


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
