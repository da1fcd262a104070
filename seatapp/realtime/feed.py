"""The feed: the leader of a part reads the change stream of its seats and publishes to the shows' rooms."""

import logging
import queue
import time
from typing import Any

from blinker import Signal
from flask import Flask
from pymongo.change_stream import CollectionChangeStream
from pymongo.errors import PyMongoError

from ..database import Document
from ..extensions import clock, socketio
from ..indexes import identities
from ..runtime import current_runtime
from ..seats.availability import taken_seats
from ..seats.changes import Taken
from ..webhooks.expiries import write_expiries
from . import areas, checkpoint, delivery
from .announcements import Announcement, compose
from .change_stream import ENDINGS, StreamLost, is_transient, watch
from .history_writer import HistoryWriter
from .lease import Lease, LeaseLost
from .projection import Projection

log = logging.getLogger(__name__)

# Sent with `lag_seconds`: the age of the first change of a batch that is announced.
published = Signal("A batch of changes is announced")

# What arrives this close together is announced together: an insert of several seats, a refused selection
# and its undoing. And a room gets a batch at most every INTERVAL_SECONDS, more seldom when telling it takes
# some worker half of that.
GATHER_SECONDS = 0.004
INTERVAL_SECONDS = 0.02
# Of a stadium that is withdrawn there are a hundred thousand: requests are served in between.
MOST_CHANGES = 2_000
# Every worker watches the stored token: one that does not move is a feed that is stuck.
IDLE_SAVE_SECONDS = 2
# Changes since the last save are announced again after a crash, under new numbers; none is lost.
SAVE_SECONDS = 0.25
# The token moves with every write to the database, heartbeats too, and behind mongos every 10 s.
STALLED_SECONDS = 20
RETRY_SECONDS = (0.5, 1, 2, 4)


def follow(app: Flask, lease: Lease) -> None:
    """Announce changes for as long as the lease lasts, starting over when the stream breaks."""
    failures = 0
    while lease.active:
        begun = time.monotonic()
        with app.app_context():
            try:
                _Reading(app, lease).announce_changes()
            except LeaseLost:
                log.warning("another worker leads; this one steps down")
                lease.end()
            except Exception as error:
                _recover(lease, error)
        failures = 0 if time.monotonic() > begun + STALLED_SECONDS else failures + 1
        socketio.sleep(RETRY_SECONDS[min(failures, len(RETRY_SECONDS)) - 1] if failures else 0)


def _interval() -> float:
    return max(INTERVAL_SECONDS, current_runtime().broadcast.interval_seconds)


def _recover(lease: Lease, error: Exception) -> None:
    """Let the next stream resume from the stored token, or begin anew where that leads nowhere."""
    if is_transient(error):
        log.warning("the feed starts over: %s", type(error).__name__)
        return
    known = isinstance(error, PyMongoError | StreamLost)
    log.warning("the feed begins anew: %s", error if known else type(error).__name__, exc_info=not known)
    try:
        checkpoint.forget_token(lease)
    except LeaseLost:
        lease.end()
    except PyMongoError as failure:
        log.warning("the resume token is still stored: %s", type(failure).__name__)


class _Reading:
    """One opened change stream: a reader task fills the queue, the caller's task empties it."""

    def __init__(self, app: Flask, lease: Lease) -> None:
        self._app = app
        self._lease = lease
        self._events: queue.Queue[Document | Exception] = queue.Queue()
        self._wanted = True
        self._collection = identities().get("seat_locks")
        self._history = HistoryWriter()
        self._stream = self._open()
        # Read after the stream was opened, so nothing falls between; what comes twice ends the same.
        opened_at = int(clock.now().timestamp())
        self._projection = Projection(taken_seats(Taken._fields, lease.part.contains("$_id.show")), opened_at)
        self._last_token: Any = None
        self._moved_at = time.monotonic()
        self._saved_at = 0.0
        self._behind = False

    def announce_changes(self) -> None:
        """Announce until the lease ends; raise what ends the stream."""
        self._save(self._stream.resume_token, 0)
        socketio.start_background_task(self._read)
        socketio.start_background_task(self._history.write_on, self._app, self._is_wanted)
        last_batch = 0.0
        try:
            while self._lease.active:
                # Read before waiting: by then all that came before it was announced.
                token = self._stream.resume_token
                try:
                    event = self._events.get(timeout=SAVE_SECONDS)
                except queue.Empty:
                    self._require_progress(token)
                    self._save(token, SAVE_SECONDS if self._behind else IDLE_SAVE_SECONDS)
                    continue
                socketio.sleep(max(GATHER_SECONDS, last_batch + _interval() - time.monotonic()))
                last_batch = time.monotonic()
                self._announce_batch(event)
        finally:
            self._wanted = False

    def _open(self) -> CollectionChangeStream[Document]:
        token, was_stored = checkpoint.load_token(self._lease, self._collection)
        stream = watch(self._lease.part, token)
        if token is not None:
            return stream
        # What was written before the stream was opened nobody will announce.
        checkpoint.skip_ahead(lost=was_stored)
        delivery.publish_seqs()
        if was_stored:
            log.warning("the place in the change stream is lost; all clients will ask for the whole state")
        return stream

    def _announce_batch(self, event: Document | Exception) -> None:
        """Announce this event and those that wait behind it: stored first, then published."""
        token, written_at = None, None if isinstance(event, Exception) else event.get("wallTime")
        for left in reversed(range(MOST_CHANGES)):
            if isinstance(event, Exception):
                raise event
            self._projection.apply(event)
            self._history.add(event)
            token = event["_id"]
            if not left or self._events.empty():
                break
            event = self._events.get_nowait()
        now = clock.now()
        announcements: list[Announcement] = []
        for show_id, changes in self._projection.take_changes():
            write_expiries(show_id, changes, now)
            seats, places = areas.split(changes)
            batch = compose(show_id, seats, now, areas.left(show_id, places, self._projection))
            if batch:
                first = checkpoint.advance(self._lease, show_id, len(batch))
                for seq, announcement in enumerate(batch, first):
                    announcement.seq, announcement.epoch = seq, self._lease.epoch
                announcements += batch
        for announcement in announcements:
            delivery.publish(announcement)
        if written_at:
            published.send(lag_seconds=max(0.0, (clock.now() - written_at).total_seconds()))
        self._behind = True
        self._save(token, SAVE_SECONDS)

    def _require_progress(self, token: Any) -> None:
        """Raise StreamLost when the resume token has not moved for STALLED_SECONDS."""
        if token != self._last_token:
            self._last_token, self._moved_at = token, time.monotonic()
        elif time.monotonic() > self._moved_at + STALLED_SECONDS:
            raise StreamLost("the change stream stands still")

    def _save(self, token: Any, seconds: float) -> None:
        """Store the token up to which all is announced and kept, when the last time was that long ago."""
        if time.monotonic() >= self._saved_at + seconds:
            kept = self._history.covered(token)
            checkpoint.save_token(self._lease, kept, self._collection)
            self._behind, self._saved_at = kept != token, time.monotonic()

    def _is_wanted(self) -> bool:
        return self._wanted and self._lease.active

    def _read(self) -> None:
        ended: Exception = StreamLost("the change stream ended")
        try:
            while self._is_wanted() and self._stream.alive:
                event = self._stream.try_next()
                if event is None:
                    continue
                if event["operationType"] in ENDINGS:
                    ended = StreamLost(f"seat_locks met {event['operationType']}")
                    break
                self._events.put(event)
        except Exception as error:
            ended = error
        finally:
            self._events.put(ended)
            self._stream.close()
