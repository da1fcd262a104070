"""The feed: the leader reads the change stream of `seat_locks` and tells the shows' rooms."""

import logging
import queue
import time
from typing import Any

from flask import Flask
from pymongo.change_stream import CollectionChangeStream
from pymongo.errors import OperationFailure, PyMongoError

from ..extensions import Document, clock, db, socketio
from . import journal
from .announcements import Announcement, compose
from .expiries import keep_expiries
from .lease import Deposed, Term
from .livecopy import LiveCopy
from .news import publish

log = logging.getLogger(__name__)

# What arrives this close together is announced together: an insert of several seats, a refused selection
# and its undoing. And a room gets a batch at most every INTERVAL_SECONDS.
GATHER_SECONDS = 0.004
INTERVAL_SECONDS = 0.02
AWAIT_MS = 500
IDLE_SAVE_SECONDS = 10
# Changes since the last save are announced again after a crash, under new numbers; none is lost.
SAVE_SECONDS = 0.25
CHANGES: list[Document] = [
    {"$match": {"operationType": {"$in": ["insert", "update", "replace", "delete", "invalidate"]}}},
    {
        "$project": {
            "operationType": 1,
            "documentKey": 1,
            "clusterTime": 1,
            "fullDocument.state": 1,
            "fullDocument.holder": 1,
            "fullDocument.expires_at": 1,
            "updateDescription": 1,
            "fullDocumentBeforeChange.state": 1,
            "fullDocumentBeforeChange.holder": 1,
            "fullDocumentBeforeChange.expires_at": 1,
        }
    },
]


class Interrupted(Exception):
    """The change stream broke off."""


def follow(app: Flask, term: Term) -> None:
    """Announce changes for as long as the term lasts, starting over when the stream breaks."""
    while term.active:
        with app.app_context():
            try:
                _Reading(app, term).announce_changes()
            except Deposed:
                log.warning("another worker leads; this one steps down")
                term.end()
            except (PyMongoError, Interrupted) as error:
                log.warning("the feed starts over: %s", type(error).__name__)
                socketio.sleep(0.5)


class _Reading:
    """One opened change stream: a reader task fills the queue, the caller's task empties it."""

    def __init__(self, app: Flask, term: Term) -> None:
        self._app = app
        self._term = term
        self._events: queue.Queue[Document | None] = queue.Queue()
        self._stream = _open_stream()
        # Read after the stream was opened, so nothing falls between; what comes twice ends the same.
        opened_at = int(clock.now().timestamp())
        self._copy = LiveCopy(db.seat_locks.find({}, {"state": 1, "holder": 1, "expires_at": 1}), opened_at)
        self._saved_at = 0.0
        self._behind = False

    def announce_changes(self) -> None:
        self._save(self._stream.resume_token, 0)
        socketio.start_background_task(self._read)
        last_batch = 0.0
        while self._term.active:
            # Read before waiting: by then all that came before it was announced.
            place = self._stream.resume_token
            try:
                event = self._events.get(timeout=SAVE_SECONDS)
            except queue.Empty:
                self._save(place, SAVE_SECONDS if self._behind else IDLE_SAVE_SECONDS)
                continue
            socketio.sleep(max(GATHER_SECONDS, last_batch + INTERVAL_SECONDS - time.monotonic()))
            last_batch = time.monotonic()
            self._announce_batch(event)

    def _announce_batch(self, event: Document | None) -> None:
        """Announce this event and all that wait behind it: stored first, sent then."""
        token = None
        while True:
            if event is None:
                raise Interrupted
            self._copy.apply(event)
            token = event["_id"]
            if self._events.empty():
                break
            event = self._events.get_nowait()
        now = clock.now()
        announcements: list[Announcement] = []
        for show_id, changes in self._copy.take_changes():
            keep_expiries(show_id, changes, now)
            batch = compose(show_id, changes, now)
            if batch:
                first = journal.advance(self._term, show_id, len(batch))
                for seq, announcement in enumerate(batch, first):
                    announcement.seq, announcement.epoch = seq, self._term.epoch
                announcements += batch
        for announcement in announcements:
            publish(announcement)
        self._behind = True
        self._save(token, SAVE_SECONDS)

    def _save(self, place: Any, seconds: float) -> None:
        """Store the place up to which all is announced, when the last time was that long ago."""
        if time.monotonic() >= self._saved_at + seconds:
            journal.save_position(self._term, place)
            self._behind, self._saved_at = False, time.monotonic()

    def _read(self) -> None:
        try:
            while self._term.active and self._stream.alive:
                event = self._stream.try_next()
                if event is not None:
                    if event["operationType"] == "invalidate":
                        break
                    self._events.put(event)
        except PyMongoError as error:
            log.warning("the change stream broke off: %s", type(error).__name__)
        finally:
            self._events.put(None)
            self._stream.close()


def _open_stream() -> CollectionChangeStream[Document]:
    position = journal.load_position()
    if position is not None:
        try:
            return _watch(resume_after=position)
        except OperationFailure as error:
            if error.timeout or error.has_error_label("RetryableWriteError"):
                raise
            log.warning("the place in the change stream is lost; all clients will ask for the whole state")
    stream = _watch()
    # What was written before the stream was opened nobody will announce.
    journal.skip_ahead()
    return stream


def _watch(**where: Any) -> CollectionChangeStream[Document]:
    return db.seat_locks.watch(
        CHANGES, full_document_before_change="whenAvailable", max_await_time_ms=AWAIT_MS, **where
    )
