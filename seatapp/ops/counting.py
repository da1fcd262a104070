"""Count what the features tell of: selections, expiries, announcements, sockets."""

from ..bookings import signals
from ..realtime import news
from .metrics import Metrics, metrics


@signals.seats_selected.connect
def _granted(_: object, seats: list[str], **__: object) -> None:
    metrics.locks_granted.inc(len(seats))


@signals.selection_refused.connect
def _refused(_: object, **__: object) -> None:
    metrics.conflicts.inc()


@news.announced.connect
def _announced(_: object, **__: object) -> None:
    metrics.announcements.inc()


def count_sockets(numbers: Metrics) -> None:
    """Let the number of sockets be counted when somebody asks for it."""
    numbers.sockets.set_function(lambda: len(news.local_sids(None)))
