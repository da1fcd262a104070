"""Look up, whenever Prometheus asks, whether the servers answer and what waits in the outbox."""

from collections.abc import Iterator

import pymongo
from flask import Flask
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from pymongo.errors import PyMongoError

from ..extensions import clock, settings
from ..runtime import runtime_of
from ..webhooks import outbox
from .health import MONGODB_TIMEOUT_SECONDS, mongodb_answers, redis_answers


class Probes(Collector):
    """Asks MongoDB and Redis, for 2.6 s together at most; what does not answer has no further numbers."""

    def describe(self) -> list[GaugeMetricFamily]:
        """Name nothing in advance: that would ask the servers before there is an app."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield the numbers as they are now."""
        answers = mongodb_answers()
        yield GaugeMetricFamily("seatapp_mongodb_up", "1 when MongoDB has a primary that answers", answers)
        if settings.redis_url:
            yield GaugeMetricFamily("seatapp_redis_up", "1 when Redis answers", redis_answers())
        if answers:
            yield from _backlog()


def register_probes(app: Flask) -> None:
    """Add the probes to what /metrics shows."""
    runtime_of(app).metrics.registry.register(Probes())


def _backlog() -> Iterator[GaugeMetricFamily]:
    try:
        with pymongo.timeout(MONGODB_TIMEOUT_SECONDS / 2):
            count, oldest = outbox.backlog()
    except PyMongoError:
        return
    age = max(0.0, (clock.now() - oldest).total_seconds()) if oldest else 0
    yield GaugeMetricFamily("seatapp_webhooks_waiting", "Webhooks in the outbox, of all workers", count)
    yield GaugeMetricFamily("seatapp_webhooks_oldest_seconds", "Since the oldest of them was written", age)
