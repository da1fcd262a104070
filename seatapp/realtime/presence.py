"""Who is here: a document in `connections` for every socket and whose it is.

`{_id: "sid holder", holder, worker}`, and `leaves_at` once the socket is gone: when that is past and the
holder has no other socket, the holder's locks go. The leader acts on it, so no worker's death loses it.
"""

import logging
import uuid
from collections.abc import Collection, Sequence
from threading import Lock
from typing import NamedTuple

from flask import Flask
from pymongo import ReplaceOne
from pymongo.errors import BulkWriteError, PyMongoError

from ..clock import CLOCK_SLACK
from ..database import DATABASE_TIMEOUT_MS, Document
from ..extensions import clock, db, settings, socketio
from ..gather import Gatherer, Job, NotInTime
from ..identity.person import Person
from ..runtime import current_runtime, runtime_of
from ..seats import availability, locks
from . import sockets
from .rooms import user_room

log = logging.getLogger(__name__)

# A worker without a heartbeat for this long is dead.
DEAD_AFTER_SECONDS = 5
# Clients of a worker that died or is being restarted get this long to come back before they count as gone.
RECONNECT_SECONDS = 8
MOST_CHANGES = 500  # Sockets whose coming and going is stored at once.
# Between two of these writes, that a herd is stored in fewer and larger ones.
GATHER_SECONDS = 0.025

STILL_HERE = {"leaves_at": {"$exists": False}}


class Socket(NamedTuple):
    """A socket that is, or was, somebody's."""

    sid: str
    holder: str

    @property
    def key(self) -> str:
        """The `_id` of its document."""
        return f"{self.sid} {self.holder}"

    def document(self, worker_id: str) -> Document:
        """Return what is stored of it while it is here."""
        return {"_id": self.key, "holder": self.holder, "worker": worker_id}


class Presence:
    """This worker's name, and whose its sockets are.

    What changes is stored by one task, all that came meanwhile at once: thousands that come or go together
    take one connection to the database and not all of them. It stores what is so by then, not what was asked
    for, so that a socket that comes and goes in between ends right.
    """

    def __init__(self, worker_id: str, app: Flask) -> None:
        self.worker_id = worker_id
        self.holders: dict[str, str] = {}
        self.draining = False
        self._app = app
        self._storing = Lock()
        self._changes = Gatherer[Socket, None](
            socketio.start_background_task,
            self._store_jobs,
            seconds=DATABASE_TIMEOUT_MS / 1000,
            weigh=lambda _: 1,
            most=MOST_CHANGES,
            most_under_way=1,
        )

    def store(self, socket: Socket) -> None:
        """Wait until it is stored whether the socket is here, or until that takes too long."""
        try:
            self._changes.ask(socket)
        except NotInTime:
            log.warning("a socket's arrival is not stored in time")
            self.store_later(socket)

    def store_later(self, socket: Socket) -> None:
        """Have it stored soon whether the socket is here; with the database gone, `reconcile` does it."""
        self._changes.put(socket)

    def store_all(self, sockets: Collection[Socket]) -> None:
        """Store of each socket whether it is here; raise PyMongoError."""
        with self._storing:
            here = [each for each in sockets if self.holders.get(each.sid) == each.holder]
            left = [each.key for each in sockets if self.holders.get(each.sid) != each.holder]
            if here:
                _insert([socket.document(self.worker_id) for socket in here])
            if left:
                _mark_left({"_id": {"$in": left}}, self._grace_seconds)

    def leave_all(self) -> None:
        """Store that nobody is here any more; raise PyMongoError."""
        self.draining = True
        self.holders.clear()
        with self._storing:
            _mark_left({"worker": self.worker_id}, self._grace_seconds)

    @property
    def _grace_seconds(self) -> float:
        grace = settings.disconnect_grace_seconds
        return max(grace, RECONNECT_SECONDS) if self.draining else grace

    def _store_jobs(self, jobs: Sequence[Job[Socket, None]]) -> None:
        try:
            with self._app.app_context():
                self.store_all({job.wish for job in jobs})
        except PyMongoError as error:
            log.warning("what %d sockets did is not stored yet: %s", len(jobs), type(error).__name__)
        for job in jobs:
            job.answer(None)
        if len(jobs) > 1:
            socketio.sleep(GATHER_SECONDS)


def register_presence(app: Flask) -> None:
    """Give the app's worker a name, and nobody on it yet."""
    runtime_of(app).presence = Presence(uuid.uuid4().hex, app)


def presence() -> Presence:
    """Return the running worker's presence."""
    return current_runtime().presence


def holder_of(sid: str) -> str | None:
    """Return whose socket it is, None for a stranger's."""
    return presence().holders.get(sid)


