"""The halls that are sold here, and who asks for which of their seats. Imports nothing of seatapp."""

import string
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

SEATS_IN_REQUEST = 3
# Enough that nobody has two requests under way at once, or more seats of an arena than MAX_SEATS_PER_USER.
BUYERS = 2000


class Wish(NamedTuple):
    """Some seats of a show, and the number of the buyer who wants them."""

    show: str
    seats: tuple[str, ...]
    buyer: int


@dataclass(frozen=True)
class Hall:
    """A show's hall of equal rows."""

    show: str
    row_count: int
    row_length: int

    @property
    def rows(self) -> dict[str, int]:
        """The rows as `POST /api/shows` takes them."""
        names = ["".join(letters) for letters in product(string.ascii_uppercase, repeat=2)]
        return dict.fromkeys(names[: self.row_count], self.row_length)

    @property
    def seats(self) -> list[str]:
        """All seats, row by row."""
        return list(self._seats(list(self.rows)))

    @property
    def every_other_row(self) -> list[str]:
        """Half of the seats."""
        return list(self._seats(list(self.rows)[1::2]))

    def _seats(self, rows: list[str]) -> Iterator[str]:
        return (f"{row}{number}" for row in rows for number in range(1, self.row_length + 1))


def wishes(*halls: Hall) -> list[Wish]:
    """Return requests for all seats of the halls, no seat twice."""
    parts = [(hall.show, seats) for hall in halls for seats in in_threes(hall.seats)]
    return [Wish(show, seats, number % BUYERS) for number, (show, seats) in enumerate(parts)]


def races(hall: Hall, rivals: int) -> list[Wish]:
    """Return requests of some rivals each for the same free seats, one right after the other."""
    parts = [seats for seats in in_threes(hall.seats) for _ in range(rivals)][:BUYERS]
    return [Wish(hall.show, seats, number) for number, seats in enumerate(parts)]


def in_threes(seats: list[str]) -> list[tuple[str, ...]]:
    """Return the seats in groups of the size of a request."""
    last = len(seats) - SEATS_IN_REQUEST + 1
    return [tuple(seats[start : start + SEATS_IN_REQUEST]) for start in range(0, last, SEATS_IN_REQUEST)]
