"""Count what the features signal: selections, expiries, bookings, announcements, sockets."""

from flask import Flask

from ..bookings import signals as booking_signals
from ..errors import SOCKET
from ..realtime import caps, delivery, feed, links, sockets
from ..realtime.progress import progress
from ..runtime import runtime_of
from ..seats import signals
from ..webhooks import outbox
from .metrics import metrics


def register_counting(app: Flask) -> None:
    """Count what the features signal; sockets and the feed's progress are read on demand."""
    signals.seats_selected.connect(_granted)
    signals.selection_refused.connect(_refused)
    delivery.announced.connect(_announced)
    feed.published.connect(_published)
    booking_signals.changed.connect(_booking_changed)
    links.cut_off.connect(_cut_off)
    caps.handshake_refused.connect(_handshake_refused)
    outbox.given_up.connect(_given_up)
    numbers = runtime_of(app).metrics
    numbers.sockets.set_function(lambda: len(sockets.local_sids(None)))
    numbers.feed_unmoved.set_function(lambda: progress().unmoved)


def _granted(_: object, seats: list[str], **__: object) -> None:
    metrics.locks_granted.inc(len(seats))


def _refused(_: object, **__: object) -> None:
    metrics.conflicts.inc()


def _announced(_: object, **__: object) -> None:
    metrics.announcements.inc()


def _published(_: object, lag_seconds: float) -> None:
    metrics.feed_lag.observe(lag_seconds)


def _booking_changed(_: object, what: str) -> None:
    metrics.bookings.labels(what).inc()


def _cut_off(_: object) -> None:
    metrics.sockets_cut_off.inc()


def _handshake_refused(_: object) -> None:
    metrics.refusals.labels(caps.TooManySockets.code, SOCKET).inc()


def _given_up(_: object, count: int) -> None:
    metrics.webhooks_given_up.inc(count)