def register(sid: str, holder: str) -> None:
    """Note that a socket is the holder's, and store it before the client is told."""
    here = presence()
    earlier = here.holders.get(sid)
    if earlier == holder:
        return
    here.holders[sid] = holder
    sockets.enter_room(sid, user_room(holder))
    if earlier is not None:
        sockets.leave_room(sid, user_room(earlier))
        here.store_later(Socket(sid, earlier))
    here.store(Socket(sid, holder))


def remove(sid: str) -> None:
    """Note that a socket is gone; its holder has the grace to come back."""
    here = presence()
    holder = here.holders.pop(sid, None)
    if holder is not None:
        here.store_later(Socket(sid, holder))


def drain() -> None:
    """Send all sockets away; their users have some seconds to come back to another worker."""
    try:
        presence().leave_all()
    except PyMongoError as error:
        log.warning("that all sockets go is not stored: %s", type(error).__name__)
    for sid in sockets.local_sids(None):
        sockets.disconnect(sid)


def beat() -> bool:
    """Say that this worker lives; False when it had been given up for dead (or is new)."""
    me = {"_id": presence().worker_id}
    beat = {"beat_at": "$$NOW", "telling_seconds": current_runtime().broadcast.take_most_seconds()}
    return db.workers.update_one(me, [{"$set": beat}], upsert=True).matched_count == 1


def note_slowest() -> None:
    """Let the feed know how long telling takes the worker that it takes longest."""
    known = (worker.get("telling_seconds", 0.0) for worker in db.workers.find({}, {"telling_seconds": 1}))
    slowest = max(known, default=0.0)
    current_runtime().broadcast.slowest_seconds = slowest


def reconcile() -> None:
    """Make `connections` say what is so on this worker, whatever was lost on the way."""
    here = presence()
    sockets.drop_disconnected()
    found = db.connections.find({"worker": here.worker_id})
    stored = {document["_id"]: document for document in found}
    true = {socket.key: socket for socket in (Socket(*item) for item in here.holders.items())}
    lost = [socket for key, socket in true.items() if stored.get(key) != socket.document(here.worker_id)]
    gone = [key for key, document in stored.items() if key not in true and "leaves_at" not in document]
    here.store_all([*lost, *(Socket(*key.split(" ", 1)) for key in gone)])


def reap_dead_workers() -> None:
    """Let the sockets of workers that stopped beating count as gone, if they do not come back."""
    silent = {"$expr": {"$lte": ["$beat_at", {"$subtract": ["$$NOW", DEAD_AFTER_SECONDS * 1000]}]}}
    for worker in db.workers.find(silent):
        grace = max(settings.disconnect_grace_seconds, RECONNECT_SECONDS)
        _mark_left({"worker": worker["_id"]}, grace)
        db.workers.delete_one({"_id": worker["_id"], **silent})


def reap_orphans() -> None:
    """Let the sockets of workers that nobody knows, for their heartbeats were dropped, count as gone."""
    known = [worker["_id"] for worker in db.workers.find({}, {"_id": 1})]
    _mark_left({"worker": {"$nin": known}}, max(settings.disconnect_grace_seconds, RECONNECT_SECONDS))


def release_absent() -> None:
    """Release the locks of everyone whose last socket has been gone for the grace."""
    horizon = {"$lte": clock.now() + CLOCK_SLACK}
    have_left = {"$expr": {"$lte": ["$leaves_at", "$$NOW"]}}
    left = list(db.connections.find({"leaves_at": horizon, **have_left}).limit(MOST_CHANGES))
    if not left:
        return
    keys = {"$in": [document["_id"] for document in left]}
    since = {document["holder"]: document["leaves_at"] for document in left}
    for holder in availability.lock_holders_among(list(since)):
        others = {"holder": holder, "_id": {"$not": keys}}
        if not db.connections.count_documents(others, limit=1):
            locks.release_all(holder, since[holder])
    db.connections.delete_many({"_id": keys, **have_left})


def count_of(person: Person) -> int:
    """Return how many sockets of the person are stored, here and on other workers."""
    return db.connections.count_documents({"holder": person.ids})


def forget(person: Person) -> int:
    """Delete what is stored of the person's sockets; one that is open is stored again within 10 s."""
    return db.connections.delete_many({"holder": person.ids}).deleted_count


def _insert(documents: list[Document]) -> None:
    """Store the documents, also in the place of those that are there."""
    try:  # Most are new, and to insert takes a third of what upserts take mongod.
        db.connections.insert_many(documents, ordered=False)
    except BulkWriteError:
        upserts = [ReplaceOne({"_id": each["_id"]}, each, upsert=True) for each in documents]
        db.connections.bulk_write(upserts, ordered=False)


def _mark_left(which: Document, grace_seconds: float) -> None:
    leaves_at = {"$add": ["$$NOW", int(grace_seconds * 1000)]}
    db.connections.update_many({**which, **STILL_HERE}, [{"$set": {"leaves_at": leaves_at}}])
