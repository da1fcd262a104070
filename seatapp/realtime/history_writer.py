"""The history of seats, written behind the announcements; the feed's token is stored up to what is kept."""

import logging
import time
from collections.abc import Callable
from typing import Any

from flask import Flask
from pymongo.errors import PyMongoError

from ..database import Document
from ..extensions import settings, socketio
from ..seats import history

log = logging.getLogger(__name__)

WRITE_SECONDS = 0.25
# Changes between which announcements are made.
PORTION = 200
# What cannot be written for so long is lost: a token that stands still for longer is a feed that is stuck.
GIVE_UP_SECONDS = 8


class HistoryWriter:
    """The changes that were read and are not yet kept, in the stream's order."""

    def __init__(self) -> None:
        self._wanted = settings.history_days > 0
        self._waiting: list[Document] = []
        self._covered: Any = None
        self._failing_since: float | None = None

    def add(self, event: Document) -> None:
        """Take an event of the change stream to be written in a while."""
        if self._wanted:
            self._waiting.append(event)

    def covered(self, token: Any) -> Any:
        """Return how far the history is kept: this token when nothing waits, else an earlier one."""
        if not self._waiting:
            self._covered = token
        return self._covered

    def write_on(self, app: Flask, is_wanted: Callable[[], bool]) -> None:
        """Write what waits, again and again. What is not written in the end, the next leader reads again."""
        while self._wanted and is_wanted():
            socketio.sleep(0 if len(self._waiting) > PORTION else WRITE_SECONDS)
            with app.app_context():
                self._write_some()

    def _write_some(self) -> None:
        """Write the first of what waits, and give up what could not be written for GIVE_UP_SECONDS."""
        portion = self._waiting[:PORTION]
        if not portion:
            return
        try:
            history.write(portion)
        except Exception as error:
            self._on_failure(error)
            return
        self._failing_since = None
        self._covered = portion[-1]["_id"]
        del self._waiting[: len(portion)]

    def _on_failure(self, error: Exception) -> None:
        now = time.monotonic()
        if self._failing_since is None:
            self._failing_since = now
            expected = isinstance(error, PyMongoError)
            log.warning("the history is not written: %s", type(error).__name__, exc_info=not expected)
        elif now > self._failing_since + GIVE_UP_SECONDS:
            log.error("the history of %d changes of seats is lost", len(self._waiting))
            self._waiting.clear()
            self._failing_since = now
        socketio.sleep(WRITE_SECONDS)
