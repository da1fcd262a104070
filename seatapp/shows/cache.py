"""A worker's memory of shows, so that the hot path finds one without asking the database."""

import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Lock
from typing import TypeAlias

from cachetools import LRUCache

from .model import Show

TRUSTED_SECONDS = 2.0
# Counted in bytes of the shows' answers; what else a show takes is of the same size.
MAX_BYTES = 64 * 1024 * 1024

Load: TypeAlias = Callable[[str], Show]
ReadRevision: TypeAlias = Callable[[str], int | None]


@dataclass(slots=True)
class Entry:
    """A show, and until when it is taken for current, on the monotonic clock."""

    show: Show
    trusted_until: float


class ShowCache:
    """Trust a show for TRUSTED_SECONDS, then read its revision, and the show again only when that changed.

    Those who want the same show at once share one read. What cannot be found is not remembered.
    """

    def __init__(self, load: Load, read_revision: ReadRevision) -> None:
        self._load = load
        self._read_revision = read_revision
        self._lock = Lock()
        self._reads: dict[str, Future[Show]] = {}
        self._entries: LRUCache[str, Entry] = LRUCache(MAX_BYTES, lambda entry: len(entry.show.answer))

    def find(self, show_id: str) -> Show:
        """Return the show; raise what loading it raises."""
        with self._lock:
            entry = self._entries.get(show_id)
            if entry is not None and time.monotonic() < entry.trusted_until:
                return entry.show
            read = self._reads.get(show_id)
            if mine := read is None:
                read = self._reads[show_id] = Future()
        if mine:
            self._read(show_id, entry, read)
        return read.result()

    def forget(self, show_id: str) -> None:
        """Read the show anew for whoever asks next."""
        with self._lock:
            self._drop(show_id)

    def refresh(self, show_id: str, revision: int | None) -> None:
        """Forget the show unless this is its revision."""
        with self._lock:
            entry = self._entries.get(show_id)
            if entry is None or entry.show.revision != revision:
                self._drop(show_id)

    def _drop(self, show_id: str) -> None:
        self._entries.pop(show_id, None)
        self._reads.pop(show_id, None)

    def _read(self, show_id: str, entry: Entry | None, read: Future[Show]) -> None:
        # The time before the read: trust begins when the database was asked, not when it answered.
        trusted_until = time.monotonic() + TRUSTED_SECONDS
        try:
            show = self._current(show_id, entry)
        except BaseException as error:
            self._finish(show_id, read, None)
            read.set_exception(error)
        else:
            self._finish(show_id, read, Entry(show, trusted_until))
            read.set_result(show)

    def _current(self, show_id: str, entry: Entry | None) -> Show:
        if entry is not None and self._read_revision(show_id) == entry.show.revision:
            return entry.show
        return self._load(show_id)

    def _finish(self, show_id: str, read: Future[Show], entry: Entry | None) -> None:
        with self._lock:
            if self._reads.get(show_id) is not read:
                # Forgotten meanwhile: what was read may be older than that.
                return
            del self._reads[show_id]
            self._entries.pop(show_id, None)
            if entry is not None:
                self._entries[show_id] = entry
