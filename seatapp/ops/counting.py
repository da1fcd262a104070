"""Count what the features signal: selections, expiries, announcements, sockets."""

from flask import Flask

from ..realtime import delivery, links, sockets
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
    links.cut_off.connect(_cut_off)
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


def _cut_off(_: object) -> None:
    metrics.sockets_cut_off.inc()


def _given_up(_: object, count: int) -> None:
    metrics.webhooks_given_up.inc(count)
