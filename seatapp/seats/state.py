"""The state of a whole show: who has which seat, read once for all who ask at the same moment.

A worker keeps the seats of the shows that it is asked for, and reads only what has changed since. Each answer
holds what was written before its question: the database is asked for the time of its last write, and the
changes are read up to then.
"""

import time
from threading import Lock

import pymongo
from bson import Timestamp
from cachetools import LRUCache
from flask import Flask
from pymongo.errors import OperationFailure

from ..database import DATABASE_TIMEOUT_MS
from ..extensions import clock
from ..runtime import current_runtime, runtime_of
from ..shows.layout import Layout
from ..shows.model import Show
from ..singleflight import SharedReads
from .counters import read_seq
from .projection import ShowProjection
from .status import SeatStatus
from .stream import MAJORITY, SeatChanges, StreamBehind, StreamEnded, read_documents

# Taken seats of all shows that are kept; each takes up to half a kilobyte.
MOST_SEATS = 300_000
# Who comes later than this after the last reads all seats anew: changes pile up meanwhile.
IDLE_SECONDS = 1.0
# So long all seats are read each time after the change stream turned out to be of no use.
DIRECT_SECONDS = 10.0


def register_status(app: Flask) -> None:
    """Let the app's requests share their reads of a show's seats."""
    runtime_of(app).show_states = ShowStates()


def read_taken(show: Show) -> tuple[SeatStatus, int]:
    """Return the state as `read_status` does, and the taken seats as a bitmap of the show's layout."""
    layout = show.layout
    status = read_status(show.show_id)
    if status.taken_map is not None and status.taken_map.layout is layout:
        return status, status.taken_map.bits
    current_runtime().show_states.map_by(show.show_id, layout)
    return status, layout.bits([*status.taken, *status.locked])


def read_status(show_id: str) -> SeatStatus:
    """Return the state of every taken seat of the show, as it is after this call; expired locks are free."""
    states = current_runtime().show_states
    # In all: who waits for a read to end and then reads must not wait for a lost database twice.
    with pymongo.timeout(DATABASE_TIMEOUT_MS / 1000):
        return states.get(show_id)


class ShowStates:
    """The seats of the shows that this worker is asked for, and the stream of what changes in them."""

    def __init__(self) -> None:
        self._reads = SharedReads(self._read)
        self._lock = Lock()
        self._changes: SeatChanges | None = None
        self._shows: LRUCache[str, ShowProjection] = LRUCache(MOST_SEATS, _size)
        self._read_at = 0.0
        self._direct_until = 0.0

    def get(self, show_id: str) -> SeatStatus:
        """Return what is so after this call, in one read with all who ask meanwhile."""
        return self._reads.get(show_id)

    def map_by(self, show_id: str, layout: Layout) -> None:
        """Keep a bitmap of the show's taken seats from now on, as long as the show is followed."""
        with self._lock:
            show = self._shows.get(show_id)
            if show is not None:
                show.map_by(layout)

    def _read(self, show_id: str) -> SeatStatus:
        """Read `seq` first, so that the seats are at least as new.

        What comes after may be told twice, never lost.
        """
        seq, moment = read_seq(show_id)
        with self._lock:
            show = self._current(show_id, moment)
            if show is None:
                # What the stream has a majority has, and this may be a primary that is cut off.
                seq, _ = read_seq(show_id, MAJORITY)
                show = ShowProjection(read_documents(show_id))
            return show.status(seq, clock.now())

    def _current(self, show_id: str, moment: Timestamp) -> ShowProjection | None:
        """Return the show's seats as they were at this moment or later; None when the stream is of no use."""
        if time.monotonic() < self._direct_until:
            return None
        if self._changes is not None and time.monotonic() > self._read_at + IDLE_SECONDS:
            self._changes.close()
            self._forget()
        try:
            show = self._followed(show_id, moment)
            # Not when it began: to read a stadium takes as long as that.
            self._read_at = time.monotonic()
            return show
        except (OperationFailure, StreamEnded):
            # Another server is the primary now, this one dropped the cursor, or the collection is a new one.
            self._forget()
            return None
        except StreamBehind:
            if self._changes is not None:
                self._changes.close()
            self._forget()
            self._direct_until = time.monotonic() + DIRECT_SECONDS
            return None
        except BaseException:
            # Changes may be lost that were read and not applied.
            self._forget()
            raise

    def _followed(self, show_id: str, moment: Timestamp) -> ShowProjection:
        changes = self._changes = self._changes or SeatChanges(moment)
        show = self._shows.get(show_id)
        if show is None:
            documents, read_at = changes.read_documents(show_id)
            show = ShowProjection(documents)
            # Some of the changes to come are in these already. They do no harm once all of those are applied.
            moment = max(moment, read_at)
        # Anew, for it may have grown.
        self._shows[show_id] = show
        for event in changes.read_to(moment):
            changed = self._shows.get(event["documentKey"]["_id"]["show"])
            if changed is not None:
                changed.apply(event)
        return show

    def _forget(self) -> None:
        self._changes = None
        self._shows.clear()


def _size(show: ShowProjection) -> int:
    return min(len(show), MOST_SEATS)
