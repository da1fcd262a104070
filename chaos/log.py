"""What the database itself says happened: every change of a seat, in order, past all that may break."""

import threading
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

from pymongo import MongoClient
from pymongo.errors import PyMongoError

RETRY_SECONDS = 0.2


class Entry(NamedTuple):
    """A seat's document after a change, None for a deletion; `at` and `order` are the database's."""

    at: float
    order: tuple[int, int]
    seat: str
    document: dict[str, Any] | None


class Log:
    """Follows the change stream of `seat_locks` in a thread, whatever happens to the members."""

    def __init__(self, uri: str, show: str) -> None:
        self.entries: list[Entry] = []
        self._show = show
        self._client: MongoClient[dict[str, Any]] = MongoClient(uri, tz_aware=True, timeoutMS=5000)
        self._seats: dict[str, dict[str, Any]] = {}
        self._over = threading.Event()
        self._token: Any = None
        # Set when a change that was made after the marker has been read.
        self._thread = threading.Thread(target=self._follow, name="log", daemon=True)
        self._ready = threading.Event()

    def start(self) -> "Log":
        """Begin to read, before anybody writes."""
        self._thread.start()
        assert self._ready.wait(20), "the change stream does not open"
        return self

    def end(self) -> None:
        """Stop, when what was written by now has been read."""
        time.sleep(1.5)
        self._over.set()
        self._thread.join(20)
        self._client.close()

    def _follow(self) -> None:
        while not self._over.is_set():
            try:
                self._read()
            except PyMongoError:
                self._over.wait(RETRY_SECONDS)

    def _read(self) -> None:
        locks = self._client.get_default_database().seat_locks
        with locks.watch(resume_after=self._token, max_await_time_ms=300) as stream:
            self._ready.set()
            while not self._over.is_set():
                event = stream.try_next()
                if event is not None:
                    self.entries += self._entry(event)
                self._token = stream.resume_token

    def _entry(self, event: Any) -> Iterator[Entry]:
        key = event.get("documentKey", {}).get("_id", {})
        if key.get("show") != self._show:
            return
        seat = key["seat"]
        if event["operationType"] == "delete":
            self._seats.pop(seat, None)
        elif "fullDocument" in event:
            self._seats[seat] = event["fullDocument"]
        else:
            change = event["updateDescription"]
            known = self._seats.get(seat, {})
            kept = {name: value for name, value in known.items() if name not in change["removedFields"]}
            self._seats[seat] = {**kept, **change["updatedFields"]}
        clock = event["clusterTime"]
        at = event["wallTime"].timestamp()
        yield Entry(at, (clock.time, clock.inc), seat, self._seats.get(seat))
