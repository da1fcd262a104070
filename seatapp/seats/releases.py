"""Give seats back for the requests of one moment: one read of whose they are, and one write."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

from flask import Flask

from ..database import Document
from ..gather import Gatherer, Job
from ..runtime import current_runtime, runtime_of
from . import writes
from .availability import held_among
from .document import LOCKED, seat_key
from .sharing import shared
from .slots import Slot

ATTEMPTS = 3

# Show, seat and holder.
SeatOf: TypeAlias = tuple[str, str, str]


class Release(NamedTuple):
    """Seats that a holder gives back, as far as they are theirs."""

    show_id: str
    seats: list[str]
    holder: str

    @property
    def keys(self) -> list[SeatOf]:
        """Name each seat as this holder's."""
        return [(self.show_id, seat, self.holder) for seat in self.seats]


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
    """Answer each job which of its seats were its holder's; when a holder asks twice, the first one."""
    wanted: dict[SeatOf, Release] = {}
    for job in jobs:
        for key in job.wish.keys:
            wanted.setdefault(key, job.wish)
    found = {key: held for key, held in _held(wanted).items() if held["state"] == LOCKED}
    kept = _end(found)
    for job in jobs:
        own = [key for key in job.wish.keys if wanted[key] is job.wish and key in found and key not in kept]
        job.answer({key[1]: found[key]["slot"] for key in own})


def _held(wanted: Iterable[SeatOf]) -> dict[SeatOf, Document]:
    """Return those of the seats that their holders have, locked or booked."""
    keys = set(wanted)
    documents = held_among([seat_key(*seat) for seat in {key[:2] for key in keys}])
    keyed = {(held["_id"]["show"], held["_id"]["seat"], held["holder"]): held for held in documents}
    return {key: held for key, held in keyed.items() if key in keys}


def _end(locks: dict[SeatOf, Document]) -> dict[SeatOf, Document]:
    """End the locks as they were read; return what their holders have in spite of that.

    One that was renewed meanwhile is read and ended again; one that was booked meanwhile stays.
    """
    kept: dict[SeatOf, Document] = {}
    for _ in range(ATTEMPTS):
        if not locks or writes.end_read_locks(list(locks.values())) == len(locks):
            return kept
        held = _held(locks)
        locks = {key: document for key, document in held.items() if document["state"] == LOCKED}
        kept |= {key: document for key, document in held.items() if key not in locks}
    return kept | locks
