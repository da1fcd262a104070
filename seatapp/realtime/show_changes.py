"""The news of shows: the leader reads the change stream of `shows` and tells their rooms what changed.

It keeps no place in the stream. What is written while nobody leads or the stream is broken is noticed by the
next `show-seq`, which has every show's revision.
"""

import logging

from flask import Flask
from pymongo.errors import PyMongoError

from ..extensions import Document, db, socketio
from ..shows import store
from . import news, show_news
from .lease import Term

log = logging.getLogger(__name__)

AWAIT_MS = 500
RETRY_SECONDS = 1
# Which show, and no more: a plan is megabytes.
CHANGES: list[Document] = [
    {"$match": {"operationType": {"$in": ["insert", "update", "replace", "delete"]}}},
    {"$project": {"documentKey": 1}},
]


def follow(app: Flask, term: Term) -> None:
    """Publish the changes of shows for as long as the term lasts, starting over when the stream breaks."""
    while term.active:
        with app.app_context():
            try:
                _publish_changes(term)
            except PyMongoError as error:
                log.warning("the news of shows start over: %s", type(error).__name__)
            except Exception:
                log.exception("the news of shows start over")
        socketio.sleep(RETRY_SECONDS)


def _publish_changes(term: Term) -> None:
    with db.shows.watch(CHANGES, max_await_time_ms=AWAIT_MS) as stream:
        while term.active and stream.alive:
            event = stream.try_next()
            if event is not None:
                publish(event["documentKey"]["_id"])


def publish(show_id: str) -> None:
    """Tell the show's room on every worker how the show is now.

    As the database has it, not the event: a leader that hung must not call a show gone that is there again.
    """
    message = show_news.message_of(show_id, store.revisions([show_id]).get(show_id))
    show_news.deliver_change(message)
    news.tell_workers(show_news.SHOW_CHANGED, message)
