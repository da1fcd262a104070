"""What a claim finds of its seats, and other reads of `db.seat_locks`; `state` has the whole of a show.

What has expired counts as free, by the database's clock.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

from flask import Flask
from pymongo.change_stream import CollectionChangeStream
from pymongo.client_session import ClientSession
from pymongo.read_concern import ReadConcern

from ..database import Document
from ..extensions import db
from ..gather import Gatherer, Job
from ..identity.person import Person
from ..runtime import current_runtime, runtime_of
from .claim import Claim, View
from .document import (
    BLOCKED,
    BOOKED,
    COOLING,
    IS_DUE,
    IS_LIVE,
    IS_OVER,
    LOCKED,
    NOBODY,
    hold_limit,
    seat_key,
    seat_keys,
    whole_show,
)
from .sharing import shared
from .slots import Slot
from .terms import NAMES, TICKET_TYPE

# What is answered: the documents of the claim's seats, by seat.
Looks: TypeAlias = Gatherer[Claim, dict[str, Document]]


def register_looks(app: Flask) -> None:
    """Let the app's requests look at their seats together."""
    runtime_of(app).looks = shared(app, look_all, weigh=lambda claim: len(claim.seats))


def look(claim: Claim) -> View:
    """Read the claimed seats and, unless they are refused, the slots that the holder fills on the show."""
    runtime = current_runtime()
    documents = runtime.looks.ask(claim)
    runtime.taken.add(claim.show_id, documents)
    runtime.taken.discard(claim.show_id, [seat for seat in claim.seats if seat not in documents])
    there = {seat: document for seat, document in documents.items() if not document["due"]}
    # A seat that is leaving the hall is locked for nobody, and not for one who blocks or sells it to renew.
    renews = claim.holder is not NOBODY or claim.state == LOCKED
    mine = {s: d for s, d in there.items() if d.get("holder") == claim.holder} if renews else {}
    own = {s: mine[s] for s in claim.seats if s in mine and mine[s].get("state") == LOCKED}
    conflicts = [s for s in claim.seats if s in there and s not in own and not claim.may_take(there[s])]
    filled = [] if conflicts or claim.holder is NOBODY else _filled_slots(claim)
    return View(
        own=own,
        conflicts=conflicts,
        cooling=[seat for seat in conflicts if there[seat].get("state") == COOLING],
        slots=frozenset(d["slot"] for d in filled if not d["due"]),
        own_due=any(d["due"] for d in filled),
    )


def look_all(jobs: Sequence[Job[Claim, dict[str, Document]]]) -> None:
    """Answer each claim with the documents of its seats, by seat; the database's clock says what is `due`."""
    keys = {(job.wish.show_id, seat): None for job in jobs for seat in job.wish.seats}
    fields = {
        **dict.fromkeys(("state", "holder", "checkout", *NAMES), 1),
        "due": IS_OVER,
        "resumable": {"$gt": [hold_limit(), "$$NOW"]},
    }
    documents = db.seat_locks.find({"_id": {"$in": [seat_key(*key) for key in keys]}}, fields)
    found = {(d["_id"]["show"], d["_id"]["seat"]): d for d in documents}
    for job in jobs:
        show = job.wish.show_id
        job.answer({seat: found[show, seat] for seat in job.wish.seats if (show, seat) in found})


def taken_among(keys: list[Document]) -> set[tuple[str, str]]:
    """Return the show and seat of the taken ones of these `_id`s; expired locks count as taken."""
    found = db.seat_locks.find({"_id": {"$in": keys}}, {"_id": 1})
    return {(document["_id"]["show"], document["_id"]["seat"]) for document in found}


def held_among(keys: list[Document]) -> list[Document]:
    """Return the live locks and the booked seats among these `_id`s: `state`, `holder`, `slot`, `token`."""
    # Only `_id` in the filter: what might use another index has mongod try both.
    fields = {"state": 1, "holder": 1, "slot": 1, "token": 1, "live": IS_LIVE}
    found = db.seat_locks.find({"_id": {"$in": keys}}, fields)
    return [d for d in found if d["state"] == BOOKED or (d["state"] == LOCKED and d["live"])]


def locked_keys(which: Document, most: int) -> list[Document]:
    """Return the `_id`s of locks that the filter finds, so many at most."""
    found = db.seat_locks.find({**which, "state": LOCKED}, {"_id": 1}).limit(most)
    return [document["_id"] for document in found]


def lock_holders_among(holders: list[str]) -> list[str]:
    """Return those who have seats locked, or had until a moment ago."""
    return db.seat_locks.distinct("holder", {"holder": {"$in": holders}, "state": LOCKED})


def _filled_slots(claim: Claim) -> list[Document]:
    due = {"$and": [{"$eq": ["$state", LOCKED]}, IS_DUE]}
    mine = {"holder": claim.holder, "_id.show": claim.show_id, "state": {"$ne": COOLING}}
    return list(db.seat_locks.find(mine, {"slot": 1, "due": due}))


def first_expiry(claim: Claim) -> datetime | None:
    """Return when the first of the claim's locks ends, as its holder has them now.

    Other requests of the holder may have given all of them back meanwhile; then, when they were to end.
    """
    own = {"_id": seat_keys(claim.show_id, claim.seats), "holder": claim.holder, "state": LOCKED}
    return min(
        (lock["expires_at"] for lock in db.seat_locks.find(own, {"expires_at": 1})), default=claim.expires_at
    )


