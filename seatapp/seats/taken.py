"""A worker's memory of seats that were taken a moment ago, so that nobody tries in vain to insert them."""

from collections.abc import Iterable

from cachetools import TTLCache


class TakenMemory:
    """Tell which seats seem taken. Only a hint: whoever is told so looks, and takes those that are free.

    What is learned is forgotten after as many seconds as a lock lasts.
    """

    def __init__(self, seconds: float, size: int = 50_000) -> None:
        self._taken: TTLCache[tuple[str, str], bool] = TTLCache(size, seconds)

    def has_any(self, show_id: str, seats: Iterable[str]) -> bool:
        """Tell whether one of the seats seems taken."""
        return any((show_id, seat) in self._taken for seat in seats)

    def add(self, show_id: str, seats: Iterable[str]) -> None:
        """Learn of seats that somebody has."""
        for seat in seats:
            self._taken[show_id, seat] = True

    def discard(self, show_id: str, seats: Iterable[str]) -> None:
        """Learn of seats that nobody has."""
        for seat in seats:
            self._taken.pop((show_id, seat), None)
