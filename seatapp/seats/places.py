"""The places of a show's areas as their documents are, counted by area. No I/O."""

from collections import Counter
from datetime import datetime
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from ..shows.standing import area_of, number_of
from .document import BLOCKED, BOOKED, LOCKED, NOBODY
from .status import AreaStatus, Lock, PlacesStatus

# So many expiries of places that are free again are kept at least.
FEW = 100


class Taken(NamedTuple):
    """How a place is taken, by whom if it is locked, and until when if that ends by itself."""

    state: str
    until: datetime | None
    lock: Lock | None = None


class PlacesProjection:
    """Which places of a show are taken, and how many by area: a change costs the same in a large area."""

    def __init__(self) -> None:
        self._taken: dict[str, Taken] = {}
        self._counts: dict[str, Counter[str]] = {}
        self._bits: dict[str, int] = {}
        # The places of each holder; replaced, never changed, because answers share them.
        self._held: dict[str, dict[str, Lock]] = {}
        self._expiries: list[tuple[datetime, str]] = []
        self._status: PlacesStatus | None = None

    def book(self, place: str) -> None:
        """Let a free place be booked."""
        self._take(place, Taken(BOOKED, None))

    def block(self, place: str, until: datetime | None) -> None:
        """Let a free place be blocked, until then if that is said."""
        self._take(place, Taken(BLOCKED, until))

    def lock(self, place: str, lock: Lock) -> None:
        """Let a free place be locked."""
        self._take(place, Taken(LOCKED, lock.expires_at, lock))
        if lock.holder is not NOBODY:
            self._held[lock.holder] = {**self._held.get(lock.holder, {}), place: lock}

    def free(self, place: str) -> None:
        """Let a place be free, whatever it was."""
        taken = self._taken.pop(place, None)
        if taken is None:
            return
        area = area_of(place) or ""
        self._counts[area][taken.state] -= 1
        self._bits[area] ^= 1 << number_of(place)
        if taken.lock is not None and taken.lock.holder is not NOBODY:
            held = self._held.pop(taken.lock.holder)
            if rest := {other: lock for other, lock in held.items() if other != place}:
                self._held[taken.lock.holder] = rest
        self._status = None

    def status(self, now: datetime) -> PlacesStatus:
        """Return what is taken at this time; what has expired by then is free."""
        while self._expiries and self._expiries[0][0] <= now:
            _, place = heappop(self._expiries)
            taken = self._taken.get(place)
            if taken is not None and taken.until is not None and taken.until <= now:
                self.free(place)
        if self._status is None:
            areas = {
                area: AreaStatus(counts[BOOKED], counts[BLOCKED], counts[LOCKED], self._bits[area])
                for area, counts in self._counts.items()
            }
            self._status = PlacesStatus(areas, self._held.copy())
        return self._status

    def _take(self, place: str, taken: Taken) -> None:
        self._taken[place] = taken
        area = area_of(place) or ""
        self._counts.setdefault(area, Counter())[taken.state] += 1
        self._bits[area] = self._bits.get(area, 0) | 1 << number_of(place)
        self._status = None
        if taken.until is not None:
            heappush(self._expiries, (taken.until, place))
            if len(self._expiries) > 2 * len(self._taken) + FEW:
                self._expiries = [(each.until, name) for name, each in self._taken.items() if each.until]
                heapify(self._expiries)
