"""Send what the outbox holds."""

import logging

import requests

from .. import deadline
from ..database import Document
from . import outbox
from .signing import signed_headers
from .targets import find_addresses

log = logging.getLogger(__name__)

# For the whole exchange.
TIMEOUT_SECONDS = 5
BATCH = 50


def send_due(url: str) -> int:
    """Send what is due for the URL, the oldest first, until one fails; return how many were accepted."""
    sent = 0
    for message in outbox.due(url, BATCH):
        if not post(message):
            outbox.postpone(message)
            break
        outbox.delete(message)
        sent += 1
    return sent


def post(message: Document) -> bool:
    """Return whether the receiver accepted the message."""
    body = message["body"].encode()
    try:
        status = deadline.post(
            message["url"], TIMEOUT_SECONDS, find_addresses, data=body, headers=signed_headers(message)
        )
    except requests.RequestException as error:
        log.warning("webhook %s is not delivered: %s", message["_id"], type(error).__name__)
        return False
    # A redirection is no receipt either.
    is_accepted = 200 <= status < 300
    if not is_accepted:
        log.warning("webhook %s is not taken: %d", message["_id"], status)
    return is_accepted
