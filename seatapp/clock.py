"""The database's clock, as a worker knows it: never the worker's own."""

import time
from datetime import UTC, datetime, timedelta

from flask import Flask
from pymongo import MongoClient

from .database import Document
from .runtime import runtime_of

# How far ahead of a worker's reading of the clock an expiry may be and still be worth a closer look.
CLOCK_SLACK = timedelta(seconds=1)
REFRESH_SECONDS = 10
SAMPLES = 3


class DatabaseClock:
    """Compute the database server's time from a monotonic clock and a measured offset.

    Inserts cannot use `$$NOW`, so their `expires_at` comes from here. The offset is that of the quickest
    of a few `hello`s; the worker's own wall clock has no influence. A reading that is acted
    on late is too early, never too late: it can shorten a lock, not prolong one.
    """

    def __init__(self, client: MongoClient[Document]) -> None:
        self._client = client
        self._offset = 0.0
        self._refresh_at = 0.0

    def now(self) -> datetime:
        """Return the database's time, aware, in UTC, to the millisecond that MongoDB stores."""
        if time.monotonic() >= self._refresh_at:
            self._refresh()
        milliseconds = int((time.monotonic() + self._offset) * 1000)
        return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=milliseconds)

    def _refresh(self) -> None:
        known = self._refresh_at > 0
        if known:
            # Those who ask meanwhile use the offset there is.
            self._refresh_at = time.monotonic() + REFRESH_SECONDS
        self._offset = min(self._sample() for _ in range(SAMPLES))[1]
        self._refresh_at = time.monotonic() + REFRESH_SECONDS

    def _sample(self) -> tuple[float, float]:
        before = time.monotonic()
        server_time: datetime = self._client.admin.command("hello")["localTime"]
        after = time.monotonic()
        # A command's answer is naive, and means UTC, whatever time zones the client is configured with.
        return after - before, server_time.replace(tzinfo=UTC).timestamp() - (before + after) / 2


def register_clock(app: Flask) -> None:
    """Give the app its reading of the database's clock."""
    runtime = runtime_of(app)
    runtime.clock = DatabaseClock(runtime.database.client)
