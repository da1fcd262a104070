"""A worker's memory of which places of areas are taken, so that most selections find free ones at once."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice

from cachetools import LRUCache

from ..shows.standing import area_of, number_of
from .bits import numbers_in

# Places are taken from the first so many free ones: the more there are, the more seldom two workers try the
# same, and the further a capacity may be lowered the fewer there are.
WINDOW = 1024


class PlaceMemory:
    """Tell which places seem taken, as a bitmap an area. Only a hint: the unique `_id` decides."""

    def __init__(self, size: int = 2_000) -> None:
        self._taken: LRUCache[tuple[str, str], int] = LRUCache(size)
        self._proposed: dict[tuple[str, str], list[tuple[str, int]]] = {}

    def taken(self, show_id: str, area: str) -> int | None:
        """Return the places that seem taken; None of an area of which nothing is known."""
        return self._taken.get((show_id, area))

    def remember(self, show_id: str, area: str, taken: int) -> None:
        """Learn which places are taken."""
        self._taken[show_id, area] = taken

    def add(self, show_id: str, places: Iterable[str]) -> None:
        """Learn of places that somebody has."""
        for area, bits in bits_of(places).items():
            if (taken := self.taken(show_id, area)) is not None:
                self.remember(show_id, area, taken | bits)

    def discard(self, show_id: str, places: Iterable[str]) -> None:
        """Learn of places that nobody has."""
        for area, bits in bits_of(places).items():
            if (taken := self.taken(show_id, area)) is not None:
                self.remember(show_id, area, taken & ~bits)

    def others(self, show_id: str, area: str, holder: str) -> int:
        """Return the places that this worker's requests of others are about to lock."""
        bits = 0
        for whose, proposed in self._proposed.get((show_id, area), ()):
            bits |= proposed if whose != holder else 0
        return bits

    @contextmanager
    def proposed(self, show_id: str, holder: str, places: Iterable[str]) -> Iterator[None]:
        """Leave these places to this request as long as it tries to lock them."""
        proposals = {(show_id, area): (holder, bits) for area, bits in bits_of(places).items()}
        for key, proposal in proposals.items():
            self._proposed.setdefault(key, []).append(proposal)
        try:
            yield
        finally:
            for key, proposal in proposals.items():
                self._proposed[key].remove(proposal)
                if not self._proposed[key]:
                    self._proposed.pop(key)


def bits_of(places: Iterable[str]) -> dict[str, int]:
    """Return the places as bitmaps, by area; seats among them are passed over."""
    found: dict[str, int] = {}
    for place in places:
        if area := area_of(place):
            found[area] = found.get(area, 0) | 1 << number_of(place)
    return found


def pick(free: int, count: int, seed: int) -> list[int]:
    """Return so many of the first WINDOW free places, from one on that depends on the seed."""
    width = WINDOW
    while (free & ((1 << width) - 1)).bit_count() < WINDOW and free >> width:
        width *= 2
    near = free & ((1 << width) - 1)
    start = seed % max(near.bit_length(), 1)
    numbers: list[int] = []
    for some, offset in ((near >> start, start), (near & ((1 << start) - 1), 0)):
        found = islice(numbers_in(some), count - len(numbers))
        numbers += [offset + number for number in found]
    return numbers
