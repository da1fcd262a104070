"""Take seats for the requests of one moment by one write.

Each request's seats are sorted and written together, one request after the other. The first seat that is
taken stops the write: what the request took before is undone, and the write goes on behind it. So whoever
holds a seat is refused, if at all, for a later one: among rivals somebody gets all, whatever the order of
the requests, here and on other workers.
"""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from flask import Flask

from ..database import Document, DocumentRefused
from ..gather import Gatherer, Job
from ..runtime import current_runtime, runtime_of
from . import writes
from .availability import taken_among
from .claim import Claim
from .sharing import shared
from .slots import Slot


class Insertion(NamedTuple):
    """A claim to seats that seem free, and the documents that take them."""

    claim: Claim
    documents: list[Document]


Insertions: TypeAlias = Gatherer[Insertion, bool]
InsertionJob: TypeAlias = Job[Insertion, bool]


def register_insertions(app: Flask) -> None:
    """Let the app's requests take their seats together."""
    runtime_of(app).insertions = shared(app, insert_all, weigh=lambda wish: len(wish.documents))


def insert(claim: Claim, slots: Sequence[Slot]) -> bool:
    """Take seats that are all free, in one write; False, and nothing taken, when one is not."""
    return current_runtime().insertions.ask(Insertion(claim, claim.documents(slots)))


def insert_all(jobs: Sequence[InsertionJob]) -> None:
    """Answer each job whether its claim got its seats; those that it has not, it leaves alone."""
    rest, rivals = _without_rivals(jobs)
    while rest:
        rest = _insert(rest)
    for job in rivals:
        job.answer(False)


def _without_rivals(jobs: Sequence[InsertionJob]) -> tuple[list[InsertionJob], list[InsertionJob]]:
    """Set those apart who want what an earlier one wants: they look again when that one is answered."""
    wanted: set[tuple[object, ...]] = set()
    first: list[InsertionJob] = []
    rivals: list[InsertionJob] = []
    for job in jobs:
        claim = job.wish.claim
        own: set[tuple[object, ...]] = {(claim.show_id, seat) for seat in claim.seats}
        own.update((claim.show_id, claim.holder, document["slot"]) for document in job.wish.documents)
        own.update((claim.address, slot) for slot in claim.address_slots.values())
        if wanted.isdisjoint(own):
            first.append(job)
            wanted |= own
        else:
            rivals.append(job)
    return first, rivals


def _insert(jobs: list[InsertionJob]) -> list[InsertionJob]:
    """Write until one is refused; answer all up to that one, and return those of the others to be tried."""
    error: DocumentRefused | None = None
    try:
        left = writes.insert([document for job in jobs for document in job.wish.documents])
    except DocumentRefused as refused:
        error, left = refused, refused.written
    unwanted: list[Claim] = []
    rest: list[InsertionJob] = []
    for number, job in enumerate(jobs):
        claim, size = job.wish.claim, len(job.wish.documents)
        if left < size:
            # Whoever was granted is told before this may fail.
            writes.undo(claim, claim.seats[:left])
            if error:
                job.fail(error)
            else:
                job.answer(False)
            rest = _still_free(jobs[number + 1 :])
            break
        left -= size
        if not job.answer(True):
            unwanted.append(claim)
    for claim in unwanted:
        writes.undo(claim, claim.seats)
    return rest


def _still_free(jobs: list[InsertionJob]) -> list[InsertionJob]:
    """Refuse those whose seats somebody has: in a crowd, each would stop one more write."""
    if not jobs:
        return []
    taken = taken_among([document["_id"] for job in jobs for document in job.wish.documents])
    free: list[InsertionJob] = []
    for job in jobs:
        claim = job.wish.claim
        if taken.isdisjoint((claim.show_id, seat) for seat in claim.seats):
            free.append(job)
        else:
            job.answer(False)
    return free
