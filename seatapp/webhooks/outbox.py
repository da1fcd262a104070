"""The outbox: webhooks that are to be sent, written in the transaction of what they report.

One document an event and URL: `{_id, event, url, body, attempts, due_at, created_at}`. Delivered, it is
deleted; given up, it has no `due_at` but `given_up_at`, and `retired` where its URL is not in the settings.
"""

import hashlib
import logging
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from blinker import Signal
from pymongo.client_session import ClientSession
from pymongo.errors import BulkWriteError

from ..database import Document
from ..encoding import SocketJson
from ..extensions import clock, db, settings

log = logging.getLogger(__name__)

# Sent with `count` when events are given up.
given_up = Signal("Webhooks will not be sent")

DUPLICATE_KEY = 11000
# The waits between attempts. After the last one an event is given up: about three days.
BACK_OFF = [timedelta(seconds=s) for s in (5, 30, 120, 600, 3600, 6 * 3600, 24 * 3600, 40 * 3600)]


def write(event: str, data: dict[str, Any], session: ClientSession | None = None, key: str = "") -> None:
    """Keep an event for every configured URL, in the caller's transaction if there is one.

    Written twice with the same `key` it is one event: for callers that write it again after a crash.
    """
    now = clock.now()
    body = SocketJson.dumps({"type": event, "timestamp": now, "data": data})
    documents = [
        {
            "_id": _message_id(key and f"{key} {url}"),
            "event": event,
            "url": url,
            "body": body,
            "attempts": 0,
            "due_at": now,
            "created_at": now,
        }
        for url in settings.webhook_urls
    ]
    if not documents:
        return
    try:
        db.outbox.insert_many(documents, ordered=False, session=session)
    except BulkWriteError as error:
        if any(failed["code"] != DUPLICATE_KEY for failed in error.details["writeErrors"]):
            raise


def due(url: str, limit: int) -> list[Document]:
    """Return the messages for the URL that are due, the oldest first."""
    return list(db.outbox.find({"url": url, "due_at": {"$lte": clock.now()}}).sort("due_at", 1).limit(limit))


def backlog() -> tuple[int, datetime | None]:
    """Return how many messages wait, and when the oldest of them was written, None where none does."""
    waiting = {"url": {"$in": settings.webhook_urls}, "due_at": {"$gte": datetime.min.replace(tzinfo=UTC)}}
    group = {"_id": None, "count": {"$sum": 1}, "oldest": {"$min": "$created_at"}}
    for found in db.outbox.aggregate([{"$match": waiting}, {"$group": group}]):
        return found["count"], found["oldest"]
    return 0, None


def delete(message: Document) -> None:
    """Delete a message that was delivered."""
    db.outbox.delete_one({"_id": message["_id"]})


def postpone(message: Document) -> None:
    """Note a failed attempt: the next one is due after the back-off, or the message is given up."""
    attempts = message["attempts"]
    if attempts < len(BACK_OFF):
        changes: Document = {"$set": {"attempts": attempts + 1, "due_at": clock.now() + BACK_OFF[attempts]}}
    else:
        log.error("webhook %s is given up", message["_id"])
        given_up.send(count=1)
        changes = {"$set": {"given_up_at": clock.now()}, "$unset": {"due_at": ""}}
    db.outbox.update_one({"_id": message["_id"]}, changes)


def every() -> Iterator[tuple[Document, dict[str, Any]]]:
    """Yield all messages, given up ones too, each with the data of its event."""
    for message in db.outbox.find({}):
        yield message, SocketJson.loads(message["body"])["data"]


def rewrite(message: Document, data: dict[str, Any] | None) -> None:
    """Let a message, as it was read, say this from now on; None deletes it."""
    as_read = {"_id": message["_id"], "body": message["body"]}
    if data is None:
        db.outbox.delete_one(as_read)
    else:
        body = SocketJson.dumps({**SocketJson.loads(message["body"]), "data": data})
        db.outbox.update_one(as_read, {"$set": {"body": body}})


def settle() -> None:
    """Give up what is for URLs that are not in the settings, and resume what is for URLs that are back."""
    urls = settings.webhook_urls
    waiting: Document = {"due_at": {"$exists": True}, "url": {"$nin": urls}}
    for url in db.outbox.distinct("url", waiting):
        ended = db.outbox.update_many(
            {**waiting, "url": url},
            {"$set": {"given_up_at": clock.now(), "retired": True}, "$unset": {"due_at": ""}},
        ).modified_count
        log.error("%d webhooks are given up: %s is not in WEBHOOK_URLS", ended, urlsplit(url).hostname)
        given_up.send(count=ended)
    back = {
        "retired": True,
        "url": {"$in": urls},
        "created_at": {"$gt": clock.now() - sum(BACK_OFF, timedelta())},
    }
    db.outbox.update_many(
        back, {"$set": {"due_at": clock.now()}, "$unset": {"given_up_at": "", "retired": ""}}
    )


def _message_id(key: str) -> str:
    return "msg_" + (hashlib.sha256(key.encode()).hexdigest()[:32] if key else secrets.token_hex(16))
