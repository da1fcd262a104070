"""Changes of shows: the leader reads the change stream of `shows` and publishes them to their rooms.

It keeps no resume token. What is written without a leader, or while the stream is broken, is noticed by the
next `show-seq`, which has every show's revision.
"""

import logging

from flask import Flask
from pymongo.errors import PyMongoError

from ..database import Document
from ..extensions import socketio
from ..shows import store
from . import delivery, show_delivery
from .lease import Lease

log = logging.getLogger(__name__)

AWAIT_MS = 500
RETRY_SECONDS = 1
# Which show, and no more: a plan is megabytes.
CHANGES: list[Document] = [
    {"$match": {"operationType": {"$in": ["insert", "update", "replace", "delete"]}}},
    {"$project": {"documentKey": 1}},
]


def follow(app: Flask, lease: Lease) -> None:
    """Publish the changes of shows for as long as the lease lasts, starting over when the stream breaks."""
    while lease.active:
        with app.app_context():
            try:
                _publish_changes(lease)
            except PyMongoError as error:
                log.warning("reading the changes of shows starts over: %s", type(error).__name__)
            except Exception:
                log.exception("reading the changes of shows starts over")
        socketio.sleep(RETRY_SECONDS)


def _publish_changes(lease: Lease) -> None:
    with store.watch(CHANGES, max_await_time_ms=AWAIT_MS) as stream:
        while lease.active and stream.alive:
            event = stream.try_next()
            if event is not None:
                publish(event["documentKey"]["_id"])


def publish(show_id: str) -> None:
    """Publish to the show's room on every worker how the show is now.

    As the database has it, not the event: a leader that hung must not report a show as gone that is back.
    """
    message = show_delivery.message_of(show_id, store.revisions([show_id]).get(show_id))
    show_delivery.deliver_change(message)
    delivery.send_to_workers(show_delivery.SHOW_CHANGED, message)
