"""Give seats back for the requests of one moment: one read of whose they are, and one write."""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from flask import Flask

from ..database import Document
from ..gather import Gatherer, Job
from ..runtime import current_runtime, runtime_of
from . import writes
from .availability import locks_among
from .document import seat_key
from .sharing import shared
from .slots import Slot

ATTEMPTS = 3

SeatKey: TypeAlias = tuple[str, str]


class Release(NamedTuple):
    """Seats that a holder gives back, as far as they are theirs."""

    show_id: str
    seats: list[str]
    holder: str


# What is answered: the seats that were the holder's and are no more, with their slots.
Releases: TypeAlias = Gatherer[Release, dict[str, Slot]]
ReleaseJob: TypeAlias = Job[Release, dict[str, Slot]]


def register_releases(app: Flask) -> None:
    """Let the app's requests give their seats back together."""
    runtime_of(app).releases = shared(app, release_all, weigh=lambda wish: len(wish.seats))


def release(show_id: str, seats: list[str], holder: str) -> dict[str, Slot]:
    """Give back those of the seats that the holder has locked; return them, with the slots they filled."""
    return current_runtime().releases.ask(Release(show_id, seats, holder))


def release_all(jobs: Sequence[ReleaseJob]) -> None:
    """Answer each job which of its seats were its holder's. A seat that two ask for is the first one's."""
    wanted: dict[SeatKey, Release] = {}
    for job in jobs:
        for seat in job.wish.seats:
            wanted.setdefault((job.wish.show_id, seat), job.wish)
    found = _held(wanted)
    kept = _end(wanted, found)
    for job in jobs:
        keys = [(job.wish.show_id, seat) for seat in job.wish.seats]
        own = [key for key in keys if wanted[key] is job.wish and key in found and key not in kept]
        job.answer({seat: found[show, seat]["slot"] for show, seat in own})


def _held(wanted: dict[SeatKey, Release]) -> dict[SeatKey, Document]:
    """Return the live locks on the seats that are of those who want them released."""
    locks = locks_among([seat_key(*key) for key in wanted])
    keyed = {(lock["_id"]["show"], lock["_id"]["seat"]): lock for lock in locks}
    return {key: lock for key, lock in keyed.items() if lock["holder"] == wanted[key].holder}


def _end(wanted: dict[SeatKey, Release], held: dict[SeatKey, Document]) -> dict[SeatKey, Document]:
    """End the locks as they were read; return those that their holders have in spite of that.

    One that was renewed meanwhile is read and ended again.
    """
    for _ in range(ATTEMPTS):
        if not held or writes.end_read_locks(list(held.values())) == len(held):
            return {}
        held = _held({key: wanted[key] for key in held})
    return held
