"""Who is here: a document in `connections` for every socket and whose it is.

`{_id: "sid holder", holder, worker}`, and `leaves_at` once the socket is gone: when that is past and the
holder has no other socket, the holder's locks go. The leader acts on it, so no worker's death loses it.
"""

import logging

from pymongo.errors import PyMongoError

from ..clock import CLOCK_SLACK
from ..database import Document
from ..extensions import clock, db, settings
from ..runtime import current_runtime
from ..seats import locks
from . import sockets
from .rooms import user_room

log = logging.getLogger(__name__)

# A worker without a heartbeat for this long is dead.
DEAD_AFTER_SECONDS = 5
# Clients of a worker that died or is being restarted get this long to come back before they count as gone.
RECONNECT_SECONDS = 8

STILL_HERE = {"leaves_at": {"$exists": False}}
HAS_LEFT = {"$lte": ["$leaves_at", "$$NOW"]}


class Presence:
    """This worker's name, and whose its sockets are."""

    def __init__(self, worker_id: str) -> None:
        self.worker_id = worker_id
        self.holders: dict[str, str] = {}
        self.draining = False

    def documents(self) -> dict[str, Document]:
        """Return what `connections` should hold of this worker, by id."""
        return {
            _key(sid, holder): {"_id": _key(sid, holder), "holder": holder, "worker": self.worker_id}
            for sid, holder in self.holders.items()
        }


def presence() -> Presence:
    """Return the running worker's presence."""
    return current_runtime().presence


def holder_of(sid: str) -> str | None:
    """Return whose socket it is, None for a stranger's."""
    return presence().holders.get(sid)


def register(sid: str, holder: str) -> None:
    """Note that a socket is the holder's. With the database gone, `reconcile` stores it later."""
    here = presence()
    if holder_of(sid) not in (None, holder):
        remove(sid)
    here.holders[sid] = holder
    sockets.enter_room(sid, user_room(holder))
    try:
        document = {"holder": holder, "worker": here.worker_id}
        db.connections.replace_one({"_id": _key(sid, holder)}, document, upsert=True)
        if holder_of(sid) != holder:
            # It left while this was written: its leaving came too early to find the document.
            _mark_left({"_id": _key(sid, holder)}, settings.disconnect_grace_seconds)
    except PyMongoError as error:
        log.warning("a socket's arrival is not stored yet: %s", type(error).__name__)


def remove(sid: str) -> None:
    """Note that a socket is its holder's no more; the holder has the grace to come back."""
    here = presence()
    holder = here.holders.pop(sid, None)
    if holder is None:
        return
    sockets.leave_room(sid, user_room(holder))
    grace = settings.disconnect_grace_seconds
    try:
        _mark_left({"_id": _key(sid, holder)}, max(grace, RECONNECT_SECONDS) if here.draining else grace)
    except PyMongoError as error:
        log.warning("a socket's leaving is not stored yet: %s", type(error).__name__)


def beat() -> bool:
    """Say that this worker lives; False when it had been given up for dead (or is new)."""
    me = {"_id": presence().worker_id}
    beat = {"beat_at": "$$NOW", "telling_seconds": current_runtime().broadcast.take_most_seconds()}
    return db.workers.update_one(me, [{"$set": beat}], upsert=True).matched_count == 1


def note_slowest() -> None:
    """Let the feed know how long telling takes the worker that it takes longest."""
    workers = db.workers.find({}, {"telling_seconds": 1})
    slowest = max((worker.get("telling_seconds", 0.0) for worker in workers), default=0.0)
    current_runtime().broadcast.slowest_seconds = slowest


def reconcile() -> None:
    """Make `connections` say what is so on this worker, whatever was lost on the way."""
    here = presence()
    sockets.drop_disconnected()
    stored = {document["_id"]: document for document in db.connections.find({"worker": here.worker_id})}
    true = here.documents()
    for key, document in true.items():
        if stored.get(key) != document:
            db.connections.replace_one({"_id": key}, document, upsert=True)
    gone = [key for key, document in stored.items() if key not in true and "leaves_at" not in document]
    if gone:
        _mark_left({"_id": {"$in": gone}}, settings.disconnect_grace_seconds)


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
    left = list(db.connections.find({"leaves_at": horizon, "$expr": HAS_LEFT}))
    keys = {"$in": [document["_id"] for document in left]}
    for holder, since in {document["holder"]: document["leaves_at"] for document in left}.items():
        others = {"holder": holder, "_id": {"$not": keys}}
        if not db.connections.count_documents(others, limit=1):
            locks.release_all(holder, since)
    if left:
        db.connections.delete_many({"_id": keys, "$expr": HAS_LEFT})


def _key(sid: str, holder: str) -> str:
    return f"{sid} {holder}"


def _mark_left(which: Document, grace_seconds: float) -> None:
    leaves_at = {"$add": ["$$NOW", int(grace_seconds * 1000)]}
    db.connections.update_many({**which, **STILL_HERE}, [{"$set": {"leaves_at": leaves_at}}])
