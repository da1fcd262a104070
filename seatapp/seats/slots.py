"""A worker's memory of which slots its callers use, so that most selections need one write."""

import random
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from cachetools import LRUCache

# A number below the limit, or the seat's own id where it counts against nobody's.
Slot: TypeAlias = int | str


class SlotMemory:
    """Propose free slots. Only a hint: the unique index decides, and a wrong proposal costs a second try."""

    def __init__(self, size: int = 20_000) -> None:
        self._used: LRUCache[tuple[str, str], frozenset[Slot]] = LRUCache(size)

    def propose(self, show_id: str, holder: str, count: int, limit: int) -> list[Slot] | None:
        """Return `count` slots that seem free, at random so that parallel requests rarely meet; else None."""
        return pick(self._used.get((show_id, holder), frozenset()), count, limit)

    def discard(self, show_id: str, holder: str, slots: Iterable[Slot]) -> None:
        """Learn of slots that were just emptied."""
        self.remember(show_id, holder, self._used.get((show_id, holder), frozenset()).difference(slots))

    def remember(self, show_id: str, holder: str, used: frozenset[Slot]) -> None:
        """Learn which slots the holder uses on the show."""
        self._used[show_id, holder] = used

    def add(self, show_id: str, holder: str, slots: list[Slot]) -> None:
        """Learn of slots that were just filled."""
        self.remember(show_id, holder, self._used.get((show_id, holder), frozenset()).union(slots))


def pick(used: frozenset[Slot], count: int, limit: int) -> list[Slot] | None:
    """Return `count` random slots below `limit` that are not used, or None when there are too few."""
    guess: list[Slot] = [*random.sample(range(limit), min(count, limit))]
    if len(guess) == count and used.isdisjoint(guess):
        return guess
    free = [slot for slot in range(limit) if slot not in used]
    return random.sample(free, count) if count <= len(free) else None


def fill(used: frozenset[Slot], seats: list[str], limit: int) -> Sequence[Slot]:
    """Return a slot for each seat: those below `limit` that are not used, and then the seats' own ids."""
    left = limit - len(used.intersection(range(limit)))
    numbered = pick(used, min(len(seats), left), limit) or []
    return [*numbered, *seats[len(numbered) :]]
