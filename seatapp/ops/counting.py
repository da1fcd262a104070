"""Count what the features tell of: selections, expiries, announcements, sockets."""

from flask import Flask

from .. import outbox
from ..realtime import news
from ..realtime.progress import progress
from ..runtime import runtime_of
from ..seats import signals
from .metrics import metrics


@signals.seats_selected.connect
def _granted(_: object, seats: list[str], **__: object) -> None:
    metrics.locks_granted.inc(len(seats))


@signals.selection_refused.connect
def _refused(_: object, **__: object) -> None:
    metrics.conflicts.inc()


@news.announced.connect
def _announced(_: object, **__: object) -> None:
    metrics.announcements.inc()


@outbox.given_up.connect
def _given_up(_: object, count: int) -> None:
    metrics.webhooks_given_up.inc(count)


def count_on_demand(app: Flask) -> None:
    """Let the number of sockets, and how long the feed stands still, be read when somebody asks for it."""
    numbers = runtime_of(app).metrics
    numbers.sockets.set_function(lambda: len(news.local_sids(None)))
    numbers.feed_unmoved.set_function(lambda: progress().unmoved)
