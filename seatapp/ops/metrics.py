"""Count requests, locks and announcements, and show the numbers to Prometheus."""

from time import perf_counter
from typing import cast

from flask import Flask, Response, g
from flask.globals import request_ctx
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    Info,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from werkzeug.local import LocalProxy

from ..runtime import current_runtime, runtime_of
from ..version import VERSION

BUCKETS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5)

disable_created_metrics()  # type: ignore[no-untyped-call]


class Metrics:
    """One app's numbers. The features count by the public attributes: `.inc()`, `.dec()`, `.set()`."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        PlatformCollector(registry=registry)
        GCCollector(registry=registry)
        self.locks_granted = Counter("seatapp_locks_granted", "Seats locked", registry=registry)
        self.conflicts = Counter("seatapp_conflicts", "Selections refused for taken seats", registry=registry)
        self.refusals = Counter(
            "seatapp_refusals", "Calls refused, by the refusal's code", ["code", "over"], registry=registry
        )
        self.bookings = Counter("seatapp_bookings", "Bookings by what became", ["what"], registry=registry)
        self.locks_expired = Counter("seatapp_locks_expired", "Locks that ran out", registry=registry)
        self.announcements = Counter("seatapp_announcements", "Announcements to rooms", registry=registry)
        self.webhooks_given_up = Counter(
            "seatapp_webhooks_given_up", "Webhooks that will not be sent", registry=registry
        )
        self.sockets = Gauge("seatapp_connected_sockets", "Sockets on this worker", registry=registry)
        self.sockets_cut_off = Counter(
            "seatapp_sockets_cut_off", "Clients cut off for being too slow", registry=registry
        )
        self.requests_under_way = Gauge(
            "seatapp_http_requests_under_way", "Requests that this worker deals with", registry=registry
        )
        self.leader = Gauge("seatapp_leader", "1 on the worker that leads the first part", registry=registry)
        self.feed_parts = Gauge(
            "seatapp_feed_parts", "Parts of the feed that this worker leads", registry=registry
        )
        self.feed_unmoved = Gauge(
            "seatapp_feed_unmoved_seconds",
            "Since the feed moved on, as this worker sees it",
            registry=registry,
        )
        self.feed_lag = Histogram(
            "seatapp_feed_lag_seconds",
            "From the first write of a batch of changes until it is announced, on the leader",
            registry=registry,
            buckets=(*BUCKETS, 5, 10),
        )
        Info("seatapp_build", "What runs here", registry=registry).info({"version": VERSION})
        self._requests = Counter(
            "seatapp_http_requests", "Requests answered", ["method", "route", "status"], registry=registry
        )
        self._seconds = Histogram(
            "seatapp_http_request_seconds",
            "Time to answer, until the first byte",
            ["method", "route"],
            registry=registry,
            buckets=BUCKETS,
        )
        # Looking a labelled child up costs several times what counting on it does.
        self._children: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request that was answered."""
        key = (method, route, status)
        children = self._children.get(key)
        if children is None:
            children = self._requests.labels(*key), self._seconds.labels(method, route)
            self._children[key] = children
        children[0].inc()
        children[1].observe(seconds)

    def text(self) -> bytes:
        """Return all numbers in Prometheus' text format."""
        return generate_latest(self.registry)


metrics = cast(Metrics, LocalProxy(lambda: current_runtime().metrics))


def register_metrics(app: Flask) -> None:
    """Measure every request, and serve /metrics."""
    numbers = runtime_of(app).metrics = Metrics()

    @app.before_request
    def start() -> None:
        g.started = perf_counter()

    @app.after_request
    def finish(response: Response) -> Response:
        # The rule, and "any" for what fits none: both labels stay as few as the routes.
        current = request_ctx.request
        rule = current.url_rule
        method, route = (current.method, rule.rule) if rule else ("any", "unmatched")
        numbers.observe(method, route, response.status_code, perf_counter() - g.started)
        return response

    @app.get("/metrics")
    def show_metrics() -> Response:
        return Response(numbers.text(), content_type=CONTENT_TYPE_LATEST)
