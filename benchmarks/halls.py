"""The halls that are sold here, and who asks for which of their seats. Imports nothing of seatapp."""

import string
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

SEATS_IN_REQUEST = 3
# Enough that nobody has two requests under way at once, or more seats of an arena than MAX_SEATS_PER_USER.
GUESTS = 2000


class Wish(NamedTuple):
    """Some seats of a show, and which of the guests wants them."""

    show: str
    seats: tuple[str, ...]
    guest: int


@dataclass(frozen=True)
class Hall:
    """A show's hall of equal rows; with `half_sold`, every second row is booked."""

    show: str
    row_count: int
    row_length: int
    half_sold: bool = False

    @property
    def rows(self) -> dict[str, int]:
        """The rows as `POST /api/shows` takes them."""
        names = ["".join(letters) for letters in product(string.ascii_uppercase, repeat=2)]
        return dict.fromkeys(names[: self.row_count], self.row_length)

    @property
    def free(self) -> list[str]:
        """The seats that are for sale."""
        return list(self._seats(list(self.rows)[:: 2 if self.half_sold else 1]))

    @property
    def booked(self) -> list[str]:
        """The seats that are sold."""
        return list(self._seats(list(self.rows)[1::2])) if self.half_sold else []

    def _seats(self, rows: list[str]) -> Iterator[str]:
        return (f"{row}{number}" for row in rows for number in range(1, self.row_length + 1))


def _arena(show: str, half_sold: bool = False) -> Hall:
    return Hall(show, 40, 300, half_sold)


# One cinema is sold out in a blink, so there are many, sold one after the other. And every measurement has
# a show of its own: a worker remembers how many seats somebody had on a show.
CINEMAS = [Hall(f"cinema-{number}", 10, 20) for number in range(60)]
CINEMA_HALF = Hall("cinema-half", 10, 20, half_sold=True)
ARENA = _arena("arena")
ARENA_HALF = _arena("arena-half", half_sold=True)
ARENA_HEARD = _arena("arena-heard")
ARENA_RACED = _arena("arena-raced")
ARENA_NEWS = [_arena("arena-news"), _arena("arena-news-2")]
WARMING_UP = Hall("warming-up", 10, 60)
ALL = [*CINEMAS, CINEMA_HALF, ARENA, ARENA_HALF, ARENA_HEARD, ARENA_RACED, *ARENA_NEWS, WARMING_UP]


def wishes(halls: list[Hall]) -> list[Wish]:
    """Return requests for all free seats of the halls, no seat twice."""
    parts = [(hall.show, seats) for hall in halls for seats in _parts(hall.free)]
    return [Wish(show, seats, number % GUESTS) for number, (show, seats) in enumerate(parts)]


def vain_wishes(hall: Hall) -> list[Wish]:
    """Return requests for seats that are sold, one of each guest."""
    parts = _parts(hall.booked)
    return [Wish(hall.show, parts[number % len(parts)], number) for number in range(GUESTS)]


def races(hall: Hall, rivals: int) -> list[Wish]:
    """Return requests of some rivals each for the same free seats, one right after the other."""
    parts = [seats for seats in _parts(hall.free) for _ in range(rivals)][:GUESTS]
    return [Wish(hall.show, seats, number) for number, seats in enumerate(parts)]


def _parts(seats: list[str]) -> list[tuple[str, ...]]:
    last = len(seats) - SEATS_IN_REQUEST + 1
    return [tuple(seats[start : start + SEATS_IN_REQUEST]) for start in range(0, last, SEATS_IN_REQUEST)]
