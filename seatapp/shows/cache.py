"""A worker's memory of shows, so that the hot path finds one without asking the database."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import TypeAlias

from cachetools import LRUCache

from ..singleflight import SingleFlight
from .model import Show

TRUSTED_SECONDS = 2.0
# Three stadiums of 120,000 seats, or thirty arenas.
MAX_BYTES = 200 * 1024 * 1024

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
        self._reads = SingleFlight[Show]()
        self._lock = Lock()
        self._entries: LRUCache[str, Entry] = LRUCache(MAX_BYTES, lambda entry: entry.show.memory_bytes)
        # How often a show was forgotten: what a read that began before found may be older than that.
        self._forgotten = 0

    def find(self, show_id: str) -> Show:
        """Return the show; raise what loading it raises."""
        entry, _ = self._look_up(show_id)
        if entry is not None and time.monotonic() < entry.trusted_until:
            return entry.show
        return self._reads.join(show_id, lambda: self._read(show_id))

    def forget(self, show_id: str) -> None:
        """Let the next call read the show anew."""
        with self._lock:
            self._drop(show_id)

    def refresh(self, show_id: str, revision: int | None) -> None:
        """Forget the show unless this is its revision."""
        with self._lock:
            entry = self._entries.get(show_id)
            if entry is None or entry.show.revision != revision:
                self._drop(show_id)

    def _drop(self, show_id: str) -> None:
        self._forgotten += 1
        self._entries.pop(show_id, None)
        self._reads.forget(show_id)

    def _look_up(self, show_id: str) -> tuple[Entry | None, int]:
        with self._lock:
            return self._entries.get(show_id), self._forgotten

    def _read(self, show_id: str) -> Show:
        # The time before the read: trust begins when the database was asked, not when it answered.
        asked_at = time.monotonic()
        entry, forgotten = self._look_up(show_id)
        if entry is not None and asked_at < entry.trusted_until:
            # Another read ended between the caller's look and this call.
            return entry.show
        try:
            show = self._current(show_id, entry)
        except BaseException:
            self._keep(show_id, None, forgotten)
            raise
        self._keep(show_id, Entry(show, asked_at + TRUSTED_SECONDS), forgotten)
        return show

    def _current(self, show_id: str, entry: Entry | None) -> Show:
        if entry is not None and self._read_revision(show_id) == entry.show.revision:
            return entry.show
        return self._load(show_id)

    def _keep(self, show_id: str, entry: Entry | None, forgotten: int) -> None:
        with self._lock:
            if self._forgotten != forgotten:
                return
            self._entries.pop(show_id, None)
            if entry is not None:
                self._entries[show_id] = entry