def live_locks(show_id: str, holder: str) -> list[Document]:
    """Return the holder's locks on the show; each with its `hold_limit`."""
    live = {"holder": holder, "_id.show": show_id, "state": LOCKED, "$expr": IS_LIVE}
    fields = {**dict.fromkeys(("expires_at", "checkout", *NAMES), 1), "hold_limit": hold_limit()}
    return list(db.seat_locks.find(live, fields))


def locks_to_book(session: ClientSession, claim: Claim) -> list[Document]:
    """Read the holder's locks on the seats, `live` or expired, inside the transaction that will turn them.

    What it turns is what was read here: it does not come through when one is changed in between.
    """
    own = {"_id": seat_keys(claim.show_id, claim.seats), "holder": claim.holder, "state": LOCKED}
    return list(db.seat_locks.find(own, {**dict.fromkeys(NAMES, 1), "live": IS_LIVE}, session=session))


def ticket_types(show_id: str, holder: str, session: ClientSession | None = None) -> Counter[str]:
    """Return how many seats of each ticket type the holder has booked on the show or locked.

    Expired locks too: of two bookings at once, each sees in its transaction what the other is about to book.
    """
    which = {"holder": holder, "_id.show": show_id, "state": {"$in": [BOOKED, LOCKED]}}
    found = db.seat_locks.find(which, {TICKET_TYPE: 1}, session=session)
    return Counter(seat[TICKET_TYPE] for seat in found if TICKET_TYPE in seat)


def used_slots(session: ClientSession, claim: Claim) -> frozenset[Slot]:
    """Return the slots of the show that documents of the holder have, as the transaction sees them."""
    mine = {"holder": claim.holder, "_id.show": claim.show_id}
    return frozenset(document["slot"] for document in db.seat_locks.find(mine, {"slot": 1}, session=session))


class Block(NamedTuple):
    """Why a seat is kept from the public, until when (None: until it is given back), and by which key."""

    reason: str
    until: datetime | None
    by: str | None


def blocked(show_id: str) -> dict[str, Block]:
    """Return the blocks of the show's seats, by seat."""
    return _blocks({"_id": whole_show(show_id)})


def blocked_among(show_id: str, seats: list[str]) -> dict[str, Block]:
    """Return the blocks of those of the seats that have one."""
    return _blocks({"_id": seat_keys(show_id, seats)})


def slots_of_address(address: str) -> tuple[frozenset[Slot], bool]:
    """Return the slots that live locks of the address fill, and whether some are filled by expired ones."""
    found = list(db.seat_locks.find({"address": address}, {"address_slot": 1, "due": IS_DUE}))
    return frozenset(d["address_slot"] for d in found if not d["due"]), any(d["due"] for d in found)


def withdrawn_of(show_id: str) -> list[str]:
    """Return the seats of the show that are locked for nobody."""
    which = {"_id": whole_show(show_id), "state": LOCKED, "holder": NOBODY}
    return [document["_id"]["seat"] for document in db.seat_locks.find(which, {"_id": 1})]


def is_kept(show_id: str, session: ClientSession) -> bool:
    """Return whether a seat of the show is booked or blocked in the session's snapshot."""
    kept = {"_id": whole_show(show_id), "state": {"$in": [BOOKED, BLOCKED]}}
    return db.seat_locks.find_one(kept, {"_id": 1}, session=session) is not None


def _blocks(which: Document) -> dict[str, Block]:
    lasting = {**which, "state": BLOCKED, "$expr": {"$not": [IS_OVER]}}
    found = db.seat_locks.find(lasting, {"reason": 1, "expires_at": 1, "blocked_by": 1})
    return {d["_id"]["seat"]: Block(d["reason"], d.get("expires_at"), d.get("blocked_by")) for d in found}


def taken_seats(fields: Iterable[str], condition: Document) -> Iterator[Document]:
    """Yield these fields of the seats' documents of all shows, cooling and expired ones too.

    Those for which the condition holds, an expression of the database. They are safe on a majority, and among
    them is all that was written until now: it is waited for.
    """
    with db.client.start_session(causal_consistency=True) as session:
        # What comes after this in the session is read at its time or later.
        db.database.command("ping", session=session)
        seats = db.seat_locks.with_options(read_concern=ReadConcern("majority"))
        yield from seats.find({"$expr": condition}, dict.fromkeys(fields, 1), session=session)


def all_of(person: Person) -> list[Document]:
    """Return the seats that the person has locked or had until a moment ago, has booked, or has blocked."""
    fields = dict.fromkeys(("state", "expires_at", "reason"), 1)
    return list(db.seat_locks.find({"$or": [{"holder": person.ids}, {"blocked_by": person.ids}]}, fields))


def watch(pipeline: list[Document], **options: Any) -> CollectionChangeStream[Document]:
    """Open the change stream of all seats, with the options of `Collection.watch`."""
    return db.seat_locks.watch(pipeline, **options)


def all_documents(session: ClientSession) -> Iterator[Document]:
    """Yield every seat's document as the session's snapshot has it."""
    return db.seat_locks.find({}, session=session)
