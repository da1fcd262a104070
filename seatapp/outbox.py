"""Webhooks out: kept in `db.outbox` with what they tell of, sent by the leader until they are taken.

One document an event and URL: `{_id, event, url, body, attempts, due_at, created_at}`. Delivered, it is
deleted; given up, it has no `due_at` but `given_up_at`, and `retired` where its URL is not in the settings.
Signed as Standard Webhooks has it.
"""

import hashlib
import logging
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import requests
from blinker import Signal
from pymongo.client_session import ClientSession
from pymongo.errors import BulkWriteError
from standardwebhooks.webhooks import Webhook

from . import deadline
from .database import Document
from .encoding import SocketJson
from .extensions import clock, db, settings

log = logging.getLogger(__name__)

# Sent with `count` when events are given up.
given_up = Signal("Webhooks will not be sent")

# For the whole exchange.
TIMEOUT_SECONDS = 5
BATCH = 50
DUPLICATE_KEY = 11000
# The waits between attempts. After the last one an event is given up: about three days.
BACK_OFF = [timedelta(seconds=s) for s in (5, 30, 120, 600, 3600, 6 * 3600, 24 * 3600, 40 * 3600)]


def write(event: str, data: dict[str, Any], session: ClientSession | None = None, key: str = "") -> None:
    """Keep an event for every configured URL, in the caller's transaction if there is one.

    Written twice with the same `key` it is one event: for those who write it again after a crash.
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


def send_due(url: str) -> int:
    """Send what is due for the URL, the oldest first, until it fails; return how many it took."""
    sent = 0
    for message in (
        db.outbox.find({"url": url, "due_at": {"$lte": clock.now()}}).sort("due_at", 1).limit(BATCH)
    ):
        if not _post(message):
            _postpone(message)
            break
        db.outbox.delete_one({"_id": message["_id"]})
        sent += 1
    return sent


def settle() -> None:
    """Give up what is for URLs that are not in the settings, and take that up again whose URL is back."""
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


def _post(message: Document) -> bool:
    """Return whether the receiver took the message."""
    now = datetime.now(UTC)
    headers = {
        "Content-Type": "application/json",
        "webhook-id": message["_id"],
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(settings.webhook_secret).sign(message["_id"], now, message["body"]),
    }
    try:
        status = deadline.post(
            message["url"], TIMEOUT_SECONDS, data=message["body"].encode(), headers=headers
        )
    except requests.RequestException as error:
        log.warning("webhook %s is not delivered: %s", message["_id"], type(error).__name__)
        return False
    # A redirection is no receipt either.
    is_taken = 200 <= status < 300
    if not is_taken:
        log.warning("webhook %s is not taken: %d", message["_id"], status)
    return is_taken


def _postpone(message: Document) -> None:
    attempts = message["attempts"]
    if attempts < len(BACK_OFF):
        changes: Document = {"$set": {"attempts": attempts + 1, "due_at": clock.now() + BACK_OFF[attempts]}}
    else:
        log.error("webhook %s is given up", message["_id"])
        given_up.send(count=1)
        changes = {"$set": {"given_up_at": clock.now()}, "$unset": {"due_at": ""}}
    db.outbox.update_one({"_id": message["_id"]}, changes)


def _message_id(key: str) -> str:
    return "msg_" + (hashlib.sha256(key.encode()).hexdigest()[:32] if key else secrets.token_hex(16))
